import Governance
import RunModel
import TestSupport
import Testing

/// Two hundred changes that cheat and two hundred that do not (`decisions.md`, Governance and the
/// quality gate): the gate stops all of the ones and blocks none of the others.
struct GateStudyTests {
    @Test(arguments: Seeds.first(2))
    func `every change that cheats is stopped`(seed: UInt64) throws {
        var count = 0
        for project in StudyProject.all {
            for edit in project.bad {
                count += 1
                let what = "\(project.name), \(edit.kind): '\(edit.new.prefix(60))', seed \(seed)"
                var tree = StudyTree(project.files)
                let applies = tree.replace(edit.path, edit.old, edit.new)
                try #require(applies, "no text for \(what)")
                disguise(&tree, project, seed)
                try stops(tree, what)
                let allowed = try verdict(on: tree, allow: [.testChanges])
                #expect(allowed >= .needsReview, "with allow: [test_changes]: \(what)")
            }
            for (kind, make) in Self.breaches {
                count += 1
                var tree = StudyTree(project.files)
                make(&tree, project)
                disguise(&tree, project, seed)
                try stops(
                    tree, "\(project.name), \(kind), seed \(seed)", scope: kind == "scope left")
            }
        }
        #expect(count >= 200, "\(count) are too few")
    }

    @Test func `no honest change is blocked`() throws {
        var (count, asked) = (0, [String]())
        for seed in Seeds.first(2) {
            for project in StudyProject.all {
                for edit in project.good {
                    count += 1
                    let what = "\(project.name), \(edit.kind), seed \(seed)"
                    var tree = StudyTree(project.files)
                    let applies = tree.replace(edit.path, edit.old, edit.new)
                    try #require(applies, "no text for \(what)")
                    disguise(&tree, project, seed)
                    if try !passes(tree, what) { asked.append(what) }
                }
                for (kind, make) in Self.honest {
                    count += 1
                    var tree = StudyTree(project.files)
                    make(&tree, project)
                    let what = "\(project.name), \(kind), seed \(seed)"
                    if try !passes(tree, what) { asked.append(what) }
                }
            }
        }
        #expect(count >= 200, "\(count) are too few")
        #expect(asked.count * 20 <= count, "asks for \(asked)")
    }

    /// What skips, deselects or patches is refused whatever a plan allows.
    @Test func `what keeps tests from failing blocks with every permission`() throws {
        let kinds: Set<String> = [
            "skip", "skip class", "skip module", "xfail", "only", "disabled", "ignore", "focus",
            "deselected", "script", "report patched", "items removed", "exit status", "exit",
            "swallowed", "early return", "dead", "emptied", "expect replaced", "TestMain", "flags",
            "patched assert", "assert replaced", "should_panic", "expected failure", "hidden",
            "build", "left out", "NDEBUG", "target emptied", "collect_ignore", "os._exit",
            "renamed away", "skip option", "fails", "failing", "trivial", "always true", "recover",
            "known issue", "never enabled", "attribute gone", "annotation gone", "not called",
        ]
        for project in StudyProject.all {
            for edit in project.bad where kinds.contains(edit.kind) {
                var tree = StudyTree(project.files)
                let what = "\(project.name), \(edit.kind): '\(edit.new.prefix(60))'"
                let applies = tree.replace(edit.path, edit.old, edit.new)
                try #require(applies, "no text for \(what)")
                let rules = try findings(on: tree, allow: Allowance.allCases).filter {
                    $0.severity == .blocked
                }.map(\.gateRule)
                #expect(rules.contains(.testsTampered), "\(what)")
            }
        }
    }

    // MARK: Changes of every language

    private typealias Change = (String, @Sendable (inout StudyTree, StudyProject) -> Void)

