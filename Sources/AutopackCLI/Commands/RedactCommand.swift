import ArgumentParser
import Effects
import RunModel

/// `git autopack redact`.
struct RedactCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "redact", abstract: "Print standard input with its secrets marked.",
        usage: "git autopack redact [--json]",
        discussion: """
            What a run stores, logs and sends goes through the same: tokens of known forms, private \
            keys, passwords, what a telling name is given, and the keys of your environment become \
            [redacted:kind]. Everything else comes out byte for byte. Works without a repository.
            """)

    @Flag(help: "Print JSON: the text, and how many secrets of each kind.")
    var json = false

    @Flag(name: .customShort("q"), help: "Do not say how many.")
    var quiet = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let output = invocation.output
        if StandardInput.isTerminal {
            throw UserError(
                .usage, "usage", "redact reads standard input, and this is a terminal",
                hint: "git autopack redact < FILE")
        }
        var stream = RedactionStream(Redactor(environment: invocation.world.environment))
        if json { output.write(Array(#"{"text":""#.utf8)) }
        let fault = StandardInput.readPieces { piece in
            write(stream.redact(piece), output)
            return !output.isLost
        }
        write(stream.end(), output)
        let found = stream.found.sorted { $0.key < $1.key }
            .map { Count(kind: $0.key.rawValue, count: $0.value) }
        if json { output.write(RedactCommand.tail(found)) }
        if let fault {
            throw UserError(.environment, "unreadable_file", "cannot read standard input: \(fault)")
        }
        guard !json, !output.isQuiet, !output.isLost, !found.isEmpty else { return }
        let sum = found.reduce(0) { $0 + $1.count }
        let kinds = found.map { "\($0.count) \($0.kind)" }.joined(separator: ", ")
        output.note("redacted \(Sentence.count(sum, "secret")): \(kinds)")
    }

    private func write(_ text: Redacted, _ output: Output) {
        guard !text.bytes.isEmpty else { return }
        if json {
            var bytes: [UInt8] = []
            JSON.escape(text.text, to: &bytes)
            output.write(bytes)
        } else if output.isTerminal {
            output.write(Array(Visible.text(text.text).utf8))
        } else {
            output.write(text.bytes)
        }
    }

    /// What follows the text, which went out before all was counted.
    private static func tail(_ found: [Count]) -> [UInt8] {
        let counts = JSON.array(
            found.map { ["kind": .string($0.kind), "count": .integer(Int64($0.count))] })
        return Array("\",\"found\":\(counts.text)}\n".utf8)
    }

    private struct Count {
        var kind: String
        var count: Int
    }
}
