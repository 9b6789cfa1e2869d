import TestSupport
import Testing

/// A run's prompts, replies and logs are erased, and nothing else; plain git judges.
@Suite(.fewAtOnce) struct ForgetTests {
    private static let words = "a remark that only the reply holds"

    /// A repository with a finished run, whose reply holds some words.
    private func finished() async throws -> Project {
        let project = try Project()
        try project.record([
            .builder("\(Self.words)\n" + Calculator.mendArithmetic), .approval(),
        ])
        try require(try await project.run(Calculator.onePhase()), exits: 0)
        return project
    }

    /// The files that the run keeps, by id.
    private func transcripts(of project: Project) throws -> [String] {
        try project.repository.git("ls-tree", "-r", "refs/autopack/keep/r1")
            .split(separator: "\n").compactMap { line in
                line.split(whereSeparator: \.isWhitespace).dropFirst(2).first.map(String.init)
            }
    }

    private func isThere(_ object: String, in project: Project) throws -> Bool {
        try project.repository.tryGit(["cat-file", "-e", object]).status == 0
    }

    private func everyObject(of project: Project) throws -> String {
        try project.repository.git("cat-file", "--batch-all-objects", "--batch", "--unordered")
    }

    @Test(arguments: [false, true])
    func `each erased object is named and absent, whether loose or packed`(
        isPacked: Bool
    ) async throws {
        let project = try await finished()
        if isPacked { try project.repository.git("repack", "-a", "-d", "-q") }
        let stranger = try project.repository.git("hash-object", "-w", "--stdin", input: "mine\n")
        let kept = try transcripts(of: project)
        #expect(!kept.isEmpty)
        #expect(try everyObject(of: project).contains(Self.words))
        let outcome = try await project.autopack("forget", "r1", "--json")
        try require(outcome, exits: 0)
        let answer = try JSONReader.value(outcome.output)
        #expect(answer.keys == ["erased", "held", "run", "shared"])
        let erased = answer["erased"]?.strings ?? []
        let shared = answer["shared"]?.strings ?? []
        for object in kept where object != "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" {
            #expect(erased.contains(object) || shared.contains(object))
        }
        for object in erased { #expect(try !isThere(object, in: project), "\(object)") }
        for object in shared { #expect(try isThere(object, in: project), "\(object)") }
        #expect(try !everyObject(of: project).contains(Self.words))
        #expect(try project.commit("refs/autopack/keep/r1") == nil)
        #expect(try isThere(stranger, in: project), "another's dangling object stays")
        try project.repository.git("fsck", "--full")
        let journal = try Journal(in: project.repository)
        #expect(journal.names.last == "run.forgotten")
        #expect(journal.entries.last?.event["erased"]?.strings.sorted() == erased.sorted())
    }

    @Test func `what git gc has written of the commits is written anew`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        try require(try await project.run(), exits: 0)
        let git = project.repository
        try git.git("gc", "--quiet")
        try git.git("commit-graph", "write", "--reachable")
        try require(try await project.autopack("forget", "r1"), exits: 0)
        let judged = try git.tryGit(["fsck", "--strict"])
        #expect(judged.status == 0, "\(judged)")
        #expect(try git.tryGit(["commit-graph", "verify"]).status == 0)
    }

    @Test func `a second time there is nothing to forget`() async throws {
        let project = try await finished()
        try require(try await project.autopack("forget", "r1"), exits: 0)
        let tip = try project.commit("refs/autopack/runs/r1")
        let again = try await project.autopack("forget", "r1")
        expect(again, exits: 0)
        #expect(again.output == "run r1 keeps no prompt, reply or log: nothing to forget\n")
        let asked = try await project.autopack("show", "r1:add:1", "--prompt")
        expect(asked, exits: 1)
        #expect(
            asked.errors == """
                error: the texts of run r1 were erased: git autopack forget was asked to
                hint: git autopack show r1

                """)
        #expect(try project.commit("refs/autopack/runs/r1") == tip)
        let json = try await project.autopack("forget", "r1", "--json")
        #expect(json.output == #"{"erased":[],"held":[],"run":"r1","shared":[]}"# + "\n")
    }

    @Test func `what other history holds too is named and stays`() async throws {
        let project = try await finished()
        let object = try #require(try transcripts(of: project).first)
        let bytes = try project.repository.tryGit(["cat-file", "-p", object]).standardOutput
        try project.repository.write("copy.txt", bytes)
        try project.repository.commit("a copy of a prompt")
        let outcome = try await project.autopack("forget", "r1", "--json")
        expect(outcome, exits: 0)
        let answer = try JSONReader.value(outcome.output)
        #expect(answer["shared"]?.strings.contains(object) == true)
        #expect(try isThere(object, in: project))
        try project.repository.git("fsck", "--full")
    }

    @Test func `what a kept pack holds is told, and erased once the pack is free`() async throws {
        let project = try await finished()
        try project.repository.git("repack", "-a", "-d", "-q")
        let names = try await Invocation(
            "/bin/ls", ["\(project.path)/.git/objects/pack"], environment: project.environment,
            in: project.path
        ).run().output.split(separator: "\n")
        let name = try #require(names.first { $0.hasSuffix(".pack") }?.dropLast(5))
        let file = ".git/objects/pack/\(name).keep"
        try project.repository.write(file, "")
        let outcome = try await project.autopack("forget", "r1", "--json")
        expect(outcome, exits: 1)
        let held = try JSONReader.value(outcome.output)["held"]?.array ?? []
        #expect(!held.isEmpty)
        #expect(held.allSatisfy { $0["by"]?.string?.contains(name) == true })
        try project.repository.git("fsck", "--full")
        _ = try await Invocation(
            "/bin/rm", [file], environment: project.environment, in: project.path
        ).run()
        let again = try await project.autopack("forget", "r1", "--json")
        expect(again, exits: 0)
        #expect(try !everyObject(of: project).contains(Self.words))
    }

