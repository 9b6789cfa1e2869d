import TestSupport

extension Project {
    /// Runs the program at a terminal, where somebody types.
    ///
    /// - Parameter typed: All of it, with the ends of its lines; after it the input ends (^D).
    func atTerminal(_ arguments: String..., typing typed: String) async throws -> Outcome {
        let words = ([BuildProducts.gitAutopack] + arguments).map { "'\($0)'" }
        // `script` of util-linux, which Debian always has, makes the terminal.
        return try await TestSupport.Invocation(
            "script",
            ["--quiet", "--return", "--command", words.joined(separator: " "), "/dev/null"],
            environment: environment.merging(["SHELL": "/bin/sh", "TERM": "dumb"]) { $1 },
            in: path, standardInput: Array(typed.utf8)
        ).run()
    }
}
