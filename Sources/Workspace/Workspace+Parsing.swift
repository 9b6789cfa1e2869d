import Commands
import Effects
import Git
package import RunModel

extension Workspace {
    /// Files that say on purpose what no parser accepts, or are no code yet.
    private static let deliberate: Set<String> = [
        "testdata", "fixtures", "fixture", "corpus", "templates", "golden", "snapshots",
    ]
    /// No tool takes longer for what a phase changes.
    private static let parseSeconds = 60.0
    private static let filesAtOnce = 200

    /// Parses files with their languages' own tools, where those are installed.
    ///
    /// In the sandbox like a check, one process a language, and nothing of the files is run. A tool
    /// that is missing, fails otherwise or takes too long finds nothing.
    ///
    /// - Parameters:
    ///   - paths: Of files that are here; those of other languages are passed over.
    ///   - checks: What the project is checked with: an interpreter that they name parses.
    package func syntaxFaults(
        in paths: [String], checks: [Check]
    ) async throws(WorkspaceError) -> [SyntaxFault] {
        let parsed = paths.filter { path in
            !path.contains("{{") && !path.contains("\n")
                && path.split(separator: "/").allSatisfy { !Self.deliberate.contains(String($0)) }
        }
        var faults: [SyntaxFault] = []
        for parser in LanguageParser.all(python: python(of: checks)) {
            var files = parsed.filter(parser.takes)[...]
            guard !files.isEmpty, isInstalled(parser.program) else { continue }
            while !files.isEmpty {
                let some = Array(files.prefix(Self.filesAtOnce))
                files = files.dropFirst(Self.filesAtOnce)
                let check = Check(
                    name: "parse", run: parser.command(some), timeoutSeconds: Self.parseSeconds)
                let run = try await self.check(check, outputLimitBytes: 1 << 20)
                guard !run.timedOut, run.startFailure == nil else { continue }
                faults += SyntaxReading.faults(
                    in: String(decoding: run.output, as: UTF8.self), of: some,
                    ignoring: parser.ignoring)
            }
        }
        return faults
    }

    /// The interpreter that the checks use: another one may know another language.
    private func python(of checks: [Check]) -> String {
        for check in checks {
            guard let program = check.run.first,
                let name = program.split(separator: "/").last, name.hasPrefix("python"),
                name.dropFirst(6).allSatisfy({ $0.isNumber || $0 == "." })
            else { continue }
            return program
        }
        for folder in shared where [".venv", "venv"].contains(folder.name) {
            return "\(checkout)/\(folder.name)/bin/python"
        }
        return "python3"
    }

    private func isInstalled(_ program: String) -> Bool {
        if program.contains("/") { return true }
        let path = Sandbox.environment(from: environment, names: [])["PATH"] ?? ""
        return processes.find(program, path) != nil
    }
}

/// Reads what the tools say: `path:3: message`, with a column or without, and the two that differ.
enum SyntaxReading {
    /// The first fault of each file.
    static func faults(
        in output: String, of paths: [String], ignoring: [String] = []
    ) -> [SyntaxFault] {
        let known = Set(paths)
        var told: Set<String> = []
        var faults: [SyntaxFault] = []
        var previous: Substring = ""
        for line in output.split(whereSeparator: \.isNewline) {
            defer { previous = line }
            guard let (path, number, message) = place(in: line, after: previous),
                known.contains(path), !ignoring.contains(where: message.contains),
                !message.hasPrefix("warning"), !message.hasPrefix("note"),
                told.insert(path).inserted
            else { continue }
            faults.append(SyntaxFault(path: path, line: number, message: message))
        }
        return faults
    }

    private static func place(
        in line: Substring, after previous: Substring
    ) -> (path: String, line: Int, message: String)? {
        // rustc: `error: …`, and in the next line `  --> path:3:7`.
        if let match = line.wholeMatch(of: /\s*--> \.\/(.+):(\d+):\d+/),
            previous.hasPrefix("error")
        {
            let message = previous.drop { $0 != " " }.dropFirst()
            return (String(match.output.1), Int(match.output.2) ?? 0, String(message))
        }
        guard
            let match = line.wholeMatch(
                of:
                    /(?:\.\/)?(.+?):(?: line )?(\d+)(?::\d+)?: (?:(?:fatal )?error: |syntax error found.*)?(.*)/
            )
        else { return nil }
        return (String(match.output.1), Int(match.output.2) ?? 0, String(match.output.3))
    }
}
