import RunModel

/// The arguments of a call, held against what the tool takes.
struct ToolArguments {
    let tool: BuilderTool
    private let values: [String: JSON]

    /// Longer paths, globs and names are none.
    private static let shortLimitBytes = 4096

    /// - Parameter text: As the model wrote it; empty stands for no arguments.
    init(_ text: String, of tool: BuilderTool) throws(ToolFault) {
        self.tool = tool
        let name = tool.rawValue
        do throws(JSONFault) {
            let isEmpty = text.allSatisfy(\.isWhitespace)
            let document = try JSON(parsing: isEmpty ? Array("{}".utf8) : Array(text.utf8))
            guard let members = document.object else {
                throw JSONFault(offset: 0, reason: "it is \(document.kind), not an object")
            }
            // Strict modes of providers send null for what is left out.
            values = members.filter { $0.value != .null }
        } catch {
            throw ToolFault(
                "\(name): the arguments are no JSON object (\(error.reason) at byte"
                    + " \(error.offset)); nothing was done")
        }
        try judge()
    }

    func text(_ name: String) -> String? { values[name]?.string }

    func line(_ name: String) -> Int? { values[name]?.count }

    func flag(_ name: String) -> Bool { values[name]?.boolean ?? false }

    func has(_ name: String) -> Bool { values[name] != nil }

    // MARK: Faults

    private func judge() throws(ToolFault) {
        let known = tool.parameters
        var faults: [String] = []
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let parameter = known.first(where: { $0.name == name }) else {
                let meant = Nearest.word(to: name, among: known.map(\.name))
                faults.append(
                    "there is no argument '\(name.prefix(100))'"
                        + (meant.map { "; perhaps '\($0)'" } ?? ""))
                continue
            }
            if let fault = parameter.fault(in: value) { faults.append(fault) }
        }
        for parameter in known where parameter.isRequired && values[parameter.name] == nil {
            faults.append("'\(parameter.name)' is missing")
        }
        guard !faults.isEmpty else { return }
        throw ToolFault(
            "\(tool.rawValue): \(faults.prefix(8).joined(separator: "; ")); it takes "
                + known.map { $0.isRequired ? $0.name : "\($0.name)?" }.joined(separator: ", "))
    }

    static func isShort(_ text: String) -> Bool { text.utf8.count <= shortLimitBytes }
}

extension ToolParameter {
    /// What is wrong with a value, nil where nothing is.
    fileprivate func fault(in value: JSON) -> String? {
        switch (kind, value) {
        case (.text, .string(let text)):
            let isLong = ["search", "replace", "content", "blocks", "summary"].contains(name)
            return isLong || ToolArguments.isShort(text) ? nil : "'\(name)' is too long"
        case (.flag, .boolean): return nil
        case (.line, .integer), (.line, .number):
            guard let line = value.count, line >= 1 else {
                return "'\(name)' is \(value.text.prefix(40)), and lines count from 1"
            }
            return nil
        case (.text, _): return "'\(name)' is \(value.kind), not a string"
        case (.flag, _): return "'\(name)' is \(value.kind), not a boolean"
        case (.line, _): return "'\(name)' is \(value.kind), not a line number"
        }
    }
}
