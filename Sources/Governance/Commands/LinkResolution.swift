/// Follows the symbolic links of a path without ever leaving a folder.
package struct LinkResolution {
    package enum Place: Hashable, Sendable {
        /// The path without links, empty for the folder itself; its end may not exist.
        case inside(String)
        /// This link leads out.
        case outside(link: String)
        /// More links than any file system follows.
        case endless
    }

    /// As Linux has it.
    private static let limit = 40

    private let entry: (String) -> CommandFacts.Entry?

    /// - Parameter entry: What stands at a path of plain components.
    package init(entry: @escaping (String) -> CommandFacts.Entry?) { self.entry = entry }

    /// Resolves a path of plain components, its last one too.
    ///
    /// - Parameter followsLast: False to stop at a link that is the last component.
    package func resolve(_ path: String, followsLast: Bool = true) -> Place {
        var waiting = path.split(separator: "/").map(String.init)[...]
        var done: [String] = []
        var links = 0
        var link = path
        while let component = waiting.popFirst() {
            switch component {
            case ".": continue
            case "..":
                // Only a link's target has one.
                guard done.popLast() != nil else { return .outside(link: link) }
                continue
            default: break
            }
            let here = (done + [component]).joined(separator: "/")
            guard followsLast || !waiting.isEmpty, case .link(let target)? = entry(here) else {
                done.append(component)
                continue
            }
            links += 1
            guard links <= Self.limit else { return .endless }
            link = here
            guard !target.hasPrefix("/") else { return .outside(link: link) }
            waiting = (target.split(separator: "/").map(String.init) + waiting)[...]
        }
        return .inside(done.joined(separator: "/"))
    }
}
