import Commands
import Effects
import Git
import Synchronization
import TestSupport
import Testing

struct GitCommandTests {
    /// A repository in which everything that can run a program leaves a mark.
    private func hostile() async throws -> (ScratchRepository, mark: String) {
        let scratch = try await ScratchRepository()
        try await scratch.commit(["a.txt": "one\n", "b.txt": "b\n", "k.bin": "k\n"])
        let mark = scratch.folder["mark"]
        let program = scratch.folder.write(
            "#!/bin/sh\necho \"$0 $*\" >> '\(mark)'\ncat 2>/dev/null\n", to: "hostile/run",
            mode: 0o755)
        for hook in [
            "reference-transaction", "post-index-change", "pre-commit", "post-checkout",
            "pre-auto-gc", "post-rewrite", "fsmonitor-watchman",
        ] {
            scratch.folder.write(
                "#!/bin/sh\necho hook \(hook) >> '\(mark)'\n",
                to: "repository/.git/hooks/\(hook)", mode: 0o755)
        }
        let hidden = scratch.folder.write(
            "[filter \"hidden\"]\n\tclean = \(program)\n\tsmudge = \(program)\n", to: "hidden")
        scratch.folder.write(
            """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = false
            \tfsmonitor = \(program)
            \tpager = \(program)
            \teditor = \(program)
            \tsshCommand = \(program)
            \taskPass = \(program)
            \talternateRefsCommand = \(program)
            [filter "evil"]
            \tclean = \(program)
            \tsmudge = \(program)
            \trequired = true
            [filter "e=v.il"]
            \tprocess = \(program)
            [diff]
            \texternal = \(program)
            [diff "evil"]
            \tcommand = \(program)
            \ttextconv = \(program)
            [merge "evil"]
            \tdriver = \(program) %A
            [commit]
            \tgpgSign = true
            [gpg]
            \tprogram = \(program)
            [credential]
            \thelper = \(program)
            [interactive]
            \tdiffFilter = \(program)
            [alias]
            \tstatus = !\(program)
            [remote "origin"]
            \turl = x
            [includeIf "hasconfig:remote.*.url:x"]
            \tpath = \(hidden)

            """, to: "repository/.git/config")
        scratch.write(
            "*.txt filter=evil diff=evil merge=evil\n*.bin filter=hidden\nc* filter=e=v.il\n",
            to: ".gitattributes")
        return (scratch, mark)
    }

