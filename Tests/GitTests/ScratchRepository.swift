import Commands
import Effects
import Git
import TestSupport
import Testing

/// A repository of its own for one test, and plain git to judge what is stored in it.
final class ScratchRepository: Sendable {
    let folder = ScratchFolder()
    let environment: [String: String]
    /// The checkout, or the bare repository.
    let path: String

    init(bare: Bool = false, initArguments: [String] = []) async throws {
        path = folder.makeFolder("repository")
        environment = Self.environment(home: folder.makeFolder("home"))
        try await git(["init", "-q", "-b", "main"] + (bare ? ["--bare"] : []) + initArguments)
    }

    static func environment(home: String) -> [String: String] {
        [
            "HOME": home, "PATH": "/usr/local/bin:/usr/bin:/bin", "TMPDIR": "/tmp",
            "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_AUTHOR_NAME": "A U Thor", "GIT_AUTHOR_EMAIL": "author@example.com",
            "GIT_AUTHOR_DATE": "@1700000000 +0100", "GIT_COMMITTER_NAME": "C O Mitter",
            "GIT_COMMITTER_EMAIL": "committer@example.com",
            "GIT_COMMITTER_DATE": "@1700000100 -0230", "LC_ALL": "C",
        ]
    }

    static let person = Signature(
        name: "A U Thor", email: "author@example.com", seconds: 1_700_000_000, offsetMinutes: 60)

    /// Runs git in the checkout and returns what it printed.
    @discardableResult
    func git(
        _ arguments: [String], input: [UInt8] = [], more: [String: String] = [:],
        statuses: Set<Int32> = [0], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        String(
            decoding: try await gitBytes(
                arguments, input: input, more: more, statuses: statuses,
                sourceLocation: sourceLocation), as: UTF8.self)
    }

    @discardableResult
    func git(
        _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        try await git(arguments, sourceLocation: sourceLocation)
    }

    func gitBytes(
        _ arguments: [String], input: [UInt8] = [], more: [String: String] = [:],
        statuses: Set<Int32> = [0], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [UInt8] {
        let result = try await Processes.live.run(
            ProcessRequest(
                executable: "git", arguments: arguments,
                environment: environment.merging(more) { $1 }, workingDirectory: path,
                standardInput: input, outputLimitBytes: 64 << 20))
        guard case .exited(let status) = result.end, statuses.contains(status) else {
            Issue.record(
                """
                git \(arguments): \(result.end) \
                \(String(decoding: result.standardError, as: UTF8.self))
                """, sourceLocation: sourceLocation)
            throw Failed()
        }
        return result.standardOutput
    }

    struct Failed: Error {}

    /// Writes files, stages everything and commits.
    @discardableResult
    func commit(_ files: [String: String], _ message: String = "change") async throws -> ObjectID {
        for (name, text) in files { write(text, to: name) }
        try await git("add", "-A")
        try await git("commit", "-q", "--allow-empty", "-m", message)
        return try await id("HEAD")
    }

    func write(_ text: String, to name: String) { folder.write(text, to: "repository/\(name)") }

    func text(_ name: String) -> String? { folder.text("repository/\(name)") }

    /// What git takes a revision for.
    func id(_ revision: String) async throws -> ObjectID {
        let text = try await git("rev-parse", "--verify", revision)
        return try #require(ObjectID(hex: text.prefix(40)))
    }

    func lines(_ arguments: String...) async throws -> [String] {
        try await git(arguments).split(separator: "\n").map(String.init)
    }

    func open(patience: Patience = .live) throws -> Repository {
        try Repository.discover(from: path, environment: environment, patience: patience)
    }

    func command(_ patience: Patience = .live) async throws -> GitCommand {
        try await GitCommand(
            location: try open().location, environment: environment, processes: .live,
            patience: patience)
    }

    func checkout() async throws -> Checkout {
        try Checkout(try await command(), temporaryDirectory: folder.makeFolder("temporary"))
    }

    /// Git finds nothing wrong.
    func verify(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let said = try await git(
            ["fsck", "--strict", "--full", "--no-dangling"], sourceLocation: sourceLocation)
        #expect(said == "", sourceLocation: sourceLocation)
    }
}

extension Repository {
    /// A commit without parents that holds one file.
    func makeCommit(_ text: String, parents: [ObjectID] = []) throws -> ObjectID {
        let tree = try writeTree(
            base: nil, changes: [.put("file", .regular, try writeBlob(Array(text.utf8)))])
        return try writeCommit(
            tree: tree, parents: parents, author: ScratchRepository.person,
            committer: ScratchRepository.person, message: text)
    }
}

/// Numbers that a seed decides.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
