package import RunModel

/// What a Builder's or fixer's reply asks for.
package enum BuilderReply: Hashable, Sendable {
    /// To be shown more.
    case needs([String])
    /// Nothing: it cannot be mended, with the explanation.
    case unfixable(String)
    /// Changes in the fixer's own form.
    case changes([FixerChange])
    /// Edits in a format that ``Editing`` finds, or none.
    case edits([UInt8])
}

/// One change of a fixer's JSON reply (`cli.md`, What the models answer).
package struct FixerChange: Hashable, Sendable, Decodable {
    package enum Action: String, Hashable, Sendable, Decodable { case create, modify, delete }

    package var file: String
    package var action: Action
    /// Nil: `code` is the whole file.
    package var search: String?
    package var code: String?
    package var reason: String?

    package init(
        file: String, action: Action, search: String? = nil, code: String? = nil,
        reason: String? = nil
    ) {
        self.file = file
        self.action = action
        self.search = search
        self.code = code
        self.reason = reason
    }
}

/// Reads the replies of those who write edits.
package enum ReplyReading {
    /// Tells what a reply asks for; anything that is not of the JSON forms is edits.
    package static func read(_ reply: [UInt8], role: Role) -> BuilderReply {
        switch role {
        case .fixer:
            if let fix = try? JSONReply.read(Fix.self, from: reply, marker: "unfixable") {
                if fix.unfixable { return .unfixable(fix.explanation ?? "no explanation") }
                if let changes = fix.changes { return .changes(changes) }
            }
        case .builder:
            if isOneObject(reply),
                let needs = try? JSONReply.read(Needs.self, from: reply, marker: "need"),
                !needs.need.isEmpty
            {
                return .needs(needs.need)
            }
        case .auditor, .planner, .doctor: break
        }
        return .edits(reply)
    }

    private struct Needs: Decodable { var need: [String] }

    private struct Fix: Decodable {
        var unfixable: Bool
        var explanation: String?
        var changes: [FixerChange]?
    }

    /// The reply is one JSON object, bare or in a fence: a file whose text holds such an object is
    /// no request.
    private static func isOneObject(_ reply: [UInt8]) -> Bool {
        let lines = reply.split(separator: UInt8(ascii: "\n")).filter { line in
            !line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }
                && !line.starts(with: Array("```".utf8))
        }
        let text = Array(lines.joined(separator: [0x0a]))
        guard let first = JSONReply.objects(in: text).first else { return false }
        return first.count * 2 > text.count
    }
}
