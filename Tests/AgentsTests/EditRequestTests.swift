import Agents
import RunModel
import Testing

/// In which form edits are asked for.
struct EditRequestTests {
    @Test(
        arguments: [
            (EditStyle.searchReplace, [], EditStyle.searchReplace),
            (.searchReplace, [.notFound], .searchReplace),
            (.searchReplace, [.notFound, .ambiguous], .wholeFile),
            (.searchReplace, [.notFound, .testError, .notFound], .searchReplace),
            (.searchReplace, [.elision, .elision, .truncated], .searchReplace),
            (.searchReplace, [.elision, .elision, .testError], .wholeFile),
            (.wholeFile, [], .wholeFile), (.wholeFile, [.testError], .wholeFile),
            (.wholeFile, [.replyTruncated], .searchReplace),
            (.wholeFile, [.invalidResult, .notFound, .notFound], .wholeFile),
        ] as [(EditStyle, [FailureCategory], EditStyle)])
    func `who misquotes is asked for whole files, who loses the end for blocks`(
        model: EditStyle, failures: [FailureCategory], style: EditStyle
    ) {
        #expect(EditRequest.style(of: model, after: failures) == style)
    }

    @Test func `each form has its own rules, and no other's`() throws {
        let id = try #require(PhaseID("greet"))
        let brief = PhaseBrief(goal: "g", phase: Phase(id: id, goal: "greet"), checks: [])
        let nothing = Context()
        for (style, has, lacks) in [
            (EditStyle.searchReplace, "<<<<<<< SEARCH", "Write each file that changes as a whole"),
            (.wholeFile, "Write each file that changes as a whole", "<<<<<<< SEARCH"),
        ] {
            let prompt = BuilderPrompt.write(
                brief, context: nothing, hints: [], earlier: [], edits: style)
            #expect(prompt.system.contains(has) && !prompt.system.contains(lacks))
        }
    }
}
