import Effects
import Providers
import RunModel

/// The schema of `ask --schema`.
enum AskSchema {
    /// Reads a JSON Schema; its name is the file's.
    static func read(_ file: String, _ world: World) throws(UserError) -> ReplySchema {
        let bytes = try InputFile.read(file, world)
        guard let value = try? JSON(parsing: bytes), case .object = value else {
            throw UserError(
                .usage, "invalid_schema", "\(file) is no JSON Schema: an object is expected",
                hint: #"{"type": "object", "properties": {"answer": {"type": "string"}}}"#)
        }
        let stem = file.split(separator: "/").last?.split(separator: ".").first ?? ""
        let name = stem.unicodeScalars.filter { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
            default: false
            }
        }
        return ReplySchema(
            name: name.isEmpty
                ? "answer" : String(String(String.UnicodeScalarView(name)).prefix(64)),
            schema: value)
    }

    /// Finds what of an answer does not match; the answer may stand in a fence.
    ///
    /// - Returns: The answer without its fence, and the faults.
    static func judge(_ text: String, by schema: ReplySchema) -> (text: String, faults: [String]) {
        let plain = withoutFence(text)
        guard let value = try? JSON(parsing: Array(plain.utf8)) else {
            return (text, ["$: is no JSON"])
        }
        return (plain, SchemaCheck(schema.schema).faults(in: value))
    }

    private static func withoutFence(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        guard lines.count > 2, lines.first?.hasPrefix("```") == true, lines.last == "```" else {
            return text
        }
        return lines.dropFirst().dropLast().joined(separator: "\n")
    }
}
