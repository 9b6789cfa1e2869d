/// A claim of a test, in a form in which frameworks and formatting make no difference.
struct TestAssertion: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable {
        case equal, unequal, approximate, order, contains, type, throwing, notThrowing, called
        case none, some, truth, falsity, failure, other
    }

    var kind: Kind
    /// Normalised; sorted where the order says nothing.
    var operands: [String]
    /// As a person reads it.
    var text: String
    var line: Int
    /// The values in it.
    var literals: [String]
    /// The tokens, in order.
    var tokens: [String]
    /// What is to raise, where it is one expression.
    var raiser = ""
    /// It holds whatever the code does.
    var isTrivial = false

    /// What two claims must share to be the same.
    var key: String { kind.rawValue + "\u{0}" + operands.joined(separator: "\u{0}") }

    /// How much the claim says, roughly; less than before is weaker.
    var strength: Int {
        if isTrivial { return 0 }
        return switch kind {
        case .equal, .failure: 5
        case .approximate, .order, .contains, .type, .called, .other: 4
        case .throwing: isBroad ? 3 : 4
        case .unequal, .none: 3
        case .some, .truth, .falsity: 2
        case .notThrowing: 1
        }
    }

    private var isBroad: Bool {
        guard let first = operands.first else { return true }
        let names = first.split(separator: " ").map(String.init)
        return names.last.map(Self.broad.contains) ?? true
    }

    private static let broad: Set<String> = [
        "Exception", "BaseException", "Error", "Throwable", "StandardError", "RuntimeException",
        "class", "Any",
    ]
}
