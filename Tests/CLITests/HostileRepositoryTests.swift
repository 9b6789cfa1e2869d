import TestSupport
import Testing

/// What a repository brings along is data: none of it is run, and none of it leads outside.
@Suite(.fewAtOnce) struct HostileRepositoryTests {
    /// A repository whose configuration, hooks and attributes name programs wherever git takes one.
    private func hostile() throws -> Project {
        var files = Calculator.files
        files[".gitattributes"] = "*.py filter=evil diff=evil merge=evil\n"
        files[".gitignore"] = "ignored\n"
        let project = try Project(files)
        let git = project.repository
        let program = try git.directory.writeProgram(
            "evil", "#!/bin/sh\necho \"$0 $*\" >>\(git.directory.path("marker"))\ncat\n")
        for hook in [
            "pre-commit", "commit-msg", "post-commit", "post-checkout", "post-merge", "pre-push",
            "reference-transaction", "post-index-change", "post-rewrite", "pre-auto-gc",
            "fsmonitor-watchman", "update", "post-update", "prepare-commit-msg", "pre-rebase",
        ] {
            try git.directory.writeProgram(
                "repository/.git/hooks/\(hook)", "#!/bin/sh\nexec \(program) \(hook) </dev/null\n")
        }
        for key in [
            "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass",
            "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv",
            "diff.evil.command", "diff.external", "merge.evil.driver", "credential.helper",
            "gpg.program", "sequence.editor", "interactive.diffFilter", "pager.log", "pager.diff",
            "uploadpack.packObjectsHook", "core.gitProxy",
        ] {
            try git.git("config", key, program)
        }
        try git.git("config", "alias.log", "!\(program)")
        try git.git("config", "commit.gpgSign", "true")
        try git.directory.write("marker", "")
        return project
    }

    @Test func `no program that the repository names runs`() async throws {
        let project = try hostile()
        let git = project.repository
        try project.record(Calculator.replies)
        expect(try await project.run(), exits: 0)
        for arguments in [
            ["log"], ["show", "r1"], ["diff", "r1"], ["status"], ["show", "r1:add:1", "--patch"],
            ["config", "list"], ["rollback", "r1", "--dry-run"], ["land", "r1"],
            ["rollback", "r1"],
        ] {
            let outcome = try await runAutopack(
                arguments, in: project.path, environment: project.environment)
            // A path with a filter is read-only, and a signature may not be had: both are refusals.
            #expect(outcome.status < 128, "\(arguments): \(outcome)")
        }
        #expect(String(decoding: try git.directory.read("marker"), as: UTF8.self) == "")
    }

    @Test func `files that never end are not waited for`() async throws {
        let project = try Project()
        let git = project.repository
        let pipe = git.directory.path("pipe")
        try project.shell("mkfifo '\(pipe)'")
        // Git reads what its configuration names, however long that takes.
        for key in ["core.excludesFile", "core.attributesFile"] { try git.git("config", key, pipe) }
        expect(try await project.autopack("doctor", "--json"), exits: 0)
        try project.shell("rm -f .git/info/attributes; mkfifo .git/info/attributes")
        let doctor = try await project.autopack("doctor")
        expect(doctor, exits: 1)
        #expect(doctor.output.contains("endless_file"), "\(doctor)")
        #expect(doctor.output.contains("rm .git/info/attributes"), "\(doctor)")
        try project.record(Calculator.replies)
        let run = try await project.run()
        expect(run, exits: 4)
        #expect(run.errors.contains("info/attributes is no plain file"), "\(run)")
        for name in ["packed-refs", "objects/info/alternates", "index", "config", "HEAD"] {
            try project.shell(
                "mv .git/\(name) kept 2>/dev/null || true; mkfifo .git/\(name)")
            let log = try await project.autopack("log")
            expect(log, exits: 4)
            #expect(log.errors.contains(".git/\(name) is no plain file"), "\(log)")
            try project.shell("rm .git/\(name); mv kept .git/\(name) 2>/dev/null || true")
        }
    }

    @Test func `what is written for the program itself lands nowhere else`() async throws {
        let project = try Project()
        let git = project.repository
        try project.record(Calculator.replies)
        for name in ["autopack", "autopack/cache", "autopack/locks"] {
            let outside = try git.directory.makeFolder("outside")
            try project.shell("rm -rf .git/autopack; mkdir -p .git/\(name); rmdir .git/\(name)")
            try project.shell("ln -s '\(outside)' .git/\(name)")
            for words in [["verify"], ["health", "--offline"], ["log"]] {
                _ = try await runAutopack(
                    words, in: project.path, environment: project.environment)
            }
            let run = try await project.run()
            expect(run, exits: 4)
            #expect(run.errors.contains(".git/\(name) is a symbolic link"), "\(run)")
            let left = try await Invocation(
                "find", [outside, "-mindepth", "1"], environment: project.environment,
                in: project.path
            ).run()
            #expect(left.output == "", "\(name)")
        }
    }

