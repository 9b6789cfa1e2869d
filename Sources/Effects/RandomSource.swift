/// Random numbers, seeded in tests.
package struct RandomSource: Sendable {
    /// The next 64 bits.
    package var next: @Sendable () -> UInt64

    package init(next: @escaping @Sendable () -> UInt64) { self.next = next }
}

extension RandomSource {
    /// The operating system's generator.
    package static let live = RandomSource {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }

    /// A number in `0..<1`.
    package func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// A word of lower-case base-32 characters (RFC 4648 alphabet), `count` long.
    package func word(_ count: Int) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")
        return String((0..<count).map { _ in alphabet[Int(next() >> 59)] })
    }
}
