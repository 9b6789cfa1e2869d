import Agents
import RunModel
import Testing

/// The replan prompt carries the evidence (`decisions.md`, Replanning).
struct ReplanPromptTests {
    private func task(
        failures: Int = 4, done: [String] = ["first"], refusals: [String] = []
    ) throws -> String {
        let request = DoctorRequest(
            goal: "sell things",
            phase: Phase(id: try #require(PhaseID("build")), goal: "build the basket"),
            failures: (1...failures).map { number in
                PhaseFailure(
                    attempt: number, category: .apiContractWrong, signature: "s",
                    rootCause: "root \(number)", detail: "output \(number)")
            }, change: "+new line\n")
        return ReplanPrompt.write(
            plan: "phases: of before\n", done: try done.map { try #require(PhaseID($0)) },
            request: request, why: "the endpoint takes no list", shape: RepositoryShape(),
            refusals: refusals
        ).task
    }

    @Test func `the plan, what is done, why, the attempts and the last change are in it`() throws {
        let text = try task()
        for part in [
            "sell things", "phases: of before", "in phase build", "- first",
            "the endpoint takes no list", "api_contract_wrong", "root 4", "output 4", "root 2",
            "+new line",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(!text.contains("root 1"), "the last three attempts")
    }

    @Test func `why the last draft was refused is in it`() throws {
        #expect(try !task().contains("was refused"))
        let text = try task(refusals: ["draft one", "draft two"])
        #expect(text.contains("draft two"))
        #expect(!text.contains("draft one"))
    }

    @Test func `it says that power may only shrink`() throws {
        let request = DoctorRequest(
            goal: "g", phase: Phase(id: try #require(PhaseID("a")), goal: "a"),
            failures: [
                PhaseFailure(attempt: 1, category: .testError, signature: "s", rootCause: "r")
            ])
        let rules = ReplanPrompt.write(
            plan: "", done: [], request: request, why: "", shape: RepositoryShape()
        ).system
        #expect(rules.contains("You may add checks and acceptance criteria, and drop none"))
        #expect(rules.contains("a scope may shrink, and not grow; 'allow' may not grow"))
    }
}
