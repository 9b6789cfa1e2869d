import TestSupport
import Testing

/// Phases whose Builder is an agent program, run in the private workspace: its difference becomes
/// the candidate, governed like any other.
@Suite(.fewAtOnce) struct CommandBuilderTests {
    @Test func `an agent's difference becomes the checkpoint`() async throws {
        let fake = try FakeAgent("mend(); print('mended')")
        let project = fake.project
        try require(try await project.run(FakeAgent.plan()), exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1")
                == Calculator.mendedArithmetic)
        let git = project.repository
        #expect(try git.git("diff", "--name-only", "main", "autopack/r1") == "calc/arithmetic.py")
        #expect(
            try git.git(
                "log", "-1", "--format=%(trailers:key=Autopack-Model,valueonly)", "autopack/r1"
            )
            .contains("fake/fake"))
        // Nothing of it reached the checkout.
        #expect(try git.git("status", "--porcelain") == "")
        let journal = try Journal(in: git)
        let call = try #require(journal.events("call.finished").first)
        #expect(call["provider"]?.string == "fake")
        #expect(call["finish"]?.string == "stop")
        let kept = try git.git("cat-file", "blob", try #require(call["reply"]?.string))
        #expect(kept.contains("mended\n") && kept.contains("    return a + b\n"))
        try git.fsckStrict()
    }
}
