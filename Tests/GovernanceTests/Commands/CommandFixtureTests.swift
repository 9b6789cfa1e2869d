import FoundationEssentials
import Governance
import RunModel
import TestSupport
import Testing

/// The commands of `fixtures/attacks` come out as they are labelled.
struct CommandFixtureTests {
    private struct Case: Decodable {
        var id: String
        var fix_type: String
        var command: String
        var expect: String
        var why: String
    }

    /// The workspace that `fixture.sh` makes.
    private static let facts: CommandFacts = {
        let links = [
            "out_dir": "../outside/dir", "out_file": "../outside/secret.txt",
            "dangling": "../outside/created", "in_dir": "src", "gitlink": ".git",
            "hooks_link": ".git/hooks", "out_abs": "/etc", "vendor/up": "../..",
        ]
        let branches: Set = [
            "main", "feature/login", "fix-123", "release/2.4", "hotfix_2025.01", "user/ann/try-2",
            "side", "docs", "autopack/pre-run-01JD2Q7W3M8N5X4Z6Y9V0T1S2R",
        ]
        return CommandFacts(
            allowedTypes: Set(FixType.allCases), branches: branches,
            preRunBranches: ["autopack/pre-run-01JD2Q7W3M8N5X4Z6Y9V0T1S2R"],
            entry: { path in
                if let target = links[path] { return .link(target) }
                return ["docs", "src", "tests", "build", "vendor"].contains(path) ? .folder : nil
            })
    }()

    @Test(.enabled(if: Shared.folder != nil, "the shared fixtures are not beside the project"))
    func `every command of the fixtures gets its verdict`() throws {
        let folder = try #require(Shared.folder)
        let data = try Data(
            contentsOf: URL(filePath: "\(folder)/fixtures/attacks/commands.jsonl"))
        let lines = data.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count >= 290)
        for line in lines {
            let example = try JSONDecoder().decode(Case.self, from: Data(line))
            var allowed = false
            var said = "an unknown type"
            if let type = FixType(rawValue: example.fix_type) {
                let verdict = CommandPolicy.standard.verdict(
                    on: example.command, as: type, in: Self.facts)
                allowed = verdict.command != nil
                said = "\(verdict)"
            }
            #expect(
                allowed == (example.expect == "allow"),
                "\(example.id) \(example.command.prefix(200)): \(example.why); \(said)")
        }
    }
}