    @Test func `no program that a hostile repository names ever runs`() async throws {
        let (scratch, mark) = try await hostile()
        let repository = try scratch.open()
        let head = try #require(try repository.head().commit)
        let command = try await scratch.command()
        let checkout = try await scratch.checkout()
        scratch.write("edited\n", to: "a.txt")
        scratch.write("new\n", to: "c.txt")
        scratch.write("edited\n", to: "k.bin")
        #expect(try await checkout.changes().count == 4)
        let snapshot = try await checkout.snapshot(
            author: ScratchRepository.person, message: "snapshot")
        #expect(
            try repository.readFile(at: "a.txt", in: snapshot.tree) == Array("edited\n".utf8))
        let tree = try repository.writeTree(
            base: try repository.readCommit(head).tree,
            changes: [
                .put("b.txt", .regular, try repository.writeBlob(Array("b2\n".utf8))),
                .put("d.txt", .regular, try repository.writeBlob(Array("d\n".utf8))),
            ])
        let person = ScratchRepository.person
        let next = try repository.writeCommit(
            tree: tree, parents: [head], author: person, committer: person, message: "next")
        try await command.updateRefs(
            [RefMovement(name: try RefName.branch("main"), old: head, new: next)], reason: "x",
            committer: person)
        try await checkout.follow(from: head, to: next)
        #expect(scratch.text("b.txt") == "b2\n")
        #expect(scratch.text("d.txt") == "d\n")
        try await checkout.writeDifference(from: next, to: head)
        #expect(scratch.text("b.txt") == "b\n")
        try await command.packRefs()
        try await command.repack()
        try await command.collectGarbage()
        #expect(try await command.fsck() == [])
        #expect(scratch.folder.text("mark") == nil, "see \(mark)")
    }

    @Test func `the same repository does run programs where git is not neutralised`()
        async throws
    {
        let (scratch, _) = try await hostile()
        scratch.write("edited\n", to: "a.txt")
        _ = try? await scratch.git(["add", "a.txt"], statuses: [0, 1, 128])
        #expect(scratch.folder.text("mark") != nil)
    }

    @Test func `the user's own filters stay in force`() async throws {
        let scratch = try await ScratchRepository()
        try await scratch.commit(["a.txt": "one\n"])
        let global = scratch.folder.write(
            "[filter \"mine\"]\n\tclean = tr a-z A-Z\n\tsmudge = tr A-Z a-z\n", to: "global")
        var environment = scratch.environment
        environment["GIT_CONFIG_GLOBAL"] = global
        try await scratch.git("config", "filter.mine.clean", "tr a-z x")
        scratch.write("*.txt filter=mine\n", to: ".gitattributes")
        scratch.write("two\n", to: "a.txt")
        let command = try await GitCommand(
            location: try scratch.open().location, environment: environment, processes: .live)
        let checkout = try Checkout(command, temporaryDirectory: scratch.folder.path)
        let snapshot = try await checkout.snapshot(
            author: ScratchRepository.person, message: "x")
        let text = try scratch.open().readFile(at: "a.txt", in: snapshot.tree)
        #expect(text.map { String(decoding: $0, as: UTF8.self) } == "TWO\n")
    }

    @Test func `git sees nothing of the caller's environment but what is allowed`() async throws {
        let scratch = try await ScratchRepository()
        let seen = Mutex<[ProcessRequest]>([])
        let recording = Processes(
            run: { request async throws(ProcessFailure) in
                seen.withLock { $0.append(request) }
                return try await Processes.live.run(request)
            }, find: Processes.live.find)
        let hostile = [
            "GIT_SSH_COMMAND": "x", "GIT_EXTERNAL_DIFF": "x", "GIT_INDEX_FILE": "/x",
            "GIT_EXEC_PATH": "/x", "LD_PRELOAD": "/x", "GIT_OBJECT_DIRECTORY": "/x",
            "GIT_CONFIG_PARAMETERS": "'core.hooksPath'='/x'", "GIT_TRACE": "/x", "PAGER": "x",
            "OPENAI_API_KEY": "x", "GIT_NAMESPACE": "x", "GIT_DIR": "/x",
        ]
        let command = try await GitCommand(
            location: try scratch.open().location,
            environment: scratch.environment.merging(hostile) { $1 }, processes: recording)
        try await command.packRefs()
        let requests = seen.withLock { $0 }
        #expect(requests.count == 2)
        for request in requests {
            #expect(!request.environment.values.contains { $0 == "x" || $0.contains("/x") })
            #expect(request.environment["GIT_DIR"] == "\(scratch.path)/.git")
            #expect(request.environment["GIT_TERMINAL_PROMPT"] == "0")
            #expect(request.arguments.starts(with: ["--no-optional-locks", "--no-pager"]))
            #expect(request.arguments.contains("core.hooksPath=/dev/null"))
            #expect(request.arguments.contains("core.fsync=all"))
        }
    }

    @Test func `a movement of refs outlives its task`() async throws {
        let scratch = try await ScratchRepository()
        let one = try await scratch.commit(["a": "1"])
        let command = try await scratch.command()
        let name = try RefName.branch("x")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await command.updateRefs(
                [RefMovement(name: name, old: nil, new: one)], reason: "x",
                committer: ScratchRepository.person)
        }
        try await task.value
        #expect(try scratch.open().lookUp(name) == one)
    }

    @Test func `a missing git is told`() async throws {
        let scratch = try await ScratchRepository()
        let location = try scratch.open().location
        let error = await #expect(throws: GitError.self) {
            try await GitCommand(
                location: location, environment: ["PATH": scratch.folder.path], processes: .live)
        }
        #expect(error?.remedy?.contains("install") == true)
    }
}
