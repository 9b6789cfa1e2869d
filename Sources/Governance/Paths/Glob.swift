/// A pattern over `/`-separated paths: `*` and `?` within a component, `[a-z]`, `[!a-z]`, `**` for
/// any number of components, `\` before a character that stands for itself.
///
/// Braces have no meaning. A leading `/` or `./` is dropped, a trailing `/` says that a directory
/// is meant, and a pattern that names a directory matches all that is below it. Matching takes
/// time proportional to pattern times path; no pattern makes it explode.
package struct Glob: Hashable, Sendable {
    /// How the open questions of a pattern are answered: always to the safe side.
    package enum Reading: Hashable, Sendable {
        /// For what is permitted: anchored at the root, case counts, and wildcards at the end do
        /// not reach below the directories that they match.
        case permission
        /// For what is forbidden: a pattern without a `/` matches at any depth, case does not
        /// count, and whatever lies below a match is matched too.
        case exclusion
    }

    package let pattern: String
    package let reading: Reading
    let components: [[Token]]
    /// The pattern's last component is a plain name or the pattern ends in `/`.
    let namesDirectory: Bool

    package init(_ pattern: String, reading: Reading) {
        self.pattern = pattern
        self.reading = reading
        var text = Substring(pattern)
        while text.hasPrefix("./") { text = text.dropFirst(2) }
        let anchored = text.hasPrefix("/")
        let endsInSlash = text.hasSuffix("/")
        var parts = text.split(separator: "/").map { part in
            part == "**"
                ? [Token.components] : Glob.tokens(of: part, folding: reading == .exclusion)
        }
        let plain = parts.last?.allSatisfy { token in
            if case .scalar = token { true } else { false }
        }
        if reading == .exclusion, !anchored, parts.count == 1 {
            parts.insert([.components], at: 0)
        }
        components = parts
        namesDirectory = endsInSlash || (plain ?? false) || reading == .exclusion
    }

    /// Says whether the path, or a directory above it that the pattern names, is matched.
    ///
    /// - Parameter path: Relative to the root of the tree, without `.` and `..`.
    package func matches(_ path: String) -> Bool {
        guard !components.isEmpty else { return false }
        let folding = reading == .exclusion
        let names = path.split(separator: "/").map { name in
            Array((folding ? name.lowercased() : String(name)).unicodeScalars)
        }
        guard !names.isEmpty else { return false }
        // reached[j]: the pattern's components so far match the first j names.
        var reached = [true] + Array(repeating: false, count: names.count)
        for (place, component) in components.enumerated() {
            var next = Array(repeating: false, count: names.count + 1)
            if component == [.components] {
                // `dir/**` means what is below, not a file of that name.
                let below = place > 0 && place == components.count - 1
                var any = false
                for index in 0...names.count {
                    if below { next[index] = any }
                    any = any || reached[index]
                    if !below { next[index] = any }
                }
            } else {
                for (index, name) in names.enumerated() where reached[index] {
                    next[index + 1] = Glob.matches(component, name)
                }
            }
            reached = next
        }
        return namesDirectory ? reached[1...].contains(true) : reached[names.count]
    }
}

extension Glob {
    enum Token: Hashable, Sendable {
        case scalar(Unicode.Scalar)
        case any
        case anything
        case set([ClosedRange<Unicode.Scalar>], negated: Bool)
        /// `**` as a whole component.
        case components
    }

    private static func tokens(of text: Substring, folding: Bool) -> [Token] {
        let scalars = Array((folding ? text.lowercased() : String(text)).unicodeScalars)
        var tokens: [Token] = []
        var index = 0
        while index < scalars.count {
            switch scalars[index] {
            case "*": if tokens.last != .anything { tokens.append(.anything) }
            case "?": tokens.append(.any)
            case "\\" where index + 1 < scalars.count:
                index += 1
                tokens.append(.scalar(scalars[index]))
            case "[":
                if let (set, end) = set(in: scalars, from: index) {
                    tokens.append(set)
                    index = end
                } else {
                    tokens.append(.scalar("["))
                }
            default: tokens.append(.scalar(scalars[index]))
            }
            index += 1
        }
        return tokens
    }

    /// Reads `[…]`; nil where it is never closed, and `[` stands for itself.
    private static func set(
        in scalars: [Unicode.Scalar], from start: Int
    ) -> (token: Token, end: Int)? {
        var index = start + 1
        var negated = false
        if index < scalars.count, scalars[index] == "!" || scalars[index] == "^" {
            negated = true
            index += 1
        }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        let first = index
        while index < scalars.count {
            if scalars[index] == "]", index > first {
                return (.set(ranges, negated: negated), index)
            }
            let low = scalars[index]
            if index + 2 < scalars.count, scalars[index + 1] == "-", scalars[index + 2] != "]" {
                let high = scalars[index + 2]
                if low <= high { ranges.append(low...high) }
                index += 3
            } else {
                ranges.append(low...low)
                index += 1
            }
        }
        return nil
    }

    /// Matches one component, going back only to the last `*`.
    static func matches(_ tokens: [Token], _ name: [Unicode.Scalar]) -> Bool {
        var (token, place) = (0, 0)
        var star: (token: Int, place: Int)?
        while place < name.count {
            if token < tokens.count, tokens[token] == .anything {
                star = (token, place)
                token += 1
            } else if token < tokens.count, matches(tokens[token], name[place]) {
                token += 1
                place += 1
            } else if let back = star {
                star = (back.token, back.place + 1)
                (token, place) = (back.token + 1, back.place + 1)
            } else {
                return false
            }
        }
        return tokens[token...].allSatisfy { $0 == .anything }
    }

    private static func matches(_ token: Token, _ scalar: Unicode.Scalar) -> Bool {
        switch token {
        case .scalar(let wanted): wanted == scalar
        case .any: true
        case .set(let ranges, let negated): ranges.contains { $0.contains(scalar) } != negated
        case .anything, .components: false
        }
    }
}

extension [Glob] {
    /// Reads patterns, all in the same way.
    package init(patterns: [String], reading: Glob.Reading) {
        self = patterns.map { Glob($0, reading: reading) }
    }

    /// The first pattern that matches the path.
    package func first(matching path: String) -> Glob? { first { $0.matches(path) } }
}
