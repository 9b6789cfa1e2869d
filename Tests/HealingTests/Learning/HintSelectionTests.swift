import Healing
import RunModel
import TestSupport
import Testing

/// Which hints the next prompt of a phase holds.
struct HintSelectionTests {
    private static let selection = HintSelection(DiscoveryPromotion())

    private func texts(_ story: LearningStory, for phase: String = "one") throws -> [String] {
        Self.selection.hints(for: try LearningStory.phase(phase), in: story.state).map(\.text)
    }

    @Test func `a person's words come first, then the Doctor's, each the newest first`() throws {
        var story = try LearningStory()
        try story.start("one")
        try story.hint("one", HintRecorded(text: "p1"))
        try story.hint("one", LearningStory.overcome("o1"))
        try story.hint("one", HintRecorded(text: "d1", signature: "s", source: .doctor))
        try story.hint("one", HintRecorded(text: "p2", source: .person))
        try story.hint("one", HintRecorded(text: "d2", signature: "s", source: .doctor))
        #expect(try texts(story) == ["p2", "p1", "d2", "d1", "o1"])
    }

    @Test func `five at most, and a person's are not the ones left out`() throws {
        var story = try LearningStory()
        try story.start("one")
        try story.hint("one", HintRecorded(text: "p1"))
        for number in 1...7 {
            try story.hint("one", LearningStory.overcome("o\(number)", signature: "s\(number)"))
        }
        #expect(try texts(story) == ["p1", "o7", "o6", "o5", "o4"])
        let phase = try LearningStory.phase("one")
        for limit in [-1, 0] {
            let none = HintSelection(DiscoveryPromotion(maxHintsPerPrompt: limit))
            #expect(none.hints(for: phase, in: story.state) == [])
        }
    }

    @Test func `the same is not said twice`() throws {
        var story = try LearningStory()
        try story.start("one")
        try story.hint("one", HintRecorded(text: "same"))
        try story.hint("one", HintRecorded(text: "same", source: .doctor))
        // The same pattern in other words: the newest stand.
        try story.hint("one", LearningStory.overcome("old"))
        try story.hint("one", LearningStory.overcome("new"))
        #expect(try texts(story) == ["same", "new"])
    }

    @Test(arguments: [
        // Scopes that meet, that do not, and the whole project.
        (["src/**"], ["src/a.py"], true), (["src/**"], ["docs/**"], false),
        ([], ["docs/**"], true), (["src/**"], [], true),
    ])
    func `what another phase overcame reaches phases of the same scope`(
        there: [String], here: [String], isHeld: Bool
    ) throws {
        var story = try LearningStory(scopes: ["one": here, "two": there])
        try story.start("two")
        try story.hint("two", LearningStory.overcome("o", scope: there))
        #expect(try texts(story) == (isHeld ? ["o"] : []))
    }

    @Test(arguments: [
        (FailureCategory.importError, "5ca1ab1e", true), (.importError, "other", true),
        (.typeError, "other", false), (.typeError, "5ca1ab1e", false),
    ])
    func `or of the same category, whatever the scope`(
        category: FailureCategory, signature: String, isHeld: Bool
    ) throws {
        var story = try LearningStory(scopes: ["one": ["docs/**"], "two": ["src/**"]])
        try story.start("one")
        try story.attempt("one", 1)
        try story.fail("one", 1)
        try story.hint(
            "two", LearningStory.overcome("o", signature: signature, category: category))
        #expect(try texts(story) == (isHeld ? ["o"] : []))
    }

    @Test func `words that two texts share bring nothing`() throws {
        var story = try LearningStory(scopes: ["one": ["docs/**"], "two": ["src/**"]])
        try story.start("one")
        try story.attempt("one", 1)
        try story.fail("one", 1)
        try story.hint(
            "two", LearningStory.overcome("missing import", category: .lintError))
        #expect(try texts(story) == [])
    }

    @Test func `the nearest come first: the failure itself, its category, the paths, the project`()
        throws
    {
        var story = try LearningStory(scopes: ["one": ["src/a/**"], "two": ["src/**"]])
        try story.start("one")
        try story.attempt("one", 1)
        try story.fail("one", 1)
        try story.hint("two", LearningStory.overcome("failure", scope: ["docs/**"]))
        try story.hint(
            "two", LearningStory.overcome("category", signature: "s2", scope: ["docs/**"]))
        try story.hint(
            "two",
            LearningStory.overcome("paths", signature: "s3", category: .typeError))
        try story.hint(
            "two",
            LearningStory.overcome("project", signature: "s4", category: .typeError, scope: []))
        #expect(try texts(story) == ["failure", "category", "paths", "project"])
    }

    @Test func `a person's words to another phase stay there, a Doctor's follow the failure`()
        throws
    {
        var story = try LearningStory(scopes: ["one": [], "two": []])
        try story.start("one")
        try story.attempt("one", 1)
        try story.fail("one", 1)
        try story.hint("two", HintRecorded(text: "person"))
        try story.hint(
            "two",
            HintRecorded(
                text: "same", signature: "5ca1ab1e", category: .importError, source: .doctor))
        try story.hint(
            "two",
            HintRecorded(
                text: "alike", signature: "x", category: .importError, source: .doctor))
        #expect(try texts(story) == ["same"])
    }

    @Test func `a prompt says what did not work, on one line`() {
        #expect(
            LearningStory.overcome("import it\n  from calc.text").advice
                == "import_error: import it from calc.text (what did not work: importing it from calc)"
        )
        #expect(HintRecorded(text: "be brief").advice == "be brief")
    }
}
