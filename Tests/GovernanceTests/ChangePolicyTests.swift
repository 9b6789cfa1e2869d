import Governance
import RunModel
import Testing

struct ChangePolicyTests {
    @Test func `a plain change inside the scope touches no rule`() throws {
        let phase = try phase(write: ["src/**", "tests/**"])
        let files = [
            DifferenceFile(path: "src/a.py", kind: .modified, added: 3, removed: 1),
            DifferenceFile(path: "tests/test_a.py", kind: .added, oldMode: nil, added: 9),
        ]
        #expect(
            ChangePolicy().findings(in: Difference(files: files), of: phase, at: .beforeChecks)
                == [])
    }

    @Test func `an empty change is refused`() throws {
        try expect([(.emptyChange, .blocked)], of: [])
    }

    @Test(
        arguments: [
            (".github/workflows/ci.yml", GateRule.protectedPath, Verdict.blocked),
            (".autopack/autopack.yaml", .corePath, .blocked),
            (".GIT/config", .illegalPath, .blocked), ("../x", .illegalPath, .blocked),
            ("AGENTS.md", .agentInstructions, .needsReview),
            ("docs/CLAUDE.md", .agentInstructions, .needsReview),
            (".cursorrules", .agentInstructions, .needsReview),
            ("requirements.txt", .newDependencies, .blocked),
            ("web/package-lock.json", .newDependencies, .blocked),
            ("pyproject.toml", .newDependencies, .needsReview),
            (".gitmodules", .submodule, .blocked),
        ])
    func `a path of a kind is found`(path: String, rule: GateRule, severity: Verdict) throws {
        try expect(
            [(rule, severity)], of: [DifferenceFile(path: path, kind: .modified, added: 1)])
    }

    @Test func `both sides of a rename count`() throws {
        let out = DifferenceFile(path: "lib/a.py", oldPath: "src/a.py", kind: .renamed)
        let into = DifferenceFile(path: "src/a.py", oldPath: "lib/a.py", kind: .renamed)
        try expect([(.scope, .blocked)], of: [out], phase: phase(write: ["src/**"]))
        try expect([(.scope, .blocked)], of: [into], phase: phase(write: ["src/**"]))
        let hidden = DifferenceFile(path: "ci.yml", oldPath: ".gitlab-ci.yml", kind: .renamed)
        try expect([(.protectedPath, .blocked)], of: [hidden])
    }

    @Test func `core paths are for maintenance, by the white list, with a person`() throws {
        let policy = ChangePolicy(
            protected: ProtectedPaths(maintainable: [".autopack/prompts/**"]))
        let listed = [DifferenceFile(path: ".autopack/prompts/a.md", kind: .modified)]
        let other = [DifferenceFile(path: ".autopack/autopack.yaml", kind: .modified)]
        let maintenance = try phase(category: ProtectedPaths.maintenance)
        try expect(
            [(.coreMaintenance, .needsReview)], of: listed, phase: maintenance, policy: policy)
        try expect(
            [(.corePath, .blocked), (.coreMaintenance, .needsReview)], of: other,
            phase: maintenance, policy: policy)
        try expect([(.corePath, .blocked)], of: listed, policy: policy)
    }

    @Test func `maintenance touches nothing but the white list, core or not`() throws {
        let policy = ChangePolicy(protected: ProtectedPaths(maintainable: ["src/prompts/**"]))
        let maintenance = try phase(category: ProtectedPaths.maintenance)
        let listed = DifferenceFile(path: "src/prompts/a.md", kind: .modified)
        let open = DifferenceFile(path: "src/a.py", kind: .modified)
        let moved = DifferenceFile(
            path: "src/prompts/a.md", oldPath: "src/a.md", kind: .renamed)
        try expect(
            [(.coreMaintenance, .needsReview)], of: [listed], phase: maintenance, policy: policy)
        for file in [open, moved] {
            try expect(
                [(.coreMaintenance, .blocked), (.coreMaintenance, .needsReview)], of: [file],
                phase: maintenance, policy: policy)
        }
    }

    @Test func `links, submodules and modes need the plan's permission`() throws {
        let link = DifferenceFile(
            path: "a/b", kind: .added, oldMode: nil, newMode: .symlink, newBytes: Array("c".utf8))
        let module = DifferenceFile(path: "sub", kind: .added, oldMode: nil, newMode: .submodule)
        let mode = DifferenceFile(path: "x.sh", kind: .modeChanged, newMode: .executable)
        try expect([(.symlink, .blocked)], of: [link])
        try expect([(.submodule, .blocked)], of: [module])
        try expect([(.modeChange, .blocked)], of: [mode])
        let allowing = try phase(allow: [.symlinks, .submodules, .modeChanges])
        try expect([], of: [link, module, mode], phase: allowing)
    }

    @Test(arguments: ["/etc/passwd", "../../x", "../.git/config", ".GIT", "c/../../../x"])
    func `a link that leaves the repository is refused where links are permitted`(
        target: String
    ) throws {
        let link = DifferenceFile(
            path: "a/b", kind: .added, oldMode: nil, newMode: .symlink,
            newBytes: Array(target.utf8))
        try expect([(.symlink, .blocked)], of: [link], phase: phase(allow: [.symlinks]))
    }

    @Test func `conflict markers are found with their lines`() throws {
        let lines = ["<<<<<<< HEAD", "=======", "Title", ">>>>>>> topic", "<<<<<<<<<<"]
        let file = DifferenceFile(
            path: "a.rst", kind: .modified, added: 5,
            addedLines: lines.enumerated().map { AddedLine(number: $0 + 10, text: $1) })
        let found = ChangePolicy().findings(
            in: Difference(files: [file]), of: try phase(), at: .beforeChecks)
        #expect(found.map(\.line) == [10, 13])
        #expect(found.allSatisfy { $0.gateRule == .conflictMarker && $0.severity == .blocked })
    }

    @Test(
        arguments: [
            (10_000, 4000, nil), (10_000, 3900, (GateRule.shrunkFile, Verdict.needsReview)),
            (1000, 10, nil), (10_000, 30_000, nil),
            (10_000, 30_001, (.grownFile, .needsReview)), (1000, 9000, nil),
            (10, 0, (.emptiedFile, .blocked)), (10_000, 0, (.emptiedFile, .blocked)),
        ] as [(Int, Int, (GateRule, Verdict)?)])
    func `a file that lost or gained too much is flagged`(
        old: Int, new: Int, finding: (GateRule, Verdict)?
    ) throws {
        let file = DifferenceFile(
            path: "a.py", kind: .modified, oldSizeBytes: old, newSizeBytes: new)
        try expect(finding.map { [$0] } ?? [], of: [file])
    }

    @Test func `deleting much needs the plan's permission`() throws {
        let few = (0..<5).map { DifferenceFile(path: "\($0)", kind: .deleted, newMode: nil) }
        let many = (0..<6).map { DifferenceFile(path: "\($0)", kind: .deleted, newMode: nil) }
        let lines = [DifferenceFile(path: "a", kind: .modified, added: 100, removed: 601)]
        try expect([], of: few)
        try expect([(.massDeletion, .blocked)], of: many)
        try expect([(.massDeletion, .blocked)], of: lines)
        try expect([], of: many + lines, phase: phase(allow: [.massDeletion]))
    }

    @Test(
        arguments: [
            (#"{"a": [1, -0.5e+3, "\u00e9\n", true, null, {}]}"#, nil), (" 0 ", nil),
            ("{\n\"a\": 1,\n}", 3), ("{\"a\" 1}", 1), ("[1 2]", 1), ("\"a\nb\"", 1), ("", 1),
            ("{} {}", 1), ("01", 1), ("[1.]", 1), (#"["\x"]"#, 1), ("tru", 1), ("[", 1),
            ("// comment\n{}", 1), (String(repeating: "[", count: 100_000), 1),
        ] as [(String, Int?)])
    func `JSON that is broken is found, with its line`(text: String, line: Int?) throws {
        let file = DifferenceFile(
            path: "data.json", kind: .added, oldMode: nil, newBytes: Array(text.utf8))
        let found = ChangePolicy().findings(
            in: Difference(files: [file]), of: try phase(), at: .beforeChecks)
        #expect(found.first?.line == line)
        #expect(found.allSatisfy { $0.gateRule == .unparsable && $0.severity == .blocked })
    }

    @Test func `JSON that was broken before is not the change's fault`() throws {
        let commented = Array("// why\n{}".utf8)
        let file = DifferenceFile(
            path: "data.json", kind: .modified, oldBytes: commented, newBytes: commented)
        try expect([], of: [file])
        try expect(
            [],
            of: [
                DifferenceFile(
                    path: "tsconfig.json", kind: .added, oldMode: nil, newBytes: commented)
            ])
    }

    @Test func `a high-risk category without a test waits for a person`() throws {
        let phase = try phase(category: "security_auth_change")
        let source = DifferenceFile(path: "src/a.py", kind: .modified, added: 1)
        let test = DifferenceFile(path: "tests/test_a.py", kind: .modified, added: 1)
        try expect([(.untestedHighRisk, .needsReview)], of: [source], phase: phase)
        try expect([], of: [source, test], phase: phase)
    }

    private func phase(
        category: String = "general", write: [String] = [], allow: [Allowance] = []
    ) throws -> Phase {
        Phase(
            id: try #require(PhaseID("one")), goal: "g", category: category,
            scope: Scope(write: write), allow: allow)
    }

    private func expect(
        _ expected: [(GateRule, Verdict)], of files: [DifferenceFile], phase: Phase? = nil,
        policy: ChangePolicy = ChangePolicy(), location: SourceLocation = #_sourceLocation
    ) throws {
        let findings = policy.findings(
            in: Difference(files: files), of: try phase ?? self.phase(),
            at: .gate(tests: nil, baseline: []))
        #expect(
            findings.map { "\($0.rule) \($0.severity)" } == expected.map { "\($0.rawValue) \($1)" },
            sourceLocation: location)
    }
}
