import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `sandbox`: a command as a check would be run.
@Suite(.fewAtOnce) struct SandboxTests {
    private let project: Project

    init() throws { project = try Project() }

    private func sandbox(
        _ script: String, _ options: String..., in folder: String? = nil,
        with more: [String: String] = [:]
    ) async throws -> Outcome {
        try await runAutopack(
            ["sandbox"] + options + ["--", "sh", "-c", script], in: folder ?? project.path,
            environment: project.environment.merging(more) { $1 })
    }

    @Test(arguments: [0, 1, 7, 77, 255])
    func `the command's status and streams are its own`(status: Int32) async throws {
        let outcome = try await sandbox("echo out; echo err >&2; exit \(status)")
        expect(outcome, exits: status)
        #expect(outcome.output == "out\n")
        #expect(outcome.errors.hasSuffix("err\n"))
    }

    @Test func `a signal and a missing program are told as by a shell`() async throws {
        expect(try await sandbox("kill -SEGV $$"), exits: 128 + SIGSEGV)
        let missing = try await project.autopack("sandbox", "--", "no-such-program")
        expect(missing, exits: 127)
        #expect(missing.errors.contains("cannot run no-such-program"))
    }

    @Test func `it sees what is uncommitted, and what it changes is thrown away`() async throws {
        try project.repository.write("calc/new.py", "new = 1\n")
        try project.repository.write("calc/__init__.py", "changed = 1\n")
        let before = FolderSnapshot(ofUsersPartIn: project.repository)
        let script = """
            cat calc/new.py calc/__init__.py; git log --format=%s
            rm -rf calc; echo > made; echo > .git/made; git commit --allow-empty -m no
            """
        let outcome = try await sandbox(script)
        #expect(outcome.output == "new = 1\nchanged = 1\nbegin\n", "\(outcome)")
        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: project.repository)) == [])
        let after = try await sandbox("ls; cat calc/new.py")
        #expect(after.output.hasSuffix("new = 1\n") && !after.output.contains("made"))
    }

    @Test func `it runs on a commit where one is named`() async throws {
        try project.repository.write("calc/new.py", "new = 1\n")
        let outcome = try await sandbox("ls calc/new.py", "--at", "HEAD")
        expect(outcome, exits: 2)
        #expect(outcome.errors.contains("calc/new.py"))
        expect(try await sandbox("true", "--at", "no-such-name"), exits: 2)
    }

    @Test func `it runs where the person stands`() async throws {
        let outcome = try await sandbox("pwd; ls", in: "\(project.path)/calc")
        #expect(outcome.output.hasPrefix("\(project.path)/calc\n"), "\(outcome)")
    }

    @Test func `no key of the user's is seen`() async throws {
        let key = "value-of-a-key-\(UInt64.random(in: 1...UInt64.max))"
        let outcome = try await sandbox(
            "env; cat /proc/*/environ 2>&-; true",
            with: ["OPENAI_API_KEY": key, "SSH_AUTH_SOCK": "/tmp/\(key)"])
        expect(outcome, exits: 0)
        #expect(outcome.output.contains("CI=1") && !outcome.output.contains(key))
    }

    @Test func `its time is limited`() async throws {
        expect(try await sandbox("sleep 1000", "--time-limit", "1"), exits: 124)
    }

    @Test func `the user's limits hold, and the repository's do not`() async throws {
        let script = "ulimit -f; ulimit -d; head -c 3000000 /dev/zero > big && echo written"
        #expect(
            try await sandbox(script).output == "\(240 << 11)\n\(32 << 20)\nwritten\n")
        try project.configure(
            autopack: "sandbox_limits: {file_megabytes: 2, memory_megabytes: 0}\n")
        try project.repository.write(
            ".autopack/autopack.yaml", "sandbox_limits: {file_megabytes: 0}\n")
        try project.repository.commit("loosen")
        let outcome = try await sandbox(script)
        #expect(outcome.output == "4096\nunlimited\n", "\(outcome)")
        #expect(outcome.errors.contains("may not be set by a repository"))
    }

    @Test func `a repository without a commit has a sandbox too`() async throws {
        let empty = try Project(around: try ScratchRepository())
        try empty.repository.write("file", "text\n")
        let outcome = try await empty.autopack("sandbox", "--", "cat", "file")
        expect(outcome, exits: 0)
        #expect(outcome.output == "text\n")
    }

    @Test func `what the command is told is not told to the program`() async throws {
        let outcome = try await project.autopack("sandbox", "--", "echo", "--json", "-q", "--at")
        #expect(outcome.output == "--json -q --at\n")
    }

    // MARK: What it is made of

    @Test func `without a command it says what the sandbox is made of`() async throws {
        let outcome = try await project.autopack("sandbox")
        expect(outcome, exits: 0)
        #expect(outcome.output.hasPrefix("bubblewrap          "))
        let json = try await project.autopack("sandbox", "--json")
        expect(json, exits: 0)
        #expect(try JSONReader.value(json.output)["is_enough"] == .bool(true))
        #expect(outcome.output.contains("Landlock") && json.output.contains("\"landlock\":"))
    }

    @Test func `without bubblewrap it says what is open, and goes on`() async throws {
        let folder = try project.repository.directory.makeFolder("bin")
        for program in ["git", "sh", "cat"] {
            symlink("/usr/bin/\(program)", "\(folder)/\(program)")
        }
        let outcome = try await sandbox("cat calc/__init__.py", with: ["PATH": folder])
        guard outcome.status != 4 else {
            // The kernel has no Landlock either.
            #expect(outcome.errors.contains("sandbox: off"))
            return
        }
        expect(outcome, exits: 0)
        #expect(
            outcome.errors.contains(
                "warning: no namespace sandbox: bubblewrap is not installed"))
    }

    @Test func `switched off it says so each time`() async throws {
        try project.configure(autopack: "sandbox: off\n")
        let outcome = try await sandbox("true")
        expect(outcome, exits: 0)
        #expect(outcome.errors.contains("switched off (sandbox: off)"))
    }

    @Test(
        arguments: [
            ["--json", "--", "true"], ["--at", "HEAD"], ["--time-limit", "0", "--", "true"],
            ["true"],
        ])
    func `a wrong call is refused`(arguments: [String]) async throws {
        let outcome = try await runAutopack(
            ["sandbox"] + arguments, in: project.path, environment: project.environment)
        expect(outcome, exits: 2)
    }

    @Test func `outside a repository there is nothing to run on`() async throws {
        let outcome = try await sandbox("true", in: project.repository.directory.path("home"))
        expect(outcome, exits: 4)
    }

    // MARK: Attacks

    private static let harness = Shared.folder.map {
        "\($0)/fixtures/attacks/tools/sandbox_harness.py"
    }

    @Test(
        .enabled(
            if: harness.map { access($0, R_OK) == 0 } ?? false
                && access("/usr/bin/python3", X_OK) == 0 && access("/usr/bin/bwrap", X_OK) == 0,
            "needs the shared material, /usr/bin/python3 and bubblewrap"))
    func `every shared escape attempt is stopped`() async throws {
        let result = project.repository.directory.path("result.json")
        let outcome = try await Invocation(
            "/usr/bin/python3",
            [
                "-B", Self.harness ?? "", "--out", result, "--", BuildProducts.gitAutopack,
                "sandbox", "--",
            ],
            environment: project.environment, in: "/"
        ).run()
        expect(outcome, exits: 0)
        // Listening on the private loopback is what test servers do; see docs/sandbox.md.
        #expect(outcome.output.contains("\"must_open\": []"), "\(outcome)")
        #expect(
            outcome.output.contains(
                "\"should_open\": [\"net_tcp_listen\", \"net_listen_no_bind\"]"),
            "\(outcome)")
    }
}
