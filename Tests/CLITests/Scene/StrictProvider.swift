#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import TestSupport

/// The shared server that checks requests as strictly as the vendors do.
final class StrictProvider {
    /// Scheme, host and port.
    let url: String
    private let program: RunningProgram

    /// Starts it beside a project, whose folder its output is kept in.
    ///
    /// - Parameters:
    ///   - shared: ``Shared/folder``.
    ///   - scenario: What it answers, in its own format; nil: the last message, echoed.
    init(_ shared: String, beside project: Project, scenario: String? = nil) async throws {
        let directory = project.repository.directory
        var arguments = [
            "-c", #"out=$1; shift; exec python3 "$0" --max-seconds 900 "$@" >"$out""#,
            "\(shared)/fixtures/providers/fake_provider.py", directory.path("provider.json"),
        ]
        if let scenario {
            arguments += ["--scenario", try directory.write("scenario.json", scenario)]
        }
        program = try Invocation(
            "sh", arguments, environment: project.repository.environment, in: directory.path
        ).start()
        var found: String?
        try await wait(for: "the provider's first line") {
            let bytes = (try? directory.read("provider.json")) ?? []
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            guard lines.count > 1 else { return false }
            found = try JSONReader.value(String(decoding: lines[0], as: UTF8.self))["url"]?.string
            return true
        }
        guard let found else { throw TestFailure("the strict provider names no address") }
        url = found
    }

    deinit { program.signal(SIGKILL) }

    /// The variables that lead the built-in providers there, with a key for each that is named.
    func variables(keys: [String: String]) -> [String: String] {
        var variables = [
            "OPENAI_BASE_URL": "\(url)/openai/v1", "ANTHROPIC_BASE_URL": "\(url)/anthropic",
            "GEMINI_BASE_URL": "\(url)/gemini", "GLM_BASE_URL": "\(url)/glm/api/paas/v4",
        ]
        for (name, key) in keys { variables[name] = key }
        return variables
    }
}
