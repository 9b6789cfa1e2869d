import Agents
import Governance
import RunModel

extension Trial {
    /// A path, and a file as it was and as it is, with the line `%%` between them.
    static let changes = Trial("changes") { input in
        try ChangeTrial(input.parts).check()
    }
}

private struct ChangeTrial {
    private let path: String
    private let old: [UInt8]
    private let new: [UInt8]

    private static let paths = [
        "tests/test_a.py", "test/a.test.js", "a_test.go", "src/lib.rs", "Tests/ATests.swift",
        "src/test/java/ATest.java", "spec/a_spec.rb", "tests/a_test.cpp", "pyproject.toml",
        "package.json", "conftest.py", "tox.ini", "Makefile", ".github/workflows/a.yml",
        "src/test/kotlin/ATest.kt", "setup.cfg",
    ]

    init(_ parts: [[UInt8]]) {
        let name = String(parts[0].text.prefix { !$0.isNewline })
        let isPlain = PathRule.explain(name) == nil && name.utf8.count < 100
        path = isPlain && parts.count > 1 ? name : Self.paths[parts[0].count % Self.paths.count]
        old = parts.count > 1 ? parts[1] : []
        new = parts.count > 2 ? parts[2] : parts[0]
    }

    func check() throws {
        let changed = Difference(files: [file(from: old, to: new)])
        let change = TestChange(of: changed)
        try demand(
            change.issues == TestChange(of: changed).issues, "the same change is judged alike")
        let same = TestChange(of: Difference(files: [file(from: old, to: old)]))
        try demand(
            same.issues.isEmpty && same.addedTests.isEmpty,
            "what does not change does nothing to tests: \(same.issues)")
        guard let phase = PhaseID("p") else { return }
        _ = ChangePolicy().findings(
            in: changed, of: Phase(id: phase, goal: "g"), at: .beforeChecks)
        try demand((0...100).contains(RiskScore(of: changed).points), "risk is a percentage")
        let added = AddedText(path: path, whole: new)
        for finding in added.findings(Redactor()) {
            try demand(
                (0...max(1, added.lines.count)).contains(finding.line),
                "a finding is in the text")
        }
        for language in Language.allCases {
            let found = DefinitionScanner.definitions(in: new, language)
            try demand(found.allSatisfy { !$0.name.isEmpty }, "a definition has a name")
        }
        let files = [(bytes: new, language: Language.python)]
        _ = TagProtocol.definitions(in: old, of: files)
        let text = new.text
        for part in FileWindow.parts(of: text, path: path, around: [3, 900], limitBytes: 500) {
            // Bytes, since a mark at its beginning joins itself to a line end before it; a last line
            // is ended where the file does not end it.
            let bytes = Array(part.text.utf8)[...]
            try demand(
                Array((text + "\n").utf8)[...].position(of: bytes) != nil,
                "a part is the file's own text")
        }
        _ = Mentions(text).tellingIdentifiers
    }

    private func file(from old: [UInt8], to new: [UInt8]) -> DifferenceFile {
        let lines = new.split(separator: 0x0A, omittingEmptySubsequences: false)
        return DifferenceFile(
            path: path, kind: .modified, added: old == new ? 0 : lines.count,
            removed: old == new ? 0 : 1,
            addedLines: old == new
                ? []
                : lines.enumerated().map {
                    AddedLine(
                        number: $0.offset + 1, text: String(decoding: $0.element, as: UTF8.self))
                },
            oldSizeBytes: old.count, newSizeBytes: new.count, oldBytes: old, newBytes: new)
    }
}
