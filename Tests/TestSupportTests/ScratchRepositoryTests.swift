import TestSupport
import Testing

@Suite struct ScratchRepositoryTests {
    @Test func `the same work gives the same commit in every repository`() throws {
        let heads = try (0..<2).map { _ in
            let repository = try ScratchRepository()
            try repository.write("src/a.txt", "one\n")
            return try repository.commit("first")
        }
        #expect(heads[0] == heads[1])
    }

    @Test func `git's own configuration is the repository's and nothing else`() throws {
        let repository = try ScratchRepository()
        let origins = try repository.git("config", "--list", "--show-scope", "--name-only")
        #expect(origins.split(separator: "\n").allSatisfy { $0.hasPrefix("local") })
    }

    @Test func `a failing git says what it wrote`() throws {
        let repository = try ScratchRepository()
        let error = #expect(throws: TestFailure.self) { try repository.git("rev-parse", "nothing") }
        #expect(error?.description.contains("unknown revision") == true)
    }

    @Test func `fsck finds what is wrong`() throws {
        let repository = try ScratchRepository()
        try repository.write("a.txt", "one\n")
        try repository.commit("first")
        try repository.fsckStrict()
        let blob = try repository.git("rev-parse", "HEAD:a.txt")
        let object = "repository/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
        try repository.directory.remove(object)
        #expect(throws: TestFailure.self) { try repository.fsckStrict() }
    }

    @Test func `a mirror has every ref`() throws {
        let repository = try ScratchRepository()
        let head = try repository.commit("first")
        try repository.git("update-ref", "refs/autopack/runs/r1", head)
        #expect(try ScratchRepository(mirrorOf: repository).refs == repository.refs)
    }

    @Test func `nothing stays when a repository is let go, whatever its permissions`() throws {
        let path: String
        do {
            let repository = try ScratchRepository()
            path = repository.directory.path
            try repository.write("locked/a.txt", "one\n")
            _ = try Invocation(
                "chmod", ["0", "locked"], environment: repository.environment, in: repository.path
            ).run()
        }
        let parent = try TemporaryDirectory()
        #expect(
            try Invocation("/usr/bin/test", ["-e", path], environment: [:], in: parent.path).run()
                .status == 1)
    }
}
