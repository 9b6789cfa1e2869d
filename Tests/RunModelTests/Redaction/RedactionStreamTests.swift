import RunModel
import TestSupport
import Testing

struct RedactionStreamTests {
    /// What comes out where the text comes in pieces of random sizes.
    private func stream(
        _ bytes: [UInt8], _ redactor: Redactor, _ random: inout Seeded
    ) -> (text: [UInt8], found: [SecretKind: Int]) {
        var stream = RedactionStream(redactor)
        var output: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(1 + random.below(300_000))
            rest = rest.dropFirst(piece.count)
            output += stream.redact(piece).bytes
        }
        return (output + stream.end().bytes, stream.found)
    }

    @Test(arguments: Seeds.first(1))
    func `a text in pieces is redacted as the whole`(seed: UInt64) {
        var random = Seeded(seed)
        let own = "line one k7Qm3vXz9LpT\nline two wRb8Ys2Nf6"
        let redactor = Redactor(values: [own])
        var bytes: [UInt8] = []
        while bytes.count < 5 << 19 {
            switch random.below(8) {
            case 0: bytes += random.pick(SecretSamples.secrets(&random)).secret.utf8
            case 1: bytes += random.pick(SecretSamples.named(&random)).text.utf8
            case 2:
                let lines = (0..<200).map { _ in random.text(64, of: SecretSamples.base64) }
                bytes += "-----BEGIN PRIVATE KEY-----\n".utf8
                bytes += "\(lines.joined(separator: "\n"))\n-----END PRIVATE KEY-----".utf8
            case 3: bytes += own.utf8
            case 4:
                let lines = (0..<40).map { _ in random.text(64, of: SecretSamples.base64) }
                bytes += "Private-Lines: 40\n\(lines.joined(separator: "\n"))\n".utf8
                bytes += "Private-MAC: 4f1c\n".utf8
            default: bytes += String(repeating: "plain words, no secret\n", count: 400).utf8
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        let whole = redactor.redact(bytes)
        let pieces = stream(bytes, redactor, &random)
        #expect(pieces.text == whole.text.bytes, "seed \(seed)")
        #expect(pieces.found == whole.found, "seed \(seed)")
    }

    @Test func `a line without an end is not held for ever`() {
        var stream = RedactionStream(Redactor())
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
        var output = 0
        for _ in 0..<18 { output += stream.redact(piece).bytes.count }
        #expect(output > 14 << 20)
        output += stream.end().bytes.count
        #expect(output == 18 << 20)
    }

    @Test func `nothing is nothing`() {
        var stream = RedactionStream(Redactor())
        #expect(stream.end().bytes.isEmpty)
        #expect(stream.found.isEmpty)
    }
}
