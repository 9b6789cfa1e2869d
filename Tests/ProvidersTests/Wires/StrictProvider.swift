import Dispatch
import RunModel
import TestSupport
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The strict provider of the shared material, running; it ends with the last reference.
///
/// It answers over every wire, refuses what the vendors would refuse, and, where their SDKs are
/// installed, what does not fit the SDKs' own types.
final class StrictProvider: Sendable {
    static let script: String? = Shared.folder.flatMap { shared in
        let script = "\(shared)/fixtures/providers/fake_provider.py"
        return access(script, R_OK) == 0 ? script : nil
    }

    let url: String
    private let directory: TemporaryDirectory
    private let program: RunningProgram

    init(scenario: JSON) async throws {
        guard let script = StrictProvider.script else { throw TestFailure("no strict provider") }
        directory = try TemporaryDirectory()
        let path = try directory.write("scenario.json", scenario.text)
        let pipe = directory.path("ready")
        guard mkfifo(pipe, 0o600) == 0 else { throw TestFailure("no pipe in \(directory.path)") }
        program = try Invocation(
            "sh",
            [
                "-c",
                #"exec "$0" "$1" --sdk-types strict --max-seconds 900 --scenario "$2" >"$3""#,
                PythonEnvironment.python ?? "python3", script, path, pipe,
            ],
            environment: TestEnvironment.variables(home: directory.path, temporary: directory.path),
            in: directory.path
        ).start()
        let line = await StrictProvider.firstLine(of: pipe)
        guard let url = try? JSON(parsing: line)["url"]?.string else {
            program.signal(SIGKILL)
            throw TestFailure("the strict provider says: \(String(decoding: line, as: UTF8.self))")
        }
        self.url = url
    }

    deinit { program.signal(SIGKILL) }

    /// Waits for it on a thread of its own: the pipe opens when the program does.
    private static func firstLine(of pipe: String) async -> [UInt8] {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "waiting for a provider").async {
                let file = open(pipe, O_RDONLY)
                defer { close(file) }
                var line: [UInt8] = []
                var byte: UInt8 = 0
                while read(file, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
                continuation.resume(returning: line)
            }
        }
    }
}
