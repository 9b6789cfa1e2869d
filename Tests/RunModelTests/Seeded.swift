import TestSupport

/// Random choices of tests over ``SeededGenerator``.
typealias Seeded = SeededGenerator

extension SeededGenerator {
    init(_ seed: UInt64) { self.init(seed: seed) }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

    /// Characters of an alphabet.
    mutating func text(_ count: Int, of alphabet: String) -> String {
        let letters = Array(alphabet)
        return String((0..<count).map { _ in letters[below(letters.count)] })
    }
}
