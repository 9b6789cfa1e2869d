import TestSupport
import Testing

/// What a run prints, for people and for programs.
@Suite(.fewAtOnce) struct OutputTests {
    private static let plan = Calculator.plan

    @Test func `as JSON each event is a line as it is journalled, and the last line tells the end`()
        async throws
    {
        let project = try Project()
        try project.record(Calculator.replies)
        let outcome = try await project.run(Self.plan, "--json")
        expect(outcome, exits: 0)
        let lines = try JSONReader.lines(outcome.output)
        let journal = try Journal(in: project.repository)
        #expect(
            lines.dropLast().compactMap { $0["event"]?.string } == Array(journal.names.dropLast()))
        for (number, line) in lines.dropLast().enumerated() {
            #expect(line["v"]?.int == 1)
            #expect(line["seq"]?.int == number)
            #expect(line["run"]?.string == "r1")
            #expect(line["time"] != nil)
        }
        let last = try #require(lines.last)
        #expect(last["event"]?.string == "run.finished")
        #expect(last["state"]?.string == "succeeded")
        #expect(last["branch"]?.string?.hasSuffix("autopack/r1") == true)
        #expect(last["commit"]?.string == (try project.commit("autopack/r1")))
        #expect(last["cost_usd"]?.double == 0)
        #expect(last["tokens"] != nil)
    }

    @Test func `a failed run ends its JSON with the state and the reason`() async throws {
        let project = try Project()
        try project.record([.builder(Calculator.doesNotApply)])
        let outcome = try await project.run(Calculator.onePhase(maxAttempts: 1), "--json")
        expect(outcome, exits: 1)
        let last = try #require(try JSONReader.lines(outcome.output).last)
        #expect(last["event"]?.string == "run.finished")
        #expect(last["state"]?.string == "failed")
        #expect(last["reason"]?.string == "phase")
    }

    @Test func `a run ends by naming the next commands`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        let outcome = try await project.run()
        for command in ["git autopack land", "git autopack rollback"] {
            #expect(outcome.description.contains(command), "\(outcome)")
        }
    }

    @Test func `in a pipe there are plain lines`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        let plain = try await project.run(Self.plan)
        expect(plain, exits: 0)
        #expect(!plain.description.contains("\u{1b}") && !plain.description.contains("\r"))
        #expect(plain.errors.contains("Mend add") || plain.errors.contains("add"))
        for command in [
            ["log"], ["show", "r1"], ["status", "r1"], ["diff", "r1"], ["config", "list"], ["-h"],
        ] {
            let outcome = try await runAutopack(
                command, in: project.path,
                environment: project.environment.merging([
                    "NO_COLOR": "1", "TERM": "xterm-256color",
                ]) { $1 })
            #expect(!outcome.description.contains("\u{1b}"), "\(command)")
        }
        let none = try await project.autopack(
            "run", "--plan", try project.plan(), "--id", "r2", "--progress=none")
        expect(none, exits: 0)
        #expect(none.errors == "", "\(none)")
        let quiet = try await project.autopack(
            "run", "--plan", try project.plan(), "--id", "r3", "-q")
        expect(quiet, exits: 0)
        #expect(quiet.errors == "", "\(quiet)")
    }

    @Test func `control characters from elsewhere are made visible`() async throws {
        let project = try Project(
            Calculator.files.merging(["calc/odd\u{1b}[2Jname.py": "X = 1\n"]) { $1 })
        let evil = "Mend \u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}\u{9b}31m add"
        var review = RecordedAnswer.approval()
        review.text =
            #"{"approved":true,"issues":[{"severity":"info","category":"c","path":"calc/text.py","line":1,"description":"a \u001b[2J\u0007 b","suggestion":"c\rd"}],"summary":"\u001b[31mred"}"#
        try project.record([
            .builder(
                Calculator.mendArithmetic
                    + Edit.replace("X = 1", by: "X = 2", in: "calc/odd\u{1b}[2Jname.py")),
            .builder("\u{1b}[2J" + Calculator.mendArithmetic), review, review,
        ])
        let outcome = try await project.run(Calculator.onePhase(title: evil))
        expect(outcome, exits: 0, 2)
        var said = [outcome]
        for arguments in [
            ["status", "r1"], ["show", "r1"], ["log"], ["show", "r1:add:1", "--audit"],
            ["show", "r1:add:1", "--reply"], [], ["status", "r1", "--json"],
            ["show", "r1", "--json"], ["log", "--json"],
        ] {
            said.append(
                try await runAutopack(arguments, in: project.path, environment: project.environment)
            )
        }
        for outcome in said {
            #expect(!outcome.output.unicodeScalars.contains("\u{9b}"), "\(outcome)")
            #expect(!outcome.output.unicodeScalars.contains("\u{202e}"), "\(outcome)")
            for byte: UInt8 in [0x1b, 0x07] {
                #expect(
                    !outcome.standardOutput.contains(byte), "\(outcome.output.debugDescription)")
                #expect(!outcome.standardError.contains(byte), "\(outcome.errors.debugDescription)")
            }
            #expect(
                !outcome.description.unicodeScalars.contains { [0x202e, 0x9b].contains($0.value) })
        }
        if outcome.status == 0 {
            let subjects =
                try project.repository.git("log", "--format=%s", "autopack/r1")
                + project.repository.git("log", "--format=%B", "refs/autopack/runs/r1")
            #expect(!subjects.contains("\u{1b}"))
        }
    }

    @Test func `trace lines go to standard error`() async throws {
        let project = try Project()
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        let plan = try project.plan(Calculator.onePhase())
        let outcome = try await project.autopack(
            "run", "--plan", plan, "--id", "r1", "--json", with: ["AUTOPACK_TRACE": "1"])
        expect(outcome, exits: 0)
        _ = try JSONReader.lines(outcome.output)
        #expect(outcome.errors.contains(/\w+=\S+/))
    }

    @Test(arguments: [
        "redact", "version", "config list", "help -a", "-h", "policy check -- git stash",
        "version --json", "show nothing --json",
    ])
    func `what cannot be written is said, and the exit status says so too`(
        arguments: String
    ) async throws {
        let project = try Project()
        func run(_ line: String) async throws -> Outcome {
            try await TestSupport.Invocation(
                "/bin/sh", ["-c", line.replacing("@", with: "'\(BuildProducts.gitAutopack)'")],
                environment: project.environment, in: project.path,
                standardInput: Array("some text\n".utf8), timeoutSeconds: 600
            ).run()
        }
        let full = try await run("@ \(arguments) >/dev/full")
        let wanted = "error: cannot write standard output: No space left on device\n"
        let lines = full.errors.split(separator: "\n").filter {
            $0.hasPrefix("error: cannot write")
        }
        #expect(lines.map { "\($0)\n" } == [wanted], "\(full)")
        let fails = arguments.hasPrefix("show")
        expect(full, exits: fails ? 2 : 4)
        if fails { #expect(full.errors.contains("error: cannot find run")) }
        // A reader that had enough, and no standard output at all, are no trouble: as with git.
        let closed = try await run(
            "(trap '' PIPE; @ \(arguments)) | true; @ \(arguments) >&-")
        #expect(!closed.errors.contains("cannot write"), "\(closed)")
        expect(closed, exits: fails ? 2 : 0)
    }
}
