/// How much what two scopes may touch has in common.
package enum ScopeOverlap: Int, Sendable, Comparable {
    /// No path is in both.
    case none
    /// One of them is the whole project.
    case project
    /// Some path may be in both.
    case paths

    /// Compares two lists of globs; an empty list is the whole project.
    package init(_ left: [String], _ right: [String]) {
        if left.isEmpty || right.isEmpty {
            self = .project
        } else {
            let (left, right) = (left.map(GlobPath.init), right.map(GlobPath.init))
            let meet = left.contains { one in right.contains { one.meets($0) } }
            self = meet ? .paths : .none
        }
    }

    package static func < (left: ScopeOverlap, right: ScopeOverlap) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A glob as far as it takes to say whether some path is matched by two of them.
///
/// Where the answer would take more than that it is yes: a set `[a-z]` may be any character, and
/// `dir/**` may be `dir`. Advice that reaches one phase too many costs a line of a prompt.
private struct GlobPath {
    enum Part: Hashable {
        case components
        case component([Letter])
    }

    enum Letter: Hashable {
        case scalar(Unicode.Scalar)
        case any
        case anything
    }

    let parts: [Part]

    init(_ pattern: String) {
        var text = Substring(pattern)
        while text.hasPrefix("./") { text = text.dropFirst(2) }
        var parts = text.split(separator: "/").map { part in
            part == "**" ? Part.components : Part.component(GlobPath.letters(of: part))
        }
        // A pattern that names a directory matches all that is below it.
        if case .component(let letters)? = parts.last,
            text.hasSuffix("/") || letters.allSatisfy(GlobPath.isPlain)
        {
            parts.append(.components)
        }
        self.parts = parts
    }

    func meets(_ other: GlobPath) -> Bool {
        GlobPath.meet(parts, other.parts, isMany: { $0 == .components }) { left, right in
            guard case .component(let left) = left, case .component(let right) = right else {
                return true
            }
            return GlobPath.meet(left, right, isMany: { $0 == .anything }) { one, other in
                one == .any || other == .any || one == other
            }
        }
    }

    private static func isPlain(_ letter: Letter) -> Bool {
        if case .scalar = letter { true } else { false }
    }

    private static func letters(of part: Substring) -> [Letter] {
        let scalars = Array(part.unicodeScalars)
        var letters: [Letter] = []
        var index = 0
        while index < scalars.count {
            switch scalars[index] {
            case "*": letters.append(.anything)
            case "?": letters.append(.any)
            case "[":
                if let end = scalars[(index + 1)...].dropFirst().firstIndex(of: "]") {
                    letters.append(.any)
                    index = end
                } else {
                    letters.append(.scalar("["))
                }
            case "\\" where index + 1 < scalars.count:
                index += 1
                letters.append(.scalar(scalars[index]))
            default: letters.append(.scalar(scalars[index]))
            }
            index += 1
        }
        return letters
    }

    /// Whether some sequence is matched by both patterns, where elements of one sort stand for any
    /// number of elements; takes time proportional to the product of their lengths.
    private static func meet<Element>(
        _ left: [Element], _ right: [Element], isMany: (Element) -> Bool,
        fits: (Element, Element) -> Bool
    ) -> Bool {
        // reached[j]: the elements of `left` so far and the first j of `right` have something in
        // common.
        var reached = [true]
        for element in right { reached.append(reached[reached.count - 1] && isMany(element)) }
        for one in left {
            let many = isMany(one)
            var next = [reached[0] && many]
            for (index, other) in right.enumerated() {
                // One that stands for any number stands for none, or for what the other has next.
                next.append(
                    many || isMany(other)
                        ? reached[index + 1] || next[index] : reached[index] && fits(one, other))
            }
            reached = next
        }
        return reached[right.count]
    }
}
