extension TidyRule {
    static let tree = [
        TidyRule(
            "what a build makes is not tracked",
            bad: [
                SourceFile(path: "Package.resolved", text: ""),
                SourceFile(path: ".build/debug.yaml", text: ""),
                SourceFile(path: ".build-asan/debug.yaml", text: ""),
                SourceFile(path: "Tests/a/__pycache__/b.pyc", text: ""),
                SourceFile(path: "default.profraw", text: ""),
            ],
            good: [SourceFile(path: "Package.swift", text: "let a = \".build/\"")],
            findings: { files in
                files.filter { file in
                    let parts = file.path.split(separator: "/")
                    return parts.first?.hasPrefix(".build") == true
                        || parts.first == ".swiftpm" || parts.contains("__pycache__")
                        || parts.last == "Package.resolved" || file.path.hasSuffix(".profraw")
                }.map { Finding(path: $0.path, line: 1) }
            }),
        TidyRule(
            "no path of one machine: say it relative to the package, or take it from the environment",
            bad: [
                SourceFile(path: "README.md", text: "see " + machinePaths[0] + "main"),
                SourceFile(path: "Tests/A.swift", text: "let home = \"\(machinePaths[1])x\""),
            ],
            good: [SourceFile(path: "README.md", text: "see src" + machinePaths[0] + "main")],
            where: { _ in true },
            lines: { file in
                file.numbers(of: file.lines) { line in machinePaths.contains { line.holds($0) } }
            }),
        TidyRule(
            "text files are UTF-8 with plain line ends, and end with one",
            bad: [
                SourceFile(path: "Sources/A.swift", text: "let a = 1"),
                SourceFile(path: "README.md", text: "a\r\nb\n"),
            ],
            good: [SourceFile(path: "README.md", text: "a\n"), SourceFile(path: "b.md", text: "")],
            where: { [".swift", ".md", ".c", ".h"].contains(where: $0.path.hasSuffix) },
            lines: { file in
                let carriage = file.numbers(of: file.lines) { $0.utf8.last == UInt8(ascii: "\r") }
                return file.lines.last == "" ? carriage : carriage + [file.lines.count]
            }),
    ]

    /// Written in two parts, so that this file keeps its own rule.
    private static let machinePaths = [
        "/wo" + "rk/", "/ro" + "ot/", "/op" + "t/swift-packages", "/tm" + "p/wt-",
    ]
}
