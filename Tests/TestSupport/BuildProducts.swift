#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The programs of the build that the running tests belong to.
package enum BuildProducts {
    /// The folder of the built programs, without symbolic links.
    package static let folder: String = {
        // Where a helper program loads the tests, it is told where they are; elsewhere the tests
        // are a program.
        let arguments = CommandLine.arguments
        var tests = "/proc/self/exe"
        if let flag = arguments.firstIndex(of: "--test-bundle-path"), flag + 1 < arguments.count {
            tests = arguments[flag + 1]
        }
        guard let real = realpath(tests, nil) else {
            preconditionFailure("\(tests), the running tests, cannot be found")
        }
        defer { free(real) }
        let parts = String(cString: real).split(separator: "/", omittingEmptySubsequences: false)
        return parts.prefix { !$0.hasSuffix(".xctest") }.joined(separator: "/")
    }()

    /// The build folder as a whole, `.build` unless SwiftPM was told otherwise.
    package static let buildFolder: String =
        folder.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        .joined(separator: "/")

    /// The built `git-autopack`.
    package static var gitAutopack: String { "\(folder)/git-autopack" }

    /// The built `autopack-sandbox`, which sandboxed commands run under.
    package static var launcher: String { "\(folder)/autopack-sandbox" }
}

/// Runs the built `git-autopack` to its end.
///
/// - Parameters:
///   - directory: The folder to run it in, absolute.
///   - environment: All that it gets; see ``TestEnvironment``.
/// - Throws: ``TestFailure`` where it does not start or does not end; any exit status is a result.
package func runAutopack(
    _ arguments: [String], in directory: String, environment: [String: String],
    stdin: String = "", timeoutSeconds: Double = 600
) async throws(TestFailure) -> Outcome {
    try await Invocation(
        BuildProducts.gitAutopack, arguments, environment: environment, in: directory,
        standardInput: Array(stdin.utf8), timeoutSeconds: timeoutSeconds
    ).run()
}
