/// A parser of bytes that a stranger or a model wrote, with what has to hold of whatever it reads.
///
/// The fuzzer (`make fuzz`) and the tests call the same trials; each takes any bytes at all.
package struct Trial: Sendable {
    /// As `make fuzz PARSER=` and the folders of the corpus name it.
    package let name: String
    private let body: @Sendable ([UInt8]) throws -> Void

    package init(_ name: String, _ body: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.body = body
    }

    /// Reads an input.
    ///
    /// - Throws: ``BrokenRule`` where the parser did not keep a promise. One that traps ends the
    ///   process: that is what is looked for.
    package func check(_ input: [UInt8]) throws { try body(input) }
}

/// A promise of a parser that did not hold.
package struct BrokenRule: Error, Hashable, Sendable, CustomStringConvertible {
    package var rule: String

    package init(rule: String) { self.rule = rule }

    package var description: String { "broken: \(rule)" }
}

/// Throws where a promise does not hold.
///
/// - Parameter rule: The promise, as a sentence.
func demand(_ holds: Bool, _ rule: @autoclosure () -> String) throws(BrokenRule) {
    guard holds else { throw BrokenRule(rule: rule()) }
}
