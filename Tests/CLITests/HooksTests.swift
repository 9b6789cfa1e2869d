import TestSupport
import Testing

/// `git autopack hooks`: beside whatever hooks there are, and gone without a trace.
@Suite(.fewAtOnce) struct HooksTests {
    private static let hook = "repository/.git/hooks/pre-push"

    /// A hook that writes down how it was called, and ends with a status.
    private func recorder(_ first: String = "#!/bin/sh", status: Int = 0) -> String {
        """
        \(first)
        { echo "name=$(basename "$0") folder=$(basename "$(dirname "$0")") $# $1"; cat; } >>"$LOG"
        exit \(status)

        """
    }

    private func change(_ scene: PushScene, _ program: String, _ arguments: String...) throws {
        let outcome = try Invocation(
            program, arguments, environment: scene.git.environment, in: scene.git.directory.path
        ).run()
        try #require(outcome.status == 0, "\(outcome)")
    }

    private func hooks(_ scene: PushScene) -> FolderSnapshot {
        FolderSnapshot(of: scene.git.directory.path("repository/.git/hooks"))
    }

    private func status(_ scene: PushScene, in folder: String? = nil, _ more: String...)
        async throws -> (outcome: Outcome, json: JSON)
    {
        let outcome = try await runAutopack(
            ["hooks", "status", "--json"] + more, in: folder ?? scene.project.path,
            environment: scene.environment)
        return (outcome, try JSONReader.value(outcome.output))
    }

    private func expectRuns(
        _ scene: PushScene, in folder: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let (outcome, json) = try await status(scene, in: folder)
        expect(outcome, exits: 0, sourceLocation: sourceLocation)
        #expect(json["runs"]?.bool == true, "\(outcome)", sourceLocation: sourceLocation)
    }

