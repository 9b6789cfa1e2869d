import RunModel

/// A path that a command names, judged against the workspace.
struct CommandPath {
    let facts: CommandFacts
    /// What the command is of; its program decides which signs in a path mean something else.
    let type: FixType

    /// The path of plain components that is meant.
    ///
    /// - Throws: ``CommandDenial`` where it is not a plain path inside the workspace, or leads
    ///   to what no command may touch, by itself or through a symbolic link.
    func normalised(_ text: String) throws(CommandDenial) -> String {
        func denied(_ why: String) -> CommandDenial { CommandDenial("'\(text)' \(why)") }
        guard !text.isEmpty else { throw CommandDenial("an argument is empty") }
        if text.hasPrefix("/") { throw denied("is an absolute path") }
        if text.unicodeScalars.contains("\\") { throw denied("has a backslash") }
        switch type {
        case .git where text.hasPrefix(":"): throw denied("begins with ':', which git interprets")
        case .python where text.contains(":"):
            throw denied("has a ':', as an address or the name of a test has")
        default: break
        }
        let components = text.split(separator: "/").filter { $0 != "." }
        if components.contains("..") { throw denied("has the component ..") }
        guard !components.isEmpty else { throw denied("is the workspace itself") }
        let path = components.joined(separator: "/")
        if let why = objection(to: path) { throw denied(why) }
        let resolved: String
        switch LinkResolution(entry: facts.entry).resolve(path) {
        case .inside(let target): resolved = target
        case .outside(let link):
            throw denied("leads out of the workspace by the symbolic link \(link)")
        case .endless: throw denied("leads through symbolic links in a circle")
        }
        if resolved.isEmpty { throw denied("is a symbolic link to the workspace itself") }
        if resolved != path, let why = objection(to: resolved) {
            throw denied("is a symbolic link to \(resolved), which \(why)")
        }
        return path
    }

    /// Why no command may touch a path of plain components.
    private func objection(to path: String) -> String? {
        if let why = PathRule.explain(path) { return why }
        switch facts.protected.standing(of: path) {
        case .open: return nil
        case .denied(let pattern), .core(let pattern), .maintainable(let pattern):
            return "is protected (\(pattern))"
        }
    }
}
