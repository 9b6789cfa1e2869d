import Editing
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
            if holdsNoOtherEdits(reply),
                let fix = try? JSONReply.read(Fix.self, from: reply, marker: "unfixable")
            {
                if fix.unfixable { return .unfixable(fix.explanation ?? "no explanation") }
                if let changes = fix.changes { return .changes(changes) }
            }
            if let paths = needs(reply) { return .needs(paths) }
        case .builder:
            if let paths = needs(reply) { return .needs(paths) }
        case .auditor, .planner, .doctor: break
        }
        return .edits(reply)
    }

    /// The files that a reply without edits asks to be shown.
    private static func needs(_ reply: [UInt8]) -> [String]? {
        guard case .noEdits = EditParser.parse(reply: reply),
            let needs = try? JSONReply.read(Needs.self, from: reply, marker: "need"),
            !needs.need.isEmpty
        else { return nil }
        return needs.need
    }

    private struct Needs: Decodable, Equatable { var need: [String] }

    private struct Fix: Decodable, Equatable {
        var unfixable: Bool
        var explanation: String?
        var changes: [FixerChange]?
    }

    /// There are no edits but those of a JSON object: a file whose text holds such an object is
    /// a file, not an answer.
    private static func holdsNoOtherEdits(_ reply: [UInt8]) -> Bool {
        guard case .edits(let edits) = EditParser.parse(reply: reply) else { return true }
        return edits.formats == [.structured]
    }
}
