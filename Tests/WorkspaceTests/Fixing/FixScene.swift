import Commands
import Effects
import Git
import Governance
import RunModel
import TestSupport
import Testing
import Workspace

/// A repository with two branches that change the same line, and a workspace for its commits.
struct FixScene {
    let scene: WorkspaceScene
    let workspace: Workspace
    /// The branch `main`, the branch `other`, and where both come from.
    let base: ObjectID
    let main: ObjectID
    let other: ObjectID

    init(_ sandbox: Sandbox) throws {
        scene = try WorkspaceScene()
        let scratch = scene.scratch
        try scratch.write("a.txt", "one\ntwo\nthree\n")
        try scratch.write("b.txt", "b\n")
        try scratch.write("lib/core.py", "x = 1\n")
        base = try scene.commit("base")
        try scratch.git("checkout", "--quiet", "-b", "other")
        try scratch.write("a.txt", "one\nTHEIRS\nthree\n")
        try scratch.write("new.txt", "new\n")
        other = try scene.commit("other")
        try scratch.git("checkout", "--quiet", "main")
        try scratch.write("a.txt", "one\nOURS\nthree\n")
        main = try scene.commit("main")
        workspace = try scene.take(sandbox)
    }

    static func plain() throws -> FixScene {
        try FixScene(
            Sandbox(launcher: BuildProducts.launcher, withoutBubblewrap: "not in this test"))
    }

    /// Without bubblewrap, and with it where it works.
    static func each() async throws -> [FixScene] {
        var scenes = [try plain()]
        if await Bubblewrapped.works {
            scenes.append(try FixScene(await Bubblewrapped.sandbox.value))
        }
        return scenes
    }

    func execute(
        _ commands: [String], verify: String = "git status", as type: FixType = .git,
        on start: FixStart, allowing types: Set<FixType> = [.git, .file], run: RunID? = nil
    ) async throws -> FixOutcome {
        try await workspace.execute(
            CommandFix(type: type, commands: commands, verify: verify), on: start,
            under: FixRules(allowedTypes: types, run: run))
    }

    /// Lets a program that may write everything work on what is here.
    func letWork(_ script: String) async throws {
        let run = try await workspace.work(
            AgentTask(
                name: "fake",
                settings: BuilderSettings(command: ["/bin/sh", "-ec", script], prompt: .stdin),
                prompt: "", timeLimitSeconds: 60))
        #expect(run.exit == 0, "\(String(decoding: run.output + run.errors, as: UTF8.self))")
    }

    /// Begins a script of ``letWork(_:)``: git in the private repository, as an agent would use it.
    var gitHere: String {
        """
        export GIT_DIR=\(workspace.path).state/git GIT_WORK_TREE=\(workspace.path)
        export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
        export GIT_EDITOR=: GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1

        """
    }

    /// All that plain git says of the private repository, and the files.
    func state() throws -> [String] {
        let variables = [
            "GIT_DIR": workspace.path + ".state/git", "GIT_WORK_TREE": workspace.path,
            "GIT_OPTIONAL_LOCKS": "0",
        ]
        func git(_ words: String...) throws -> String {
            let outcome = try scene.scratch.tryGit(words, environment: variables)
            return "\(outcome.status) \(outcome.output)"
        }
        return [
            try git("status", "--untracked-files=all", "--ignored"), try git("for-each-ref"),
            try git("rev-parse", "HEAD"), try git("symbolic-ref", "HEAD"),
            try git("stash", "list"), try git("ls-files", "--stage"), try git("diff"),
            try files().sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                .joined(separator: "\n"),
        ]
    }

    func files() throws -> [String: String] {
        var found: [String: String] = [:]
        for (path, bytes) in Snapshot.of(workspace.path) {
            // Without the line of times.
            let text = bytes.drop { $0 != 10 }.dropFirst()
            found[path] = String(decoding: text, as: UTF8.self)
        }
        return found
    }

    /// Every path below the user's repository with its bytes.
    ///
    /// Without its times: git brings that of an object up to date that it would write once more,
    /// and only bubblewrap keeps it from that.
    func everything() -> [String: [UInt8]] {
        scene.everything().mapValues { bytes in Array(bytes.drop { $0 != 10 }) }
    }
}

extension FixOutcome {
    /// Each path of the difference with its text; nil for what is gone.
    var texts: [String: String?] {
        Dictionary(
            uniqueKeysWithValues: difference.files.map { file in
                switch file.content {
                case .file(let bytes, _):
                    ("\(file.path)", String(decoding: bytes, as: UTF8.self))
                case .link(let target):
                    ("\(file.path)", "-> \(String(decoding: target, as: UTF8.self))")
                case .gone: ("\(file.path)", nil)
                }
            })
    }
}