    @Test func `a call that was killed after the ref went is finished by the next`() async throws {
        let project = try await finished()
        let kept = try transcripts(of: project)
        // What is on disk at that moment: the order, and no keep ref.
        let order = kept.map { "erase \($0)\n" }.joined()
        try project.repository.write(".git/autopack/forgetting/r1", order)
        try project.repository.git("update-ref", "-d", "refs/autopack/keep/r1")
        let outcome = try await project.autopack("forget", "r1")
        expect(outcome, exits: 0)
        #expect(outcome.output.hasPrefix("forgot run r1: "))
        #expect(try !everyObject(of: project).contains(Self.words))
        #expect(try Journal(in: project.repository).names.last == "run.forgotten")
    }

    @Test func `a run that is not finished is refused, with nothing erased`() async throws {
        let project = try Project()
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        let unchecked = """
            version: 1
            goal: Mend add
            phases:
              - {id: add, goal: Mend add., max_attempts: 1}
            """
        // No check judged the change: it waits for a person.
        try require(try await project.run(unchecked), exits: 3)
        let before = try project.repository.refs
        let outcome = try await project.autopack("forget", "r1")
        expect(outcome, exits: 3)
        #expect(outcome.errors.contains("git autopack abort r1"))
        #expect(try project.repository.refs == before)
    }

    @Test func `what an alternate holds is told, and erased once it is here`()
        async throws
    {
        let project = try await finished()
        let other = project.repository.directory.path("other objects")
        func shell(_ line: String) async throws {
            try require(
                try await Invocation(
                    "/bin/sh", ["-ec", line, "sh", other], environment: project.environment,
                    in: project.path
                ).run(), exits: 0)
        }
        try await shell(
            """
            mv .git/objects "$1"
            mkdir -p .git/objects/info .git/objects/pack
            echo "$1" >.git/objects/info/alternates
            """)
        let kept = try transcripts(of: project)
        let outcome = try await project.autopack("forget", "r1", "--json")
        expect(outcome, exits: 1)
        let held = try JSONReader.value(outcome.output)["held"]?.array ?? []
        #expect(!held.isEmpty)
        #expect(
            held.allSatisfy { $0["by"]?.string?.contains("another repository") == true },
            "\(outcome)")
        for object in kept { #expect(try isThere(object, in: project)) }
        try project.repository.git("fsck", "--full")
        try await shell(
            """
            rm .git/objects/info/alternates
            cp -R "$1"/. .git/objects
            """)
        expect(try await project.autopack("forget", "r1"), exits: 0)
        #expect(try !everyObject(of: project).contains(Self.words))
        try project.repository.git("fsck", "--full")
    }

    @Test func `what a linked worktree has in its index stays, and from there it is forgotten too`()
        async throws
    {
        let project = try await finished()
        let git = project.repository
        let linked = git.directory.path("linked tree")
        try git.git("worktree", "add", "--quiet", "--detach", linked)
        let object = try #require(try transcripts(of: project).first)
        try git.git(
            "-C", linked, "update-index", "--add", "--cacheinfo", "100644,\(object),copy.txt")
        let outcome = try await project.autopack("forget", "r1", "--json", in: linked)
        expect(outcome, exits: 0)
        let answer = try JSONReader.value(outcome.output)
        #expect(answer["shared"]?.strings == [object])
        #expect(try isThere(object, in: project))
        for object in answer["erased"]?.strings ?? [] {
            #expect(try !isThere(object, in: project))
        }
        try git.git("fsck", "--full")
        #expect(try git.git("-C", linked, "diff", "--cached", "--name-only") == "copy.txt")
    }

    @Test(.enabled(if: Mounting.isAllowed, "no name space of one's own to mount in"))
    func `a file that cannot be deleted is told, and the next call erases it`() async throws {
        let project = try await finished()
        let object = try #require(try transcripts(of: project).first)
        let file = ".git/objects/\(object.prefix(2))/\(object.dropFirst(2))"
        // What is mounted on cannot be deleted, by nobody.
        let outcome = try await Invocation(
            "unshare",
            [
                "-rm", "/bin/sh", "-ec",
                "mount --bind \"$1\" \"$1\"; exec \"$2\" forget r1 --json", "sh", file,
                BuildProducts.gitAutopack,
            ], environment: project.environment, in: project.path
        ).run()
        expect(outcome, exits: 1)
        let answer = try JSONReader.value(outcome.output)
        #expect(answer["held"]?.array?.map { $0["object"]?.string } == [object], "\(outcome)")
        #expect(answer["erased"]?.strings.isEmpty == false)
        expect(try await project.autopack("forget", "r1"), exits: 0)
        #expect(try !isThere(object, in: project))
        #expect(try !everyObject(of: project).contains(Self.words))
    }
}

/// Whether a test may mount something where nobody else sees it.
private enum Mounting {
    static let isAllowed: Bool = {
        let outcome = try? Invocation(
            "unshare", ["-rm", "/bin/sh", "-c", "mount --bind /tmp /tmp"],
            environment: ["PATH": TestEnvironment.searchPath], in: "/"
        ).run()
        return outcome?.status == 0
    }()
}
