import Governance
import RunModel

extension Trial {
    /// A line that a model proposes as a command.
    static let commands = Trial("commands") { input in
        let line = input.text
        for type in FixType.allCases {
            for purpose in [CommandRule.Purpose.fix, .verification] {
                let verdict = CommandPolicy.standard.verdict(
                    on: line, as: type, for: purpose, in: facts)
                switch verdict {
                case .allow(let command): try check(command, of: line)
                case .deny(let denial):
                    try demand(!denial.why.isEmpty, "a denial says why")
                    try demand(
                        !denial.description.hasControl, "a denial obeys no control character")
                }
            }
            let fix = CommandFix(type: type, commands: [line], verify: line)
            _ = CommandPolicy.standard.verdicts(on: fix, in: facts)
        }
        _ = CommandFacts.possibleCommits(in: [line])
    }

    private static let forbidden = Set(";&|`$<>(){}\n\r\0".unicodeScalars)

    private static func check(_ command: CommandLine, of line: String) throws(BrokenRule) {
        try demand(
            !line.unicodeScalars.contains(where: forbidden.contains) && !line.hasControl,
            "no command holds what a shell would read")
        try demand(
            command.words.first == command.program && !command.program.contains("/"),
            "a command is a bare name")
        // Quoted each on its own, the words are the same command.
        let quoted = command.words.map { word in
            "'"
                + word.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: #"'\''"#) + "'"
        }.joined(separator: " ")
        if case .allow(let again) = CommandPolicy.standard.verdict(
            on: quoted, as: command.type, in: facts)
        {
            try demand(again.words == command.words, "words that are quoted split the same")
        }
        for path in command.paths where !path.isEmpty {
            try demand(
                PathRule.explain(path) == nil, "a path stays in the workspace: '\(path)'")
        }
        try demand(
            command.arguments.allSatisfy { !$0.unicodeScalars.contains("\0") },
            "no argument ends early")
    }

    private static let facts = CommandFacts(
        allowedTypes: Set(FixType.allCases),
        protected: ProtectedPaths(denied: ["secret/**"], core: ["ci/**"]),
        branches: ["main", "work"], preRunBranches: ["autopack/pre-run-r"],
        otherRevisions: ["v1.0", "origin/main"],
        commits: [String(repeating: "a", count: 40)],
        entry: { path in
            switch path {
            case "a.py", "src/b.py", "requirements.txt": .file
            case "src", "build": .folder
            case "out": .link("../outside")
            case "in": .link("src")
            case "loop": .link("loop")
            default: nil
            }
        })
}
