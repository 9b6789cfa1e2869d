package import Providers
import RunModel

/// A call of a tool with arguments that make sense.
package enum ToolRequest: Hashable, Sendable {
    case list(folder: String, glob: String?)
    case read(path: String, lines: ClosedRange<Int>?)
    case search(text: String, glob: String?, ignoresCase: Bool)
    case edit(ToolEdit)
    /// Nil: every check.
    case check(name: String?)
    case finish(summary: String)

    /// Reads a call as a model wrote it.
    ///
    /// - Throws: ``ToolFault`` that names everything wrong with it: a tool or an argument that there
    ///   is not, with the one that was perhaps meant; what is missing; what is of another kind.
    package init(_ call: ToolCall) throws(ToolFault) {
        guard let tool = BuilderTool(rawValue: call.name) else {
            throw ToolFault(ToolRequest.unknown(call.name))
        }
        let arguments = try ToolArguments(call.arguments, of: tool)
        switch tool {
        case .list:
            self = .list(
                folder: arguments.text("path").map(ToolRequest.folder) ?? "",
                glob: arguments.text("glob"))
        case .read:
            let (first, last) = (arguments.line("start_line"), arguments.line("end_line"))
            if let first, let last, last < first {
                throw ToolFault("read: end_line \(last) comes before start_line \(first)")
            }
            let path = try ToolRequest.file(arguments.text("path") ?? "", tool)
            guard first != nil || last != nil else {
                self = .read(path: path, lines: nil)
                return
            }
            self = .read(path: path, lines: (first ?? 1)...(last ?? .max))
        case .search:
            let text = arguments.text("text") ?? ""
            guard !text.isEmpty else { throw ToolFault("search: 'text' is empty") }
            guard !text.contains(where: \.isNewline) else {
                throw ToolFault("search: 'text' goes over lines; give a piece of one line")
            }
            self = .search(
                text: text, glob: arguments.text("glob"),
                ignoresCase: arguments.flag("ignore_case"))
        case .edit: self = .edit(try ToolEdit(arguments))
        case .check: self = .check(name: arguments.text("name"))
        case .finish: self = .finish(summary: arguments.text("summary") ?? "")
        }
    }

    private static func unknown(_ name: String) -> String {
        let names = BuilderTool.allCases.map(\.rawValue)
        let meant = Nearest.word(to: name, among: names).map { "; perhaps '\($0)'" } ?? ""
        return "there is no tool '\(name.prefix(100))'\(meant); there are "
            + names.joined(separator: ", ")
    }

    /// A folder as models write it: `.`, `./src/` and `/` are what they seem.
    private static func folder(_ path: String) -> String {
        var parts = path.split(separator: "/").map(String.init)
        parts.removeAll { $0 == "." }
        return parts.joined(separator: "/")
    }

    /// `./src/a.py` is `src/a.py`; nothing else is put right.
    static func file(_ path: String, _ tool: BuilderTool) throws(ToolFault) -> String {
        var path = path
        while path.hasPrefix("./") { path.removeFirst(2) }
        guard !path.isEmpty else { throw ToolFault("\(tool.rawValue): 'path' is empty") }
        return path
    }
}
