extension TidyRule {
    /// Beside `--no-optional-locks`, what keeps git from running a hostile repository's programs.
    private static let neutralSettings = ["core.hooksPath=/dev/null", "core.fsmonitor=false"]

    static let product = [
        TidyRule(
            "git is started in one place, neutralised: use the Git module's command type",
            bad: [
                SourceFile(
                    path: "Sources/Workspace/A.swift",
                    text: "ProcessRequest(executable: \"git\", arguments: [\"status\"])"),
                SourceFile(
                    path: "Sources/Orchestrator/A.swift",
                    text: "let git = processes.find(\"git\", path)"),
                SourceFile(
                    path: "Sources/Git/A.swift",
                    text: """
                        ProcessRequest(
                            executable: "/usr/bin/git",
                            arguments: ["--no-optional-locks"])
                        """),
            ],
            good: [
                SourceFile(
                    path: "Sources/Git/A.swift",
                    text: """
                        ProcessRequest(executable: "git", arguments: [
                            "--no-optional-locks", "-c", "core.hooksPath=/dev/null",
                            "-c", "core.fsmonitor=false"])
                        """),
                SourceFile(path: "Sources/Governance/A.swift", text: "let allowed = [\"git\"]"),
            ],
            findings: { files in
                let inGit = files.filter { $0.module == "Git" }
                let settings = Set(inGit.flatMap { $0.layers.literals.joined() })
                let isNeutral = settings.isSuperset(of: neutralSettings)
                return files.filter { $0.isSwift && $0.module != nil }.flatMap { file in
                    let keepsLocks = file.layers.literals.joined().contains("--no-optional-locks")
                    let isAllowed = file.module == "Git" && keepsLocks && isNeutral
                    return isAllowed
                        ? [] : file.linesThatStartGit.map { Finding(path: file.path, line: $0) }
                }
            }),
        TidyRule(
            "every command is named by a test of the command line",
            bad: [
                SourceFile(
                    path: "Sources/AutopackCLI/Commands/Land.swift",
                    text: "struct Land: AsyncParsableCommand {\n}"),
                SourceFile(
                    path: "Sources/AutopackCLI/Commands/ConfigList.swift",
                    text: """
                        struct ConfigList: ParsableCommand {
                            static let configuration = CommandConfiguration(commandName: "listing")
                        }
                        """),
            ],
            good: [
                SourceFile(
                    path: "Sources/AutopackCLI/Commands/Land.swift",
                    text: "struct LandCommand: AsyncParsableCommand {\n}"),
                SourceFile(
                    path: "Tests/CLITests/LandTests.swift", text: "run(\"land\", \"--ff\")"),
            ],
            findings: { files in
                let named = Set(
                    files.filter { $0.path.hasPrefix("Tests/CLITests/") }
                        .flatMap { $0.layers.literals.joined() })
                return files.filter { $0.path.hasPrefix("Sources/AutopackCLI/Commands/") }
                    .flatMap { file in
                        file.commandNames.filter { !named.contains($0.name) }.map {
                            Finding(path: file.path, line: $0.line, detail: $0.name)
                        }
                    }
            }),
    ]
}

extension SourceFile {
    /// The lines that name git as a program to start.
    fileprivate var linesThatStartGit: [Int] {
        layers.code.indices.filter { index in
            let code = layers.code[index]
            return ["executable: \"\"", "program: \"\"", "find(\"\""].contains { code.contains($0) }
                && layers.literals[index].contains { $0 == "git" || $0.hasSuffix("/git") }
        }.map { $0 + 1 }
    }

    /// The commands that ArgumentParser makes of the file's types.
    fileprivate var commandNames: [(name: String, line: Int)] {
        var found: [(name: String, line: Int)] = []
        for (index, code) in layers.code.enumerated() {
            let words = code.split { !$0.isLetter && !$0.isNumber }
            if code.contains("ParsableCommand"), let keyword = words.firstIndex(of: "struct"),
                keyword + 1 < words.count
            {
                found.append((Self.commandName(ofType: words[keyword + 1]), index + 1))
            }
            if words.contains("commandName"), let name = layers.literals[index].first,
                !found.isEmpty
            {
                found[found.count - 1].name = name
            }
        }
        return found
    }

    /// As ArgumentParser does it: `ConfigListCommand` is `config-list`.
    private static func commandName(ofType type: Substring) -> String {
        let stem = type.hasSuffix("Command") ? type.dropLast("Command".count) : type
        return stem.reduce(into: "") { name, letter in
            if letter.isUppercase, !name.isEmpty { name += "-" }
            name += letter.lowercased()
        }
    }
}
