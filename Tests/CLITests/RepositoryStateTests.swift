import TestSupport
import Testing

/// Whatever state a repository is in, each command says what was found and what mends it, with the
/// exit status that programs read.
@Suite(.fewAtOnce) struct RepositoryStateTests {
    @Test(arguments: RepositoryState.all)
    func `each command says what is and what mends it, word for word`(state: RepositoryState)
        async throws
    {
        let project = try state.make()
        // What nobody may read has to be removed afterwards.
        defer { try? project.shell("chmod -R u+rwX .") }
        for look in state.looks {
            let outcome = try await runAutopack(
                Self.arguments(look.command), in: project.path, environment: project.environment)
            #expect(outcome.status == look.status, "\(look.command): \(outcome)")
            #expect(Self.said(by: look.command, outcome, project) == look.said, "\(look.command)")
        }
        if !state.keeps.isEmpty {
            #expect(try project.holds(state.keeps), "not so: \(state.keeps)")
        }
    }

    @Test(.enabled(if: Shared.folder != nil, "the shared test data is not beside the project"))
    func `every state and every odd name of the shared traps is among them`() throws {
        let shared = try #require(Shared.folder)
        let bytes = try #require(
            ScratchFolder.read("\(shared)/fixtures/attacks/malicious_repo.sh"))
        let script = String(decoding: bytes, as: UTF8.self)
        // As `note redirect_loop state error …`.
        let traps = script.matches(of: #/\bnote ([a-z0-9_]+) (?:state|names) /#).map {
            String($0.output.1)
        }
        #expect(traps.count > 40)
        #expect(Set(traps).subtracting(RepositoryState.all.map(\.name)) == [])
    }

    private static func arguments(_ command: String) -> [String] {
        let words = command.split(separator: " ").map(String.init)
        guard words.first == "run" else { return words }
        return [
            "run", "--plan", "../plan.yaml", "--id", "r1", "--offline", "--yes", "--progress",
            "none",
        ] + words.dropFirst()
    }

    private static func said(
        by command: String, _ outcome: Outcome, _ project: Project
    ) -> String {
        let isLong = ["run", "land", "resume"].contains { command.hasPrefix($0) }
        let text = outcome.errors.isEmpty && !isLong ? outcome.output : outcome.errors
        return text.replacing(project.path, with: "DIR")
            .replacing(#/since (\d+ (s|min|h)\b)/#, with: "since AGE")
            .replacing(#/held by process \d+ on .*/#, with: "held by process PID on HOST")
            .trimmingSuffix { $0 == "\n" }
    }
}

extension String {
    /// Without the characters at its end of which this is true.
    fileprivate func trimmingSuffix(_ isTrimmed: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return String(text)
    }
}
