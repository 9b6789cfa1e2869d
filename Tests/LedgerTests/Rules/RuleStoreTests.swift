#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

import Git
import Ledger
import RunModel
import TestSupport
import Testing

/// What `refs/autopack/rules` holds, with plain git as the judge.
struct RuleStoreTests {
    private static let ref = "refs/autopack/rules"

    private func store(_ scene: LedgerScene, secrets: [String] = []) throws -> RuleStore {
        RuleStore(
            try scene.repository, author: LedgerScene.author,
            redactor: Redactor(values: secrets), clock: scene.clock)
    }

    private func read(_ scene: LedgerScene) throws -> RuleReader.Contents {
        try RuleReader(scene.repository).read()
    }

    private func subjects(_ scene: LedgerScene) throws -> [String] {
        try scene.scratch.git("log", "--reverse", "--format=%s", Self.ref)
            .split(separator: "\n").map(String.init)
    }

    private func files(_ scene: LedgerScene, at tip: String = ref) throws -> [String] {
        try scene.scratch.git("ls-tree", "-r", "--name-only", tip)
            .split(separator: "\n").map(String.init)
    }

    // MARK: One commit for each change

    @Test func `nothing learned is no ref and no error`() throws {
        let scene = try LedgerScene()
        #expect(try read(scene).rules == [])
        try store(scene).add([])
        #expect(try scene.ref(Self.ref) == nil)
    }

