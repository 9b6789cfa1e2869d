import Healing
import RunModel
import TestSupport
import Testing

/// What the next prompt says of what was learned, and how the journal names it.
struct AdviceTests {
    private func advice(
        _ story: LearningStory, _ known: [LearnedRule] = []
    ) throws -> Advice {
        Advice(for: try LearningStory.phase("one"), in: story.state, knowing: known)
    }

    private func rule(_ name: String, signature: String) throws -> LearnedRule {
        try RuleSamples.rule(
            name, FailurePattern(category: .importError, signature: signature),
            reached: .candidate,
            decisions: [RuleSamples.decision(.approve, text: "text of \(name)")]
        )
    }

    @Test func `nothing learned is nothing said and nothing named`() throws {
        var story = try LearningStory()
        try story.start("one")
        let advice = try advice(story)
        #expect(advice.said == [] && advice.learned == [])
        #expect(advice.ruleIDs == nil && advice.hintSignatures == nil)
    }

    @Test func `what was said and what was learned are told apart, and each is named`() throws {
        var story = try LearningStory()
        try story.start("one")
        try story.hint("one", HintRecorded(text: "be brief", source: .person))
        try story.hint("one", HintRecorded(text: "look", signature: "s", source: .doctor))
        try story.hint("one", LearningStory.overcome("own"))
        let advice = try advice(story, [rule("a", signature: "x")])
        #expect(advice.said == ["be brief", "look"])
        #expect(
            advice.learned
                == [
                    "import_error: own (what did not work: importing it from calc)",
                    "import_error: text of a",
                ])
        #expect(advice.ruleIDs == ["a"])
        #expect(advice.hintSignatures == ["", "s", "5ca1ab1e"])
    }

    @Test func `a rule that a hint of the run speaks of is left out`() throws {
        var story = try LearningStory()
        try story.start("one")
        try story.hint("one", LearningStory.overcome())
        let advice = try advice(
            story, [rule("same", signature: "5ca1ab1e"), rule("other", signature: "x")])
        #expect(advice.ruleIDs == ["other"])
    }

    @Test func `a rule is a line, whatever a record holds, and a person is not cut short`() throws {
        let long = String(repeating: "word\n", count: 999)
        let rule = try RuleSamples.rule(
            evidence: [RuleSamples.evidence(text: long, failed: long)])
        #expect(rule.advice.count < 700 && !rule.advice.contains("\n"))
        #expect(HintRecorded(text: long).advice.count == 999 * 5 - 1)
    }

    // MARK: What failures leave

    private func failed(
        _ failures: [AttemptFailed], hints: [HintRecorded] = [], files: [String] = ["src/a.py"]
    ) throws -> RunState {
        var story = try LearningStory()
        try story.start("one")
        for (place, failure) in failures.enumerated() {
            try story.attempt("one", place + 1)
            try story.fail("one", place + 1, failure)
        }
        for hint in hints { try story.hint("one", hint) }
        try story.attempt("one", failures.count + 1)
        var state = story.state
        state.attempt?.candidate = CandidateCreated(
            commit: "c", tree: "t",
            files: files.map { ChangedFile(path: $0, kind: .modified, added: 1, removed: 1) },
            hunks: [])
        return state
    }

    private func failure(_ category: FailureCategory, _ signature: String) -> AttemptFailed {
        AttemptFailed(
            category: category, signature: signature, rootCause: "missing\n import", detail: "d")
    }

    @Test func `each pattern that was overcome leaves a hint with its evidence`() throws {
        let state = try failed([
            failure(.importError, "i"), failure(.typeError, "t"), failure(.importError, "i"),
        ])
        let hints = OvercomeFailure.hints(in: state, by: "commit")
        #expect(hints.map(\.signature) == ["i", "t"])
        let hint = try #require(hints.first)
        #expect(hint.text == "overcome by changing src/a.py")
        #expect(hint.failed == "missing import")
        #expect(hint.scope == ["src/**"] && hint.evidence == "commit")
        #expect(hint.category == .importError && hint.source == .overcome)
    }

    @Test(arguments: [
        (FailureCategory.providerTimeout, false), (.mergeConflict, false),
        (.approvalDenied, false), (.replyEmpty, true), (.notFound, true), (.testError, true),
        (.auditRejected, true), (.riskBlocked, true), (.schemaMismatch, true),
    ])
    func `only what tells of the work does`(category: FailureCategory, teaches: Bool) throws {
        let state = try failed([failure(category, "s")])
        #expect(OvercomeFailure.hints(in: state, by: "c").isEmpty != teaches)
    }

    @Test func `words of the Doctor or a person are named with who said them`() throws {
        let doctor = HintRecorded(
            text: "use  calc.text", signature: "i", category: .importError, source: .doctor)
        let other = HintRecorded(text: "no", signature: "other", source: .doctor)
        let state = try failed([failure(.importError, "i")], hints: [doctor, other])
        #expect(
            OvercomeFailure.hints(in: state, by: "c").first?.text
                == "overcome after the Doctor said: use calc.text")
    }

    @Test func `long things are cut, and what is recorded already is not said again`() throws {
        let long = HintRecorded(text: String(repeating: "x", count: 999), source: .person)
        let state = try failed([failure(.importError, "i")], hints: [long])
        let hint = try #require(OvercomeFailure.hints(in: state, by: "c").first)
        #expect(hint.text.count < 350)
        let many = try failed([failure(.importError, "i")], files: ["a", "b", "c", "d", "e"])
        #expect(
            OvercomeFailure.hints(in: many, by: "c").first?.text
                == "overcome by changing a, b, c and 2 more")
        let again = try failed(
            [failure(.importError, "5ca1ab1e")], hints: [LearningStory.overcome()])
        #expect(OvercomeFailure.hints(in: again, by: "c") == [])
    }

    @Test func `without an attempt under way there is nothing to say`() throws {
        var story = try LearningStory()
        try story.start("one")
        #expect(OvercomeFailure.hints(in: story.state, by: "c") == [])
    }
}
