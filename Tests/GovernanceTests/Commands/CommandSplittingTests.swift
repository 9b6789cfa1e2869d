import Governance
import RunModel
import TestSupport
import Testing

/// Lines are split as a shell of POSIX splits them.
struct CommandSplittingTests {
    @Test(arguments: Seeds.first(4))
    func `allowed lines are split as sh splits them`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "a", "b.txt", "é", "'", "'", "\"", "\"", "\\", " ", "  ", "-", "~", "#", "=", "x y",
        ]
        var lines: [String] = []
        var words: [[String]] = []
        while lines.count < 200 {
            let tail = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            let line = "git add -- " + tail.joined()
            guard
                let command = CommandPolicy.standard.verdict(
                    on: line, as: .git, in: CommandFacts(allowedTypes: [.git])
                ).command
            else { continue }
            lines.append(line)
            words.append(command.words)
        }
        let script = lines.map { "printf '%s\\1' \($0); printf '\\2'" }.joined(separator: "\n")
        let directory = try TemporaryDirectory()
        let outcome = try Invocation(
            "sh", ["-s"],
            environment: TestEnvironment.variables(home: directory.path, temporary: directory.path),
            in: directory.path, standardInput: Array(script.utf8)
        ).run()
        #expect(outcome.status == 0)
        let split = outcome.output.split(separator: "\u{2}").map { record in
            record.split(separator: "\u{1}", omittingEmptySubsequences: false).dropLast()
                .map(String.init)
        }
        #expect(split.count == words.count)
        for (index, line) in lines.enumerated() where index < split.count {
            #expect(split[index] == words[index], "seed \(seed): \(line)")
        }
    }
}
