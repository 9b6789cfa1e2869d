import Git
import Ledger
import RunModel
import TestSupport
import Testing

/// Which run a person means, and what is there to choose from.
struct RunDirectoryTests {
    /// Three runs, a second apart.
    private func scene() throws -> LedgerScene {
        let scene = try LedgerScene()
        for name in ["login-old", "logout", "login-new"] {
            _ = try scene.create(name)
            scene.advance(1)
        }
        return scene
    }

    private func find(_ name: String?, _ scene: LedgerScene, on branch: String? = nil) throws
        -> String
    {
        try RunDirectory(scene.repository).find(name, branch: branch).state.run.description
    }

    @Test func `the newest comes first`() throws {
        let scene = try scene()
        let all = try RunDirectory(scene.repository).all()
        #expect(all.map(\.name) == ["login-new", "logout", "login-old"])
    }

    @Test(arguments: [
        ("@", "login-new"), ("@~0", "login-new"), ("@~1", "logout"), ("@~2", "login-old"),
        ("logout", "logout"), ("out", "logout"), ("old", "login-old"), (nil, "login-new"),
    ])
    func `it is found by age, name and part of a name`(asked: String?, found: String) throws {
        #expect(try find(asked, scene()) == found)
    }

    @Test func `without a name the branch's newest is meant, or else the newest`() throws {
        let scene = try scene()
        #expect(try find(nil, scene, on: "refs/heads/main") == "login-new")
        #expect(try find(nil, scene, on: "refs/heads/other") == "login-new")
    }

    @Test(arguments: [
        ("log", LedgerError.Code.ambiguous, "login-new, logout, login-old"),
        ("@~3", .notFound, "3 runs"), ("@~-1", .notFound, ""), ("@~x", .notFound, ""),
        ("logot", .notFound, "logout"),
    ])
    func `what is meant by nothing or by several is refused with the names`(
        asked: String, code: LedgerError.Code, said: String
    ) throws {
        let scene = try scene()
        let error = #expect(throws: LedgerError.self) { _ = try find(asked, scene) }
        #expect(error?.code == code)
        #expect(said.isEmpty || error?.detail.contains(said) == true, "\(error?.detail ?? "")")
    }

    @Test func `a whole name wins over those it is a part of`() throws {
        let scene = try LedgerScene()
        for name in ["fix", "fix-more"] { _ = try scene.create(name) }
        #expect(try find("fix", scene) == "fix")
    }

    @Test func `an empty repository says how to begin`() throws {
        let scene = try LedgerScene()
        for name in [nil, "@", "a"] {
            let error = #expect(throws: LedgerError.self) { _ = try find(name, scene) }
            #expect(error?.code == .notFound)
        }
    }

    @Test func `journals that are none are listed as invalid, and hide no other`() throws {
        let scene = try scene()
        // A commit of the project's, a name that is none, and another run's journal.
        try scene.scratch.git("update-ref", "refs/autopack/runs/broken", "HEAD")
        try scene.scratch.git("update-ref", "refs/autopack/runs/Bad_Name", "HEAD")
        try scene.scratch.git(
            "update-ref", "refs/autopack/runs/stolen", "refs/autopack/runs/logout")
        let all = try RunDirectory(scene.repository).all()
        #expect(
            all.map(\.name) == [
                "login-new", "logout", "login-old", "Bad_Name", "broken", "stolen",
            ])
        for entry in all.dropFirst(3) {
            guard case .failure(let error) = entry.result else {
                Issue.record("\(entry.name) reads well")
                continue
            }
            #expect(error.code == .invalid)
        }
        #expect(try find("@", scene) == "login-new")
        #expect(try find(nil, scene) == "login-new")
        let error = #expect(throws: LedgerError.self) { _ = try scene.open("stolen") }
        #expect(error?.code == .invalid)
    }

    @Test(arguments: ["of another fold", "that cannot be read", "of an earlier event"])
    func `a state is folded anew from the events`(state: String) throws {
        let scene = try LedgerScene()
        let expected: RunState
        do {
            let ledger = try scene.create()
            try ledger.append([.checkedHealth()])
            expected = ledger.state
        }
        let tip = "refs/autopack/runs/r1"
        let text = try scene.scratch.git("cat-file", "-p", "\(tip):state.json")
        let stored =
            switch state {
            case "of another fold":
                text.replacing("\"fold\":\(RunState.currentFold),", with: "\"fold\":99,")
                    .replacing("add a login", with: "something else")
            case "that cannot be read": #"{"fold":99}"#
            default: try scene.scratch.git("cat-file", "-p", "\(tip)^:state.json")
            }
        #expect(stored != text)
        let blob = try scene.scratch.git("hash-object", "-w", "--stdin", input: stored)
        let entries = try scene.scratch.git("ls-tree", tip).split(separator: "\n").map { line in
            line.hasSuffix("state.json") ? "100644 blob \(blob)\tstate.json" : String(line)
        }
        let tree = try scene.scratch.git(
            "mktree", input: entries.joined(separator: "\n") + "\n")
        let commit = try scene.scratch.git("commit-tree", tree, "-p", "\(tip)^", "-m", "as it was")
        try scene.scratch.git("update-ref", tip, commit)
        #expect(try JournalReader(scene.repository).tip(of: expected.run).state == expected)
        let ledger = try scene.open()
        try ledger.append([.checkedHealth()])
        #expect(ledger.state.seq == expected.seq + 1)
        try scene.scratch.fsckStrict()
    }

    @Test func `a journal that forks is invalid`() throws {
        let scene = try LedgerScene()
        let run: RunID
        do { run = try scene.create().run }
        let tip = "refs/autopack/runs/r1"
        let merge = try scene.scratch.git(
            "commit-tree", "\(tip)^{tree}", "-p", "\(tip)^", "-p", "HEAD", "-m", "a merge")
        try scene.scratch.git("update-ref", tip, merge)
        let error = #expect(throws: LedgerError.self) {
            _ = try JournalReader(scene.repository).entries(of: run)
        }
        #expect(error?.code == .invalid)
    }
}
