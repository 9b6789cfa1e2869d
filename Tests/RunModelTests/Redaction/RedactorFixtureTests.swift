import Glibc
import RunModel
import TestSupport
import Testing

struct RedactorFixtureTests {
    private struct Row: Decodable {
        var id: String
        var kind: String
        var text: String
        var secretParts: [String]?

        enum CodingKeys: String, CodingKey {
            case id, kind, text
            case secretParts = "secret_parts"
        }
    }

    @Test(.enabled(if: Shared.folder != nil, "the shared fixtures are not beside the project"))
    func `every text of the fixtures loses its secret, or comes out unchanged`() throws {
        let folder = try #require(Shared.folder)
        let redactor = Redactor()
        let lines = try read("\(folder)/fixtures/attacks/secrets.jsonl")
            .split(separator: UInt8(ascii: "\n"))
        #expect(lines.count >= 66)
        for line in lines {
            let row = try CanonicalJSON.decode(Row.self, from: Array(line))
            let secret = row.secretParts?.joined()
            let text = row.text.replacing("@@", with: secret ?? "@@", maxReplacements: 1)
            let clean = redactor.redact(text)
            if let secret {
                #expect(!clean.text.text.contains(secret), "\(row.id) \(row.kind)")
                #expect(clean.found.values.reduce(0, +) == 1, "\(row.id) \(clean.found)")
                #expect(leftover(of: secret, in: clean.text.text) < 8, "\(row.id): \(clean.text)")
            } else {
                #expect(clean.text.text == text, "\(row.id) \(row.kind)")
                #expect(clean.found.isEmpty, "\(row.id)")
            }
            #expect(redactor.redact(clean.text.bytes).text == clean.text, "\(row.id)")
        }
    }

    private func read(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// The longest end of a secret that survived.
    private func leftover(of secret: String, in text: String) -> Int {
        for length in stride(from: secret.count, to: 0, by: -1)
        where text.contains(secret.suffix(length)) {
            return length
        }
        return 0
    }
}