    @Test func `each rule is a file, each change a commit by the person, the tool its committer`()
        throws
    {
        let scene = try LedgerScene()
        let added = try store(scene).add([
            RuleSamples.rule("b", evidence: [RuleSamples.evidence("r1")]), RuleSamples.rule("a"),
        ])
        #expect(added.map(\.id.description) == ["a", "b"])
        #expect(try files(scene) == ["a.json", "b.json"])
        #expect(
            try subjects(scene) == [
                "a: NEW, learned by 1 run, now by r1", "b: NEW, learned by 1 run, now by r1",
            ])
        let people = try scene.scratch.git("log", "-1", "--format=%an <%ae>|%cn <%ce>", Self.ref)
        #expect(
            people == "Ada Author <ada@example.org>|git autopack <autopack@localhost>",
            "\(people)")
        let text = try scene.scratch.git("cat-file", "blob", "\(Self.ref):a.json")
        #expect(Schemas.rule.faults(in: try JSON(parsing: Array(text.utf8))) == [])
        #expect(text == String(decoding: try CanonicalJSON.encode(added[0]), as: UTF8.self))
        #expect(try read(scene).rules == added)
        try scene.scratch.fsckStrict()
    }

    @Test func `what is known already makes no commit`() throws {
        let scene = try LedgerScene()
        let rule = try RuleSamples.rule(decisions: [RuleSamples.decision(.approve)])
        try store(scene).add([rule])
        let tip = try scene.ref(Self.ref)
        #expect(try store(scene).add([rule]) == [])
        #expect(try store(scene).add([RuleSamples.rule()]) == [])
        #expect(try scene.ref(Self.ref) == tip)
    }

    @Test func `the subjects say what happened`() throws {
        let scene = try LedgerScene()
        let store = try store(scene)
        let two = try RuleSamples.rule(
            "a", evidence: [RuleSamples.evidence("r2", at: RuleSamples.day(1))])
        try store.add([RuleSamples.rule("a"), RuleSamples.rule("b")])
        try store.add([two])
        try store.add([RuleSamples.rule("a", reached: .candidate)])
        try store.add([
            RuleSamples.rule(
                "a", decisions: [RuleSamples.decision(.approve, why: "it\nholds")])
        ])
        try store.add([
            RuleSamples.rule("a", measures: [RuleSamples.measure(with: (1, of: 2))])
        ])
        try store.add(
            ["a", "b"].map { name in
                try RuleSamples.rule(
                    name, measures: [RuleSamples.measure("r2", without: (3, of: 4))])
            })
        try store.add([
            RuleSamples.rule(
                "a",
                decisions: [RuleSamples.decision(.retire, at: RuleSamples.day(10), why: "")])
        ])
        #expect(
            try Array(subjects(scene).dropFirst(2)) == [
                "a: learned by 2 runs, now by r2", "a: CANDIDATE_RULE, learned by 2 runs",
                "a: RULE, approved by Ada: it holds",
                "a: measured, 1 of 2 attempts with it succeeded, 0 of 0 without",
                "measure 2 rules", "a: RETIRED, retired by Ada",
            ])
        let body = try scene.scratch.git("log", "-1", "--format=%b", "\(Self.ref)~1")
        #expect(body.contains("a: 1 of 2 attempts with it succeeded, 3 of 4 without"))
    }

    @Test func `what follows from the facts is stored with them`() throws {
        let scene = try LedgerScene()
        let added = try store(scene).add([RuleSamples.rule()]) { rule, now in
            rule.joined(
                with: LearnedRule(
                    id: rule.id, pattern: rule.pattern,
                    decisions: [RuleSamples.decision(.retire, at: now)]))
        }
        #expect(added.first?.state == .retired)
        #expect(try read(scene).rules.first?.state == .retired)
    }

    @Test func `a secret is stored nowhere`() throws {
        let scene = try LedgerScene()
        let secret = "hunter2-correct-horse"
        let store = try store(scene, secrets: [secret])
        let rule = try RuleSamples.rule(
            evidence: [RuleSamples.evidence(text: "use \(secret)", failed: "without \(secret)")],
            decisions: [RuleSamples.decision(.approve, why: "it is \(secret)")])
        try store.add([rule])
        #expect(!(try scene.allObjects().contains(secret)))
        #expect(try read(scene).rules.first?.evidence.first?.text.contains("[redacted") == true)
        // The same again is the same still.
        #expect(try store.add([rule]) == [])
    }

    // MARK: Several at once

    @Test func `whoever loses the race joins what the winner wrote`() throws {
        let scene = try LedgerScene()
        let store = try patientStore(scene)
        var raced = false
        let added = try store.add([RuleSamples.rule("a")]) { rule, _ in
            if !raced {
                raced = true
                // Between reading the tip and moving it, another process adds to the same rule.
                _ = try? patientStore(scene).add([
                    RuleSamples.rule(
                        "a", evidence: [RuleSamples.evidence("r9", at: RuleSamples.day(3))]),
                    RuleSamples.rule("z"),
                ])
            }
            return rule
        }
        #expect(raced)
        #expect(added.first?.runs.map(\.description) == ["r1", "r9"])
        #expect(try files(scene) == ["a.json", "z.json"])
        #expect(try read(scene).rules.first?.runs.count == 2)
        #expect(try subjects(scene).count == 3)
    }

    @Test func `eight writers lose nothing`() async throws {
        let scene = try LedgerScene()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let store = try patientStore(scene)
                    for round in 0..<4 {
                        try store.add([
                            RuleSamples.rule(
                                "shared",
                                evidence: [
                                    RuleSamples.evidence(
                                        "r\(writer)", seq: round,
                                        at: RuleSamples.day(Int64(round)))
                                ]),
                            RuleSamples.rule("own-\(writer)-\(round)"),
                        ])
                    }
                }
            }
            try await group.waitForAll()
        }
        let rules = try read(scene).rules
        #expect(rules.count == 33)
        #expect(rules.first { $0.id.description == "shared" }?.evidence.count == 32)
        #expect(try subjects(scene).count == 64)
        try scene.scratch.fsckStrict()
    }

    /// Waits for others as the program does.
    private func patientStore(_ scene: LedgerScene) throws -> RuleStore {
        var patience = Patience.live
        patience.budgetSeconds = 60
        let repository = try Repository.discover(
            from: scene.scratch.path, environment: scene.scratch.environment, patience: patience)
        return RuleStore(
            repository, author: LedgerScene.author, redactor: Redactor(), clock: scene.clock)
    }

    // MARK: Damage

    @Test func `a damaged file is named and passed over, and the rest works on`() throws {
        let scene = try LedgerScene()
        try store(scene).add([RuleSamples.rule("good"), RuleSamples.rule("bad")])
        let good = try scene.scratch.git("rev-parse", "\(Self.ref):good.json")
        func blob(_ text: String) throws -> String {
            try scene.scratch.git("hash-object", "-w", "--stdin", input: text)
        }
        let newer = try scene.scratch.git("cat-file", "blob", "\(Self.ref):good.json")
            .replacing("\"v\":1", with: "\"v\":7")
        let listing = [
            "100644 blob \(try blob("{"))\tbad.json", "100644 blob \(good)\tgood.json",
            "100644 blob \(good)\tstolen.json", "100644 blob \(try blob(newer))\tlater.json",
            "100644 blob \(try blob("hello"))\tREADME",
            "040000 tree \(try scene.scratch.git("rev-parse", "\(Self.ref)^{tree}"))\tfolder",
        ]
        let tree = try scene.scratch.git("mktree", input: listing.joined(separator: "\n") + "\n")
        let commit = try scene.scratch.git("commit-tree", tree, "-p", Self.ref, "-m", "damage")
        try scene.scratch.git("update-ref", Self.ref, commit)
        let contents = try read(scene)
        #expect(contents.rules.map(\.id.description) == ["good"])
        #expect(
            Set(contents.damaged.map(\.path))
                == ["bad.json", "stolen.json", "later.json", "README", "folder"])
        #expect(
            contents.damaged.first { $0.path == "stolen.json" }?.detail.contains("good") == true)
        #expect(
            contents.damaged.first { $0.path == "later.json" }?.detail.contains("newer") == true)
        // Another rule's change leaves what it does not understand where it is; the rule's own
        // mends its file.
        try store(scene).add([RuleSamples.rule("other")])
        #expect(try files(scene).contains("folder/bad.json"))
        #expect(try scene.scratch.git("cat-file", "blob", "\(Self.ref):bad.json") == "{")
        try store(scene).add([RuleSamples.rule("bad")])
        #expect(try read(scene).rules.map(\.id.description) == ["bad", "good", "other"])
    }

    @Test func `a file of a newer program is not written over`() throws {
        let scene = try LedgerScene()
        try store(scene).add([RuleSamples.rule("a")])
        let text = try scene.scratch.git("cat-file", "blob", "\(Self.ref):a.json")
            .replacing("\"v\":1", with: "\"v\":2")
        let blob = try scene.scratch.git("hash-object", "-w", "--stdin", input: text)
        let tree = try scene.scratch.git("mktree", input: "100644 blob \(blob)\ta.json\n")
        let commit = try scene.scratch.git("commit-tree", tree, "-p", Self.ref, "-m", "newer")
        try scene.scratch.git("update-ref", Self.ref, commit)
        let added = try store(scene).add([RuleSamples.rule("a"), RuleSamples.rule("b")])
        #expect(added.map(\.id.description) == ["b"])
        #expect(try scene.scratch.git("cat-file", "blob", "\(Self.ref):a.json") == text)
    }

    @Test func `a ref that names no rules says so`() throws {
        let scene = try LedgerScene()
        let tree = try scene.scratch.git("rev-parse", "HEAD^{tree}")
        let loose = "\(scene.scratch.path)/.git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))"
        try scene.scratch.git("update-ref", Self.ref, "HEAD")
        #expect(try read(scene).damaged.map(\.path) == ["file"])
        #expect(unlink(loose) == 0)
        let error = #expect(throws: LedgerError.self) { _ = try read(scene) }
        #expect(error?.code == .invalid)
    }

    // MARK: Finding one

    @Test(arguments: [
        ("import-error-0a1b2c3d4e", "import-error-0a1b2c3d4e", nil as LedgerError.Code?, ""),
        ("import", "import-error-0a1b2c3d4e", nil, ""), ("type-error-1", "type-error-1", nil, ""),
        ("type", "", .ambiguous, "type-error-1, type-error-12"), ("", "", .notFound, ""),
        ("typo-error-12", "", .notFound, "type-error-12"), ("error", "", .notFound, ""),
    ])
    func `a rule is found by its id or the beginning of it`(
        asked: String, found: String, code: LedgerError.Code?, said: String
    ) throws {
        let scene = try LedgerScene()
        try store(scene).add(
            ["import-error-0a1b2c3d4e", "type-error-1", "type-error-12"].map {
                try RuleSamples.rule($0)
            })
        let contents = try read(scene)
        guard let code else {
            return #expect(try contents.find(asked).id.description == found)
        }
        let error = #expect(throws: LedgerError.self) { _ = try contents.find(asked) }
        #expect(error?.code == code)
        #expect(said.isEmpty || error?.detail.contains(said) == true, "\(error?.detail ?? "")")
    }
}
