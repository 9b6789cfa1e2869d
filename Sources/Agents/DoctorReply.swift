package import RunModel

/// What a Doctor's model answered, as it is written (`cli.md`, What the models answer).
package struct DoctorReply: Hashable, Sendable, Decodable {
    package var response: DoctorResponse

    /// Reads a reply: JSON, bare or in a fence, with prose around it or not.
    ///
    /// - Throws: ``ReplyFault`` with what is wrong, to be asked again.
    package static func read(_ reply: [UInt8]) throws(ReplyFault) -> DoctorResponse {
        try JSONReply.read(DoctorReply.self, from: reply, marker: "action").response
    }

    private enum Keys: String, CodingKey {
        case action, confidence, rationale, providers, maintenance
        case hint = "builder_hint"
        case fixType = "fix_type"
        case commands = "fix_commands"
        case verify = "verify_command"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        let confidence = try container.decode(Double.self, forKey: .confidence)
        guard (0...1).contains(confidence) else {
            throw DecodingError.dataCorruptedError(
                forKey: .confidence, in: container,
                debugDescription: "\(confidence) is not from 0 to 1")
        }
        response = DoctorResponse(
            action: try DoctorReply.word(DoctorAction.self, .action, in: container),
            confidence: confidence,
            rationale: DoctorReply.bounded(try container.decode(String.self, forKey: .rationale)),
            hint: try DoctorReply.text(.hint, in: container),
            fix: try DoctorReply.fix(in: container),
            providers: try container.decodeIfPresent([String].self, forKey: .providers) ?? [],
            maintenance: try DoctorReply.text(.maintenance, in: container))
        if response.action == .executeFix, response.fix == nil {
            throw DecodingError.keyNotFound(
                Keys.commands,
                DecodingError.Context(codingPath: [], debugDescription: "fix_commands"))
        }
    }

    private static func fix(
        in container: KeyedDecodingContainer<Keys>
    ) throws -> ProposedFix? {
        guard let commands = try container.decodeIfPresent([String].self, forKey: .commands),
            !commands.isEmpty
        else { return nil }
        return ProposedFix(
            fixType: try word(FixType.self, .fixType, in: container), commands: commands,
            verify: try text(.verify, in: container) ?? "")
    }

    /// Nil where the text is not there, or empty.
    private static func text(
        _ key: Keys, in container: KeyedDecodingContainer<Keys>
    ) throws -> String? {
        let text = try container.decodeIfPresent(String.self, forKey: key) ?? ""
        return text.allSatisfy(\.isWhitespace) ? nil : bounded(text)
    }

    /// Stands in every prompt that follows: nothing that needs saying is longer.
    private static func bounded(_ text: String) -> String {
        text.count > textLimit ? text.prefix(textLimit) + " […]" : text
    }

    private static let textLimit = 4000

    private static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ type: Word.Type, _ key: Keys, in container: KeyedDecodingContainer<Keys>
    ) throws -> Word {
        let text = try container.decode(String.self, forKey: key)
        if let word = Word(rawValue: text.lowercased()) { return word }
        let legal = Word.allCases.map(\.rawValue).joined(separator: ", ")
        throw DecodingError.dataCorruptedError(
            forKey: key, in: container, debugDescription: "'\(text)' is none of \(legal)")
    }
}