    @Test func `a name of a ref steers no terminal, and a linked HEAD shows nothing`()
        async throws
    {
        let project = try Project()
        let git = project.repository
        let name = "refs/autopack/runs/\u{202e}gpj"
        try git.git("update-ref", name, "HEAD")
        for words in [["log"], ["stats"], ["doctor"], ["health", "--offline"], ["log", "--json"]] {
            let outcome = try await runAutopack(
                words, in: project.path, environment: project.environment)
            #expect(!(outcome.output + outcome.errors).contains("\u{202e}"), "\(words)")
        }
        try git.directory.write("secret.txt", "SECRET\n")
        try project.shell("rm .git/HEAD; ln -s '\(git.directory.path("secret.txt"))' .git/HEAD")
        let outcome = try await project.autopack("status")
        expect(outcome, exits: 4)
        #expect(outcome.errors.contains("HEAD is a symbolic link"), "\(outcome)")
        #expect(!outcome.errors.contains("SECRET"))
    }

    @Test func `an edit through a symbolic link is refused, wherever it leads`() async throws {
        let project = try Project()
        let git = project.repository
        let outside = try git.directory.makeFolder("outside")
        try git.git(
            "-c", "core.symlinks=true", "update-index", "--add", "--cacheinfo",
            "120000,\(try git.git("hash-object", "-w", "--stdin", input: outside)),door")
        try git.git("commit", "--quiet", "--message", "a door")
        try git.git("checkout", "--quiet", "--", ".")
        let base = try git.head
        try project.record([
            .builder(
                "add", attempt: 1, Calculator.mendArithmetic + Edit.create("door/in.txt", "in")),
            .builder("add", attempt: 2, Edit.replace(outside, by: "elsewhere", in: "door")),
            .fixer("No."), .fixer("No."), .fixer("No."), .approval(),
        ])
        expect(try await project.run(Calculator.onePhase()), exits: 1)
        #expect(try project.commit("autopack/r1") == base)
        #expect(!git.directory.exists("outside/in.txt"))
        try git.fsckStrict()
    }

    @Test func `odd names of files are carried, and told in a form that can be read`() async throws
    {
        var files = Calculator.files
        for name in [
            "new\nline.py", "tab\t.py", "quote\".py", " blank .py", "-dash.py", "ümläut.py",
        ] {
            files["calc/\(name)"] = "X = 1\n"
        }
        let project = try Project(files)
        try project.record(Calculator.replies)
        expect(try await project.run(), exits: 0)
        #expect(
            try project.repository.git("diff", "--name-only", "main", "autopack/r1")
                == "calc/arithmetic.py\ncalc/text.py")
        expect(try await project.autopack("land"), exits: 0)
        #expect(try project.repository.git("status", "--porcelain") == "")
        try project.repository.fsckStrict()
    }

    @Test func `line ends that git converts stay as the repository has them`() async throws {
        let project = try Project(
            Calculator.files.merging([".gitattributes": "*.py text eol=crlf\n"]) { $1 })
        try project.record(Calculator.replies)
        expect(try await project.run(), exits: 0)
        #expect(try project.file("calc/text.py", at: "autopack/r1") == Calculator.mendedText)
        expect(try await project.autopack("land"), exits: 0)
        #expect(try project.repository.git("status", "--porcelain") == "")
        #expect(
            try project.repository.read("calc/text.py")
                == Calculator.mendedText.replacing("\n", with: "\r\n"))
    }

    @Test func `a link that a check leaves behind is not followed when it is cleaned away`()
        async throws
    {
        let project = try Project()
        let git = project.repository
        try git.directory.write("precious/file", "precious\n")
        let precious = git.directory.path("precious")
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        let check =
            "[sh, -c, \"ln -s \(precious) calc/link; ln -s \(project.path) back; mkdir -p deep/er; chmod 000 deep; exit 0\"]"
        let outcome = try await project.run(Calculator.onePhase(check: check))
        expect(outcome, exits: 0)
        #expect(try git.directory.read("precious/file") == Array("precious\n".utf8))
        #expect(try git.git("status", "--porcelain") == "")
    }
}