    /// Has the hook refuse what it should, which proves that it was there.
    private func expectJudges(
        _ scene: PushScene, in folder: String? = nil, file: String = "repository/marker.txt",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let git = scene.git
        let place = folder ?? scene.project.path
        try git.directory.write(file, PushScene.conflict)
        try git.git("-C", place, "add", "--all")
        try git.git("-C", place, "commit", "--quiet", "--message", "marker")
        let outcome = try await scene.push("origin", "HEAD:refs/heads/x", in: folder)
        #expect(outcome.status == 1, "\(outcome)", sourceLocation: sourceLocation)
        #expect(
            outcome.errors.contains("conflict_marker"), "\(outcome)",
            sourceLocation: sourceLocation)
        try git.git("-C", place, "reset", "--quiet", "--hard", "HEAD~1")
    }

    @Test func `the hook of the project is the one that is installed`() throws {
        let scratch = try ScratchRepository()
        let check = try Invocation(
            "sh", ["-n", "\(PackageRoot.path)/hooks/pre-push"], environment: scratch.environment,
            in: scratch.path
        ).run()
        #expect(check.status == 0, "\(check)")
    }

    @Test func `installed, proved, installed again, uninstalled`() async throws {
        let scene = try await PushScene(installs: false)
        let before = hooks(scene)
        let (none, without) = try await status(scene)
        expect(none, exits: 1)
        #expect(without["installed"]?.bool == false)
        #expect(without["fix"]?.string == "git autopack hooks install")
        let installed = try await scene.project.autopack("hooks", "install")
        expect(installed, exits: 0)
        try change(scene, "cmp", Self.hook, "\(PackageRoot.path)/hooks/pre-push")
        try await expectRuns(scene)
        try await expectJudges(scene)
        let twice = FolderSnapshot(of: scene.project.path, without: [".git/autopack"])
        let again = try await runAutopack(
            ["hooks", "install", "--json"], in: scene.project.path, environment: scene.environment)
        expect(again, exits: 0)
        #expect(try JSONReader.value(again.output)["changed"]?.bool == false)
        #expect(
            twice.differences(
                to: FolderSnapshot(of: scene.project.path, without: [".git/autopack"]))
                == [])
        expect(try await scene.project.autopack("hooks", "uninstall"), exits: 0)
        #expect(before.differences(to: hooks(scene)) == [])
        expect(try await scene.project.autopack("hooks", "uninstall"), exits: 0)
    }

    @Test func `an earlier version of the hook gives way, and what it kept stays kept`()
        async throws
    {
        let scene = try await PushScene(installs: false)
        let old = "#!/bin/sh\n# pre-push hook of git-autopack, version 0\nexit 0\n"
        try scene.git.directory.writeProgram(Self.hook, old)
        let (outcome, json) = try await status(scene)
        expect(outcome, exits: 1)
        #expect(json["why"]?.string?.contains("version") == true, "\(outcome)")
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        try await expectRuns(scene)
        expect(try await scene.project.autopack("hooks", "uninstall"), exits: 0)
        #expect(!scene.git.directory.exists(Self.hook))
    }

    // MARK: Other hooks

    /// Hooks as the managers write them, which look at their own name and at what lies beside them.
    @Test(arguments: [
        "#!/bin/sh", "#!/usr/bin/env sh", "#!/bin/sh -e", "#!/usr/bin/env bash", "#! /bin/bash -u",
        "",
    ])
    func `a hook that was there is called with the same list, arguments and name`(first: String)
        async throws
    {
        let scene = try await PushScene(installs: false)
        let log = scene.git.directory.path("the log")
        let text = recorder(first)
        try scene.git.directory.writeProgram(Self.hook, text)
        let before = hooks(scene)
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        let head = try scene.git.head
        expect(try await scene.push("origin", "main", "main:b", with: ["LOG": log]), exits: 0)
        let lines = try String(decoding: scene.git.directory.read("the log"), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        // Without a first line that names a shell, nobody can give it another name.
        let name = first.isEmpty ? "pre-push.before-autopack" : "pre-push"
        #expect(lines.first == "name=\(name) folder=hooks 2 origin")
        #expect(
            Set(lines.dropFirst()) == [
                "refs/heads/main \(head) refs/heads/main \(PushScene.zero)",
                "refs/heads/main \(head) refs/heads/b \(PushScene.zero)",
            ])
        // What is refused never reaches it.
        try await expectJudges(scene)
        #expect(try scene.git.directory.read("the log").split(separator: 0x0a).count == 3)
        // The proof leaves it alone.
        try await expectRuns(scene)
        #expect(try scene.git.directory.read("the log").split(separator: 0x0a).count == 3)
        expect(try await scene.project.autopack("hooks", "uninstall"), exits: 0)
        #expect(before.differences(to: hooks(scene)) == [])
    }

    @Test func `a program that is no shell script is called as it is`() async throws {
        let scene = try await PushScene(installs: false)
        let log = scene.git.directory.path("log")
        try scene.git.directory.writeProgram(
            Self.hook,
            """
            #!/usr/bin/env python3
            import os, sys
            open(os.environ["LOG"], "w").write(sys.argv[1] + " " + sys.stdin.read())
            sys.exit(7)

            """)
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        let outcome = try await scene.push("origin", "main", with: ["LOG": log])
        // Its status is what git gets.
        #expect(outcome.status == 1, "\(outcome)")
        #expect(try scene.pushed("refs/heads/main") == nil)
        let text = String(decoding: try scene.git.directory.read("log"), as: UTF8.self)
        #expect(text.hasPrefix("origin refs/heads/main "))
    }

    @Test func `a hook that git would not run is kept, and not called`() async throws {
        let scene = try await PushScene(installs: false)
        try scene.git.directory.write(Self.hook, recorder(status: 1))
        let before = hooks(scene)
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        expect(try await scene.push("origin", "main"), exits: 0)
        expect(try await scene.project.autopack("hooks", "uninstall"), exits: 0)
        #expect(before.differences(to: hooks(scene)) == [])
    }

    @Test func `a hook that is a link to a script of the checkout`() async throws {
        let scene = try await PushScene(installs: false)
        let log = scene.git.directory.path("log")
        try scene.git.directory.writeProgram("repository/tools/push check", recorder())
        try change(scene, "ln", "-s", "../../tools/push check", Self.hook)
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        expect(try await scene.push("origin", "main", with: ["LOG": log]), exits: 0)
        #expect(scene.git.directory.exists("log"))
        #expect(try scene.git.read("tools/push check") == recorder())
        expect(try await scene.project.autopack("hooks", "uninstall"), exits: 0)
        try change(scene, "test", "-L", Self.hook)
        try change(scene, "cmp", Self.hook, "repository/tools/push check")
    }

    @Test func `hooks as husky 9 has them`() async throws {
        let scene = try await PushScene(installs: false)
        let git = scene.git
        let log = git.directory.path("log")
        // The stub hands over to a helper, which finds the user's script by the stub's own name.
        try git.directory.writeProgram(
            "repository/.husky/_/pre-push", "#!/usr/bin/env sh\n. \"$(dirname \"$0\")/h\"\n")
        try git.directory.write(
            "repository/.husky/_/h",
            """
            #!/usr/bin/env sh
            name=$(basename "$0")
            script=$(dirname "$(dirname "$0")")/$name
            [ -f "$script" ] || exit 0
            sh -e "$script" "$@"
            exit $?

            """)
        try git.directory.write("repository/.husky/_/.gitignore", "*\n")
        try git.directory.write("repository/.husky/pre-push", "echo \"user $1\" >>\"$LOG\"\n")
        try git.git("config", "core.hooksPath", ".husky/_")
        let installed = try await runAutopack(
            ["hooks", "install"], in: scene.project.path, environment: scene.environment)
        expect(installed, exits: 0)
        #expect(installed.output.contains(".husky/_/pre-push"), "\(installed)")
        #expect(installed.errors.contains("core.hooksPath"))
        try await expectRuns(scene)
        expect(try await scene.push("origin", "main", with: ["LOG": log]), exits: 0)
        #expect(try git.directory.read("log") == Array("user origin\n".utf8))
        try git.write(".husky/pre-push", "exit 1\n")
        try git.git("commit", "--quiet", "--allow-empty", "--message", "more")
        #expect(try await scene.push("origin", "main").status == 1)
    }

    @Test func `hooks as husky 8 has them, which call themselves once more`() async throws {
        let scene = try await PushScene(installs: false)
        let git = scene.git
        let log = git.directory.path("log")
        try git.directory.writeProgram(
            "repository/.husky/pre-push",
            "#!/usr/bin/env sh\n. \"$(dirname -- \"$0\")/_/husky.sh\"\n\n"
                + "echo \"user $1\" >>\"$LOG\"\ncat >>\"$LOG\"\n")
        try git.directory.write(
            "repository/.husky/_/husky.sh",
            """
            if [ -z "$skip_init" ]; then
              export skip_init=1
              sh -e "$0" "$@"
              exit $?
            fi

            """)
        try git.git("config", "core.hooksPath", ".husky")
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        let head = try git.head
        expect(try await scene.push("origin", "main", with: ["LOG": log]), exits: 0)
        #expect(
            String(decoding: try git.directory.read("log"), as: UTF8.self)
                == "user origin\nrefs/heads/main \(head) refs/heads/main \(PushScene.zero)\n")
        try await expectJudges(scene)
    }

    @Test func `hooks as lefthook has them, before and after`() async throws {
        let scene = try await PushScene(installs: false)
        let git = scene.git
        let log = git.directory.path("log")
        let lefthook = """
            #!/bin/sh
            if [ "$LEFTHOOK" = "0" ]; then
              exit 0
            fi
            call_lefthook() {
              echo "lefthook $*" >>"$LOG"
            }
            call_lefthook run "pre-push" "$@"

            """
        try git.directory.writeProgram(Self.hook, lefthook)
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        expect(try await scene.push("origin", "main", with: ["LOG": log]), exits: 0)
        #expect(
            String(decoding: try git.directory.read("log"), as: UTF8.self)
                == "lefthook run pre-push origin \(scene.remote)\n")
        // Installed anew, it moves what it finds, and calls it no more.
        try change(scene, "mv", Self.hook, Self.hook + ".old")
        try git.directory.writeProgram(Self.hook, lefthook)
        let (outcome, json) = try await status(scene)
        expect(outcome, exits: 1)
        #expect(json["why"]?.string?.contains("lefthook") == true, "\(outcome)")
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        try await expectRuns(scene)
    }

    @Test func `hooks as pre-commit has them, before and after`() async throws {
        let scene = try await PushScene(installs: false)
        let git = scene.git
        let log = git.directory.path("log")
        // It calls what it has found, with the list, and then its own.
        let preCommit = """
            #!/usr/bin/env bash
            # File generated by pre-commit
            HERE="$(cd "$(dirname "$0")" && pwd)"
            list=$(cat)
            if [ -x "$HERE/pre-push.legacy" ]; then
              printf '%s' "${list:+$list$'\\n'}" | "$HERE/pre-push.legacy" "$@" || exit 1
            fi
            echo "pre-commit $1" >>"${LOG:-/dev/null}"

            """
        try git.directory.writeProgram(Self.hook, preCommit)
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        expect(try await scene.push("origin", "main", with: ["LOG": log]), exits: 0)
        #expect(try git.directory.read("log") == Array("pre-commit origin\n".utf8))
        expect(try await scene.project.autopack("hooks", "uninstall"), exits: 0)
        #expect(try git.directory.read(Self.hook) == Array(preCommit.utf8))
        // The other way round.
        try git.directory.remove(Self.hook)
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        try change(scene, "mv", Self.hook, Self.hook + ".legacy")
        try git.directory.writeProgram(Self.hook, preCommit)
        try await expectJudges(scene)
        // Another's hook is not called for a question, unless the person says so.
        let (asked, answer) = try await status(scene)
        expect(asked, exits: 1)
        #expect(answer["why"]?.string?.contains("pre-commit") == true, "\(asked)")
        let (called, proof) = try await status(scene, "--call")
        expect(called, exits: 0)
        #expect(proof["runs"]?.bool == true)
        // It is called already: put in its place as well it would be called by two.
        let before = hooks(scene)
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        #expect(before.differences(to: hooks(scene)) == [])
        expect(try await scene.project.autopack("hooks", "uninstall"), exits: 0)
        #expect(!git.directory.exists(Self.hook + ".legacy"))
        #expect(try git.directory.read(Self.hook) == Array(preCommit.utf8))
    }

    @Test func `hooks that call each other in a circle come to an end`() async throws {
        let scene = try await PushScene(installs: false)
        let log = scene.git.directory.path("log")
        try scene.git.directory.writeProgram(
            Self.hook, "#!/bin/sh\necho round >>\"$LOG\"\nexec .git/hooks/pre-push \"$@\"\n")
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        expect(try await scene.push("origin", "main", with: ["LOG": log]), exits: 0)
        #expect(try scene.git.directory.read("log") == Array("round\nround\n".utf8))
    }

    @Test func `a hook that was replaced since is not lost, by neither way`() async throws {
        let scene = try await PushScene(installs: false)
        try scene.git.directory.writeProgram(Self.hook, recorder())
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        try scene.git.directory.writeProgram(Self.hook, "#!/bin/sh\n# theirs\nexit 0\n")
        let before = FolderSnapshot(of: scene.project.path, without: [".git/autopack"])
        for way in ["install", "uninstall"] {
            let outcome = try await scene.project.autopack("hooks", way)
            #expect(outcome.status != 0, "\(outcome)")
            #expect(outcome.errors.contains("pre-push.before-autopack"), "\(outcome)")
        }
        #expect(
            before.differences(
                to: FolderSnapshot(of: scene.project.path, without: [".git/autopack"]))
                == [])
    }

    // MARK: Places

    @Test(arguments: ["relative", "absolute", "home", "global"])
    func `where core.hooksPath says, and nowhere else`(kind: String) async throws {
        let scene = try await PushScene(installs: false)
        let git = scene.git
        let home = scene.environment["HOME"] ?? ""
        var more: [String: String] = [:]
        let folder: String
        switch kind {
        case "relative":
            folder = "\(scene.project.path)/my hooks"
            try git.git("config", "core.hooksPath", "my hooks")
        case "home":
            folder = "\(home)/my hooks"
            try git.git("config", "core.hooksPath", "~/my hooks")
        case "global":
            folder = git.directory.path("global hooks")
            let file = try git.directory.write(
                "gitconfig", "[core]\n\thooksPath = \"\(folder)\"\n")
            more["GIT_CONFIG_GLOBAL"] = file
        default:
            folder = git.directory.path("my hooks")
            try git.git("config", "core.hooksPath", folder)
        }
        let environment = scene.environment.merging(more) { $1 }
        let installed = try await runAutopack(
            ["hooks", "install"], in: scene.project.path, environment: environment)
        expect(installed, exits: 0)
        #expect(installed.output.contains("\(folder)/pre-push"), "\(installed)")
        #expect(!git.directory.exists(Self.hook))
        let proved = try await runAutopack(
            ["hooks", "status"], in: scene.project.path, environment: environment)
        expect(proved, exits: 0)
        try scene.commit("a.txt", PushScene.conflict)
        #expect(try await scene.push("origin", "main", with: more).status == 1)
        // Set elsewhere since: git runs it no more, and that is said.
        try git.git("config", "core.hooksPath", "/nonexistent")
        let lost = try await runAutopack(
            ["hooks", "status"], in: scene.project.path, environment: environment)
        expect(lost, exits: 1)
    }

    @Test func `no hooks at all are not made to run`() async throws {
        let scene = try await PushScene(installs: false)
        try scene.git.git("config", "core.hooksPath", "/dev/null")
        try await scene.project.expectRefusal(
            ["hooks", "install"], exits: 4, naming: "core.hooksPath is /dev/null")
    }

    @Test func `through a link the repository came with no hook is written`() async throws {
        let scene = try await PushScene(installs: false)
        let elsewhere = scene.git.directory.path("elsewhere")
        try change(scene, "mv", "repository/.git/hooks", elsewhere)
        try change(scene, "ln", "-s", elsewhere, "repository/.git/hooks")
        let before = FolderSnapshot(of: elsewhere)
        let outcome = try await scene.project.autopack("hooks", "install")
        expect(outcome, exits: 4)
        #expect(outcome.errors.contains("is a link to \(elsewhere)"), "\(outcome)")
        #expect(before.differences(to: FolderSnapshot(of: elsewhere)) == [])
        let (_, json) = try await status(scene)
        #expect(json["why"]?.string?.contains("is a link") == true)
        // What is advised is what helps.
        try scene.git.git("config", "core.hooksPath", elsewhere)
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        try await expectRuns(scene)
    }

    @Test(arguments: [
        ("", "core.hooksPath is empty", "core.hooksPath"),
        ("/dev/null", "core.hooksPath is /dev/null", "core.hooksPath"),
        ("/proc/no/such", "cannot make the folder /proc/no", "core.hooksPath"),
        (nil, "is a folder", "mv '"),
    ])
    func `where no hook can stand that is said, with what mends it`(
        folder: String?, why: String, fix: String
    ) async throws {
        let scene = try await PushScene(installs: false)
        if let folder {
            try scene.git.git("config", "core.hooksPath", folder)
        } else {
            try scene.git.directory.write("repository/.git/hooks/pre-push/file", "")
        }
        let before = FolderSnapshot(of: scene.project.path)
        let outcome = try await scene.project.autopack("hooks", "install")
        expect(outcome, exits: 4)
        #expect(outcome.errors.contains(why), "\(outcome)")
        let hints = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("hint: ") }
        #expect(hints.contains { $0.contains(fix) }, "\(outcome)")
        #expect(before.differences(to: FolderSnapshot(of: scene.project.path)) == [])
        let (told, json) = try await status(scene)
        expect(told, exits: 1)
        if why != "cannot make the folder /proc/no" {
            #expect(json["fix"]?.string?.contains("hooks install") == false, "\(told)")
            #expect(json["why"]?.string?.contains(why) == true, "\(told)")
        }
    }

    @Test func `in a linked worktree, which has the hooks of the repository`() async throws {
        let scene = try await PushScene(installs: false)
        let linked = scene.git.directory.path("a linked tree")
        try scene.git.git("worktree", "add", "--quiet", "-b", "side", linked)
        expect(try await scene.project.autopack("hooks", "install", in: linked), exits: 0)
        #expect(scene.git.directory.exists(Self.hook))
        try await expectRuns(scene, in: linked)
        try await expectRuns(scene)
        try await expectJudges(scene, in: linked, file: "a linked tree/marker.txt")
        try await expectJudges(scene)
        // A relative path counts from each worktree's own root.
        try scene.git.git("config", "core.hooksPath", ".hooks")
        let (here, _) = try await status(scene, in: linked)
        expect(here, exits: 1)
        expect(try await scene.project.autopack("hooks", "install", in: linked), exits: 0)
        try await expectRuns(scene, in: linked)
        let (there, _) = try await status(scene)
        expect(there, exits: 1)
    }

    @Test func `from a subfolder, with GIT_DIR, in a bare repository`() async throws {
        let scene = try await PushScene(installs: false)
        let folder = try scene.git.directory.makeFolder("repository/below")
        expect(try await scene.project.autopack("hooks", "install", in: folder), exits: 0)
        try await expectRuns(scene, in: folder)
        let outcome = try await runAutopack(
            ["hooks", "status"], in: scene.git.directory.path,
            environment: scene.environment.merging(
                ["GIT_DIR": "repository/.git", "GIT_WORK_TREE": "repository"]) { $1 })
        expect(outcome, exits: 0)
        expect(try await scene.project.autopack("hooks", "install", in: scene.remote), exits: 0)
        try await expectRuns(scene, in: scene.remote)
    }

    // MARK: What the proof proves

    @Test func `what keeps the hook from running is said`() async throws {
        let scene = try await PushScene()
        try await expectRuns(scene)
        let absent = try await runAutopack(
            ["hooks", "status"], in: scene.project.path, environment: scene.project.environment)
        expect(absent, exits: 1)
        #expect(absent.output.contains("does not find git-autopack"), "\(absent)")
        try change(scene, "chmod", "644", Self.hook)
        let (dead, json) = try await status(scene)
        expect(dead, exits: 1)
        #expect(json["why"]?.string?.contains("not executable") == true, "\(dead)")
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        try await expectRuns(scene)
    }

    @Test func `no hook that a repository brought along runs for a question`() async throws {
        let scene = try await PushScene(installs: false)
        let marker = scene.git.directory.path("marker")
        for name in ["pre-push", "post-index-change", "reference-transaction"] {
            try scene.git.directory.writeProgram(
                "repository/.git/hooks/\(name)", "#!/bin/sh\ntouch '\(marker)'\n")
        }
        try scene.git.git("config", "core.fsmonitor", "touch '\(marker)'; false")
        expect(try await scene.project.autopack("hooks", "status"), exits: 1)
        expect(try await scene.project.autopack("hooks", "install"), exits: 0)
        try await expectRuns(scene)
        expect(try await scene.project.autopack("hooks", "uninstall"), exits: 0)
        #expect(!scene.git.directory.exists("marker"))
    }
}
