extension TidyRule {
    static let language = [
        TidyRule(
            "nothing is forced: throw, or preconditionFailure with the broken invariant",
            bad: [
                SourceFile(path: "Tests/GitTests/A.swift", text: "let a = try! make()"),
                SourceFile(path: "Sources/Git/A.swift", text: "let a = b as! Int"),
                SourceFile(path: "Sources/Git/A.swift", text: "default: fatalError(\"no\")"),
            ],
            good: [
                SourceFile(
                    path: "Sources/Git/A.swift",
                    text: """
                        // never try! this
                        let a = try make() as? Int
                        let b = "try! and fatalError(\\(a))"
                        """)
            ],
            where: \.isSwift,
            lines: { $0.linesOfCode(with: "try!", "as!", "fatalError(") }),
        TidyRule(
            "what crosses threads is checked: a Mutex in a final class instead of @unchecked Sendable",
            bad: [
                SourceFile(
                    path: "Sources/HTTP/A.swift", text: "final class A: @unchecked Sendable {}")
            ],
            good: [SourceFile(path: "Sources/HTTP/A.swift", text: "final class A: Sendable {}")],
            where: \.isSwift,
            lines: { $0.linesOfCode(with: "@unchecked Sendable") }),
        TidyRule(
            "tests see what other modules see: package access instead of @testable",
            bad: [SourceFile(path: "Tests/GitTests/A.swift", text: "@testable import Git")],
            good: [SourceFile(path: "Tests/GitTests/A.swift", text: "import Git")],
            where: \.isSwift,
            lines: { $0.linesOfCode(with: "@testable") }),
        TidyRule(
            "only the command line prints: return the text",
            bad: [
                SourceFile(path: "Sources/Git/A.swift", text: "    print(\"here\")"),
                SourceFile(path: "Sources/Settings/A.swift", text: "debugPrint(value)"),
            ],
            good: [
                SourceFile(path: "Sources/AutopackCLI/A.swift", text: "print(\"here\")"),
                SourceFile(
                    path: "Sources/Git/A.swift",
                    text: "screen.print(a)\nfunc blueprint() {}\nlet fingerprint = blueprint()"),
            ],
            where: { file in
                file.isSwift && file.module != nil && file.module != "AutopackCLI"
                    && file.module != "git-autopack"
            },
            lines: { $0.linesOfCode(with: "print(", "debugPrint(", "dump(") }),
        TidyRule(
            "tests share one process, so none changes its folder, environment or umask",
            bad: [
                SourceFile(path: "Tests/GitTests/A.swift", text: "setenv(\"HOME\", \"/\", 1)"),
                SourceFile(path: "Tests/TestSupport/A.swift", text: "  chdir(path)"),
            ],
            good: [
                SourceFile(path: "Tests/GitTests/A.swift", text: "getenv(\"HOME\")"),
                SourceFile(path: "Sources/Commands/A.swift", text: "umask(0)"),
            ],
            where: { $0.isSwift && $0.isTest },
            lines: { $0.linesOfCode(with: "setenv(", "unsetenv(", "putenv(", "chdir(", "umask(") }),
        TidyRule(
            "a mark for later says what and why: `TODO: more than two words`",
            bad: [
                SourceFile(path: "Sources/Git/A.swift", text: "let a = 1  // TODO"),
                SourceFile(path: "Sources/autopack-sandbox/a.c", text: "/* FIXME: later */"),
            ],
            good: [
                SourceFile(
                    path: "Sources/Git/A.swift",
                    text: """
                        // TODO: read packed refs once libgit2 1.9 is in Debian
                        let a = "TODO"  // counts every TODO
                        """)
            ],
            where: { !$0.layers.comments.isEmpty },
            lines: { file in file.numbers(of: file.layers.comments, where: isBareMark) }),
        TidyRule(
            "a file is one idea: past 600 lines, find the second one",
            bad: [
                SourceFile(
                    path: "Sources/Git/A.swift", text: String(repeating: "// a\n", count: 601))
            ],
            good: [
                SourceFile(
                    path: "Sources/Git/A.swift", text: String(repeating: "// a\n", count: 600))
            ],
            where: { !$0.layers.comments.isEmpty },
            lines: { $0.lines.count > 601 ? [601] : [] }),
    ]

    /// Whether a comment begins with a mark that three words do not follow.
    @Sendable private static func isBareMark(_ comment: String) -> Bool {
        let text = comment.drop { "/* \t".contains($0) }
        guard let mark = ["TODO", "FIXME", "XXX", "HACK"].first(where: text.hasPrefix) else {
            return false
        }
        let rest = text.dropFirst(mark.count)
        return rest.first != ":" || rest.dropFirst().split(separator: " ").count < 3
    }
}
