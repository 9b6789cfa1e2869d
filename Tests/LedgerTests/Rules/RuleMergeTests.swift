import Git
import Ledger
import RunModel
import TestSupport
import Testing

/// The union with another repository's rules.
struct RuleMergeTests {
    private static let ref = "refs/autopack/rules"

    private func store(_ scene: LedgerScene) throws -> RuleStore {
        RuleStore(
            try scene.repository, author: LedgerScene.author, redactor: Redactor(),
            clock: scene.clock)
    }

    /// Writes rules as another repository would have, on a history of their own.
    private func tip(_ rules: [LearnedRule], _ scene: LedgerScene) throws -> ObjectID? {
        let before = try scene.ref(Self.ref)
        if before != nil { try scene.scratch.git("update-ref", "-d", Self.ref) }
        try store(scene).add(rules)
        let tip = try scene.ref(Self.ref)
        if let before {
            try scene.scratch.git("update-ref", Self.ref, before)
        } else if tip != nil {
            try scene.scratch.git("update-ref", "-d", Self.ref)
        }
        return try tip.map(scene.id)
    }

    /// The tree after merging tips in this order, each given as it was made.
    private func tree(merging tips: [ObjectID], _ scene: LedgerScene) throws -> String {
        if try scene.ref(Self.ref) != nil { try scene.scratch.git("update-ref", "-d", Self.ref) }
        for tip in tips { try store(scene).merge(tip) }
        return try scene.scratch.git("rev-parse", "\(Self.ref)^{tree}")
    }

    @Test(arguments: Seeds.first(12))
    func `it is commutative, associative and idempotent`(seed: UInt64) throws {
        let scene = try LedgerScene()
        var random = SeededGenerator(seed: seed)
        var tips: [ObjectID] = []
        for _ in 0..<3 {
            let names = ["a", "b", "c", "d"].filter { _ in Bool.random(using: &random) } + ["e"]
            let rules = try names.map { try RuleSamples.random($0, &random) }
            tips.append(try #require(try tip(rules, scene)))
        }
        let expected = try tree(merging: tips, scene)
        for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [0, 1, 2, 0, 1]] {
            let other = try tree(merging: order.map { tips[$0] }, scene)
            #expect(other == expected, "seed \(seed), order \(order)")
        }
        // Two that were joined first, then the third.
        _ = try tree(merging: [tips[1], tips[2]], scene)
        let joined = try scene.id(try #require(try scene.ref(Self.ref)))
        #expect(try tree(merging: [tips[0], joined], scene) == expected, "seed \(seed)")
        try scene.scratch.fsckStrict()
    }

    @Test func `both are parents, and what is there already is no commit`() throws {
        let scene = try LedgerScene()
        let theirs = try #require(
            try tip([RuleSamples.rule("a"), RuleSamples.rule("b")], scene))
        try store(scene).add([
            RuleSamples.rule(
                "a", evidence: [RuleSamples.evidence("r2", at: RuleSamples.day(1))])
        ])
        let ours = try #require(try scene.ref(Self.ref))
        let changed = try store(scene).merge(theirs)
        #expect(changed.map(\.id.description) == ["a", "b"])
        #expect(changed.first?.runs.map(\.description) == ["r1", "r2"])
        let parents = try scene.scratch.git("log", "-1", "--format=%P|%s", Self.ref)
        #expect(parents == "\(ours) \(theirs.hex)|join 2 rules")
        let merged = try scene.ref(Self.ref)
        #expect(try store(scene).merge(theirs) == [])
        #expect(try scene.ref(Self.ref) == merged)
    }

    @Test func `what only the other has is taken as it is`() throws {
        let scene = try LedgerScene()
        let theirs = try #require(try tip([RuleSamples.rule("a")], scene))
        #expect(try store(scene).merge(theirs).count == 1)
        #expect(try scene.ref(Self.ref) == theirs.hex)
        // The other went on from here.
        try store(scene).add([RuleSamples.rule("b")])
        let later = try #require(try scene.ref(Self.ref))
        try scene.scratch.git("update-ref", Self.ref, theirs.hex)
        #expect(try store(scene).merge(try scene.id(later)).count == 1)
        #expect(try scene.ref(Self.ref) == later)
    }

    @Test func `a person's later decision wins, whichever side it is on`() throws {
        let scene = try LedgerScene()
        func rule(_ verdict: RuleDecision.Verdict, _ day: Int64) throws -> LearnedRule {
            try RuleSamples.rule(
                "a", decisions: [RuleSamples.decision(verdict, at: RuleSamples.day(day))])
        }
        for (ours, theirs, state) in [
            (try rule(.approve, 1), try rule(.reject, 2), RuleState.rejected),
            (try rule(.approve, 2), try rule(.retire, 1), .rule),
            (try rule(.approve, 1), try rule(.retire, 1), .retired),
        ] {
            for (first, second) in [(ours, theirs), (theirs, ours)] {
                let tips = try [first, second].map { try #require(try tip([$0], scene)) }
                _ = try tree(merging: tips, scene)
                #expect(try RuleReader(scene.repository).read().rules.first?.state == state)
            }
        }
    }

    @Test func `what the other has damaged does no damage here`() throws {
        let scene = try LedgerScene()
        try store(scene).add([RuleSamples.rule("a")])
        let blob = try scene.scratch.git("hash-object", "-w", "--stdin", input: "{")
        let tree = try scene.scratch.git(
            "mktree", input: "100644 blob \(blob)\ta.json\n100644 blob \(blob)\tb.json\n")
        let commit = try scene.scratch.git("commit-tree", tree, "-m", "damage")
        #expect(try store(scene).merge(try scene.id(commit)) == [])
        let contents = try RuleReader(scene.repository).read()
        #expect(contents.rules.map(\.id.description) == ["a"])
        #expect(contents.damaged == [])
    }

    @Test func `a commit that holds no rules brings none`() throws {
        let scene = try LedgerScene()
        #expect(try store(scene).merge(try scene.id(scene.base)) == [])
        #expect(try RuleReader(scene.repository).read().damaged == [])
    }
}