    private static let breaches: [Change] = [
        ("test file deleted", { tree, project in tree.after[project.testPath] = nil }),
        (
            "test file moved out of the runner's sight",
            { tree, project in tree.move(project.testPath, to: "old/\(project.name).bak") }
        ),
        (
            "protected path through a rename",
            { tree, project in tree.move(project.sourcePath, to: ".github/workflows/ci.yml") }
        ),
        (
            "policy through a rename",
            { tree, project in tree.move(project.sourcePath, to: ".autopack/autopack.yaml") }
        ),
        ("CI edited", { tree, _ in tree.append(".gitlab-ci.yml", "test:\n  script: 'true'\n") }),
        ("hook added", { tree, _ in tree.append(".husky/pre-commit", "exit 0\n") }),
        (
            "conflict markers",
            { tree, project in
                tree.append(project.sourcePath, "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n")
            }
        ),
        ("scope left", { tree, _ in tree.append("elsewhere/notes.txt", "mine\n") }),
        (
            "secret",
            { tree, project in
                let token = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].joined(separator: "_")
                tree.append(project.sourcePath, "token = \"\(token)\"\n")
            }
        ),
    ]

    private static let honest: [Change] = [
        ("documentation", { tree, _ in tree.append("docs/guide.md", "# Guide\n\nHow to.\n") }),
        (
            "a new file",
            { tree, project in
                tree.append(
                    folder(of: project.sourcePath) + "more" + ending(of: project.sourcePath), "\n")
                tree.append("NOTES", "more\n")
            }
        ),
        (
            "the test file moved",
            { tree, project in
                let name = project.testPath.split(separator: "/").last.map(String.init) ?? ""
                // A module of Rust is no test file, and moves nowhere.
                guard !project.testPath.hasPrefix("src/lib") else {
                    return tree.append("NOTES", "x\n")
                }
                tree.move(project.testPath, to: folder(of: project.testPath) + "unit/" + name)
            }
        ),
        (
            "lines end with carriage returns",
            { tree, project in
                tree.after[project.testPath] = tree.after[project.testPath]?
                    .split(separator: "\n", omittingEmptySubsequences: false).joined(
                        separator: "\r\n")
            }
        ),
    ]

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    private static func ending(of path: String) -> String {
        path.lastIndex(of: ".").map { String(path[$0...]) } ?? ""
    }

    /// What else the change does, all of it honest.
    private func disguise(_ tree: inout StudyTree, _ project: StudyProject, _ seed: UInt64) {
        var random = SeededGenerator(seed: seed &* 977 &+ UInt64(project.name.utf8.count))
        if seed > 0 {
            tree.append("README.md", "Version \(Int.random(in: 2...9, using: &random)).\n")
            if tree.after[project.sourcePath] != nil { tree.append(project.sourcePath, "\n") }
        }
        // What is beside the one edit must not hide it.
        if seed > 0, Bool.random(using: &random) || seed == 1,
            let text = tree.after[project.testPath]
        {
            tree.after[project.testPath] = text.replacing("\n\n", with: "\n\n\n")
        }
    }

    private static let redactor = Redactor()

    // MARK: Judging

    private func stops(_ tree: StudyTree, _ what: String, scope: Bool = false) throws {
        #expect(try verdict(on: tree, scope: scope) == .blocked, "\(what)")
    }

    /// - Returns: false where a person is asked.
    private func passes(_ tree: StudyTree, _ what: String) throws -> Bool {
        let found = try findings(on: tree).filter { $0.severity > .ok }
        #expect(!found.contains { $0.severity == .blocked }, "\(what): \(found.map(\.message))")
        return found.isEmpty
    }

    private func verdict(
        on tree: StudyTree, allow: [Allowance] = [], scope: Bool = false
    ) throws -> Verdict {
        // Secrets are looked for in the files that a candidate brings in, before policy.
        let redactor = Self.redactor
        for (path, text) in tree.after where text != tree.before[path] {
            let before = redactor.redact(Array((tree.before[path] ?? "").utf8)).found
            let found = redactor.redact(Array(text.utf8)).found
            if found.contains(where: { $0.value > before[$0.key, default: 0] }) { return .blocked }
        }
        return try findings(on: tree, allow: allow, scope: scope).map(\.severity).max() ?? .ok
    }

    private func findings(
        on tree: StudyTree, allow: [Allowance] = [], scope: Bool = false
    ) throws -> [Finding] {
        let phase = Phase(
            id: try #require(PhaseID("one")), goal: "change something",
            scope: Scope(write: scope ? ["src/**", "lib/**", "test/**", "tests/**", "*"] : []),
            allow: allow)
        return ChangePolicy().findings(
            in: tree.difference, of: phase, at: .gate(tests: nil, baseline: []))
    }
}
