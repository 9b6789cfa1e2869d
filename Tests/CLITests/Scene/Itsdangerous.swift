import TestSupport

/// A project that nobody wrote for these tests: the source distribution of itsdangerous 2.2.0, with
/// one function broken in each of two files.
enum Itsdangerous {
    static let encoding = "src/itsdangerous/encoding.py"
    static let timed = "src/itsdangerous/timed.py"
    private static let archive = PythonEnvironment.project("itsdangerous-2.2.0")
    private static let python = PythonEnvironment.python

    /// Whether the archive, and what its tests run with, were fetched.
    static var isAtHand: Bool { archive != nil && python != nil }
    /// Why a test that needs it skips.
    static let absence = "itsdangerous or pytest was not fetched: the package index is out of reach"

    static let mendEncoding = Edit.replace(
        #"    return _bytes_to_int(bytestr.ljust(8, b"\x00"))[0]"#,
        by: #"    return _bytes_to_int(bytestr.rjust(8, b"\x00"))[0]"#, in: encoding)
    static let mendTimed = Edit.replace(
        "            if age < max_age:", by: "            if age > max_age:", in: timed)

    /// What is asked of the models in ``plan`` where each first answer is right.
    static let replies: [RecordedAnswer] = [
        .builder("encoding", mendEncoding), .approval("encoding"),
        .builder("timed", mendTimed), .approval("timed"),
    ]

    /// Unpacks the project, commits it as it is, and commits the two faults.
    static func project() throws -> Project {
        guard let archive else { throw TestFailure(absence) }
        let repository = try ScratchRepository()
        let unpacked = try Invocation(
            "tar", ["-xzf", archive, "--strip-components=1"], environment: repository.environment,
            in: repository.path
        ).run()
        guard unpacked.status == 0 else { throw TestFailure("tar: \(unpacked)") }
        try repository.commit("Import itsdangerous 2.2.0")
        try turn("bytestr.rjust(8", into: "bytestr.ljust(8", in: encoding, of: repository)
        try turn("if age > max_age:", into: "if age < max_age:", in: timed, of: repository)
        try repository.commit("Break two functions")
        return try Project(around: repository)
    }

    /// The project's own suite, or one file of it.
    static func suite(_ file: String? = nil) throws -> [String] {
        guard let python else { throw TestFailure(absence) }
        let only = file.map { ["tests/test_itsdangerous/\($0)"] } ?? []
        return [python, "-m", "pytest", "-q", "-o", "pythonpath=src"] + only
    }

    /// Mends a file a phase, each judged by its own tests and by all of them.
    static func plan() throws -> String {
        """
        version: 1
        goal: Mend what the tests find
        checks:
          - {name: tests, run: \(try words(suite())), timeout: 120s}
        phases:
          - id: encoding
            title: Pad integers on the left
            goal: bytes_to_int has to give the number that int_to_bytes was given.
            complexity: low
            scope: {write: [\(encoding)]}
            checks:
              - {name: encoding, run: \(try words(suite("test_encoding.py"))), timeout: 120s}
          - id: timed
            title: Refuse what is too old
            goal: unsign has to refuse a signature that is older than max_age, and no other.
            complexity: low
            depends_on: [encoding]
            scope: {write: [\(timed)]}
            checks:
              - {name: timed, run: \(try words(suite("test_timed.py"))), timeout: 120s}
        """
    }

    private static func words(_ command: [String]) -> String {
        "[\(command.map(quoted).joined(separator: ", "))]"
    }

    private static func turn(
        _ right: String, into wrong: String, in file: String, of repository: ScratchRepository
    ) throws {
        let text = try repository.read(file)
        let broken = text.replacing(right, with: wrong)
        guard broken != text else { throw TestFailure("\(file) has no \(right)") }
        try repository.write(file, broken)
    }
}
