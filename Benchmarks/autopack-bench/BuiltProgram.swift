import TestSupport

/// The `git-autopack` that was built with this program.
struct BuiltProgram {
    private let path: String
    /// Where it lies.
    let folder: String

    init() throws {
        guard let own = CommandLine.arguments.first, let slash = own.lastIndex(of: "/") else {
            throw TestFailure("autopack-bench is started by its path, as make bench does")
        }
        folder = String(own[..<slash])
        path = own[...slash] + "git-autopack"
    }

    /// Runs it once, blocking.
    ///
    /// - Parameter more: Variables beside the repository's.
    /// - Throws: ``TestFailure`` with what it wrote, where it ends with another status than 0.
    @discardableResult
    func run(
        _ arguments: [String], in repository: ScratchRepository, with more: [String: String] = [:]
    ) throws -> Outcome {
        let outcome =
            try Invocation(
                path, arguments, environment: repository.environment.merging(more) { $1 },
                in: repository.path
            ).run()
        guard outcome.status == 0 else {
            throw TestFailure("git-autopack \(arguments.joined(separator: " ")): \(outcome)")
        }
        return outcome
    }
}
