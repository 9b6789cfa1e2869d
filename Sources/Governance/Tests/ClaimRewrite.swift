import RunModel

/// Tells a claim that is only told in other words from one that claims something else.
///
/// What it accepts cannot make a test easier to pass: the values stay, and a name changes only
/// where the change of the source itself renames it or where just its spelling differs. Whatever
/// is left open stays a finding.
struct ClaimRewrite {
    /// Names that the source no longer has, and names that it did not have.
    private var removed: Set<String> = []
    private var added: Set<String> = []

    init() {}

    /// - Parameter sources: What the change does to code that is no test.
    init(of sources: [DifferenceFile]) {
        var (before, after): (Set<String>, Set<String>) = ([], [])
        for file in sources {
            guard let language = TestLanguage(path: file.path) else { continue }
            before.formUnion(Self.names(in: file.kind == .added ? nil : file.oldBytes, language))
            after.formUnion(Self.names(in: file.kind == .deleted ? nil : file.newBytes, language))
        }
        removed = before.subtracting(after)
        added = after.subtracting(before)
    }

    private static func names(in bytes: [UInt8]?, _ language: TestLanguage) -> Set<String> {
        guard let bytes else { return [] }
        return Set(
            SourceLexer.tokens(of: bytes, in: language).lazy.filter { $0.kind == .word }.map(\.text)
        )
    }

    /// Says whether the new claim is the old one.
    func keeps(_ old: TestAssertion, _ new: TestAssertion) -> Bool {
        guard old.kind == new.kind, !new.isTrivial else { return false }
        if old.kind == .throwing { return Self.raisesTheSame(old, new) }
        return isRenamed(Self.plain(old.tokens), Self.plain(new.tokens))
    }

    /// `raises(X, f, 1)` and `with raises(X): f(1)`.
    private static func raisesTheSame(_ old: TestAssertion, _ new: TestAssertion) -> Bool {
        guard !old.raiser.isEmpty, old.raiser == new.raiser else { return false }
        return old.operands.first == new.operands.first
            && (old.operands.count < 2 || isCall(old)) && (new.operands.count < 2 || isCall(new))
    }

    /// The call is in the arguments, rather than in a block.
    private static func isCall(_ claim: TestAssertion) -> Bool {
        claim.operands.count > 1 && !claim.operands[1].contains(" = ")
            && claim.operands[1].first != "\"" && claim.operands[1].first != "r"
    }

    private func isRenamed(_ old: [String], _ new: [String]) -> Bool {
        guard old.count == new.count else { return false }
        var (forth, back): ([String: String], [String: String]) = ([:], [:])
        for (place, (before, after)) in zip(old, new).enumerated() {
            // A name is not renamed in one place only, and two names do not become one.
            if Self.isName(before) || Self.isName(after) {
                guard forth[before] == nil || forth[before] == after,
                    back[after] == nil || back[after] == before
                else { return false }
                (forth[before], back[after]) = (after, before)
            }
            guard before != after else { continue }
            guard Self.isName(before), Self.isName(after) else { return false }
            let isOwner = place + 1 < new.count && [".", "("].contains(new[place + 1])
            let isRespelled = isOwner && Self.letters(before) == Self.letters(after)
            guard isRespelled || removed.contains(before) && added.contains(after) else {
                return false
            }
        }
        return true
    }

    private static func letters(_ name: String) -> String { name.lowercased().filter { $0 != "_" } }

    private static func isName(_ token: String) -> Bool {
        guard let first = token.unicodeScalars.first, !words.contains(token) else { return false }
        return first == "_" || first.properties.isAlphabetic
    }

    private static let words: Set<String> = [
        "not", "in", "is", "and", "or", "if", "else", "for", "lambda", "await", "assert", "True",
        "False", "None", "true", "false", "nil", "null", "undefined", "new", "try", "throws",
    ]

    /// Texts that stand beside each other are one, `self.` in front of a call says nothing, and
    /// the comma before a closing bracket neither.
    private static func plain(_ tokens: [String]) -> [String] {
        var found: [String] = []
        for (place, token) in tokens.enumerated() {
            if token.first == "\"", let last = found.last, last.first == "\"" {
                found[found.count - 1] = String(last.dropLast()) + token.dropFirst()
                continue
            }
            if [")", "]", "}"].contains(token), found.last == "," { found.removeLast() }
            let isOwner = token == "." && found.last == "self" && place + 2 < tokens.count
            if isOwner, tokens[place + 2] == "(" {
                found.removeLast()
                continue
            }
            found.append(token)
        }
        return found
    }
}
