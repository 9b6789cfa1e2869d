import RunModel
import Settings
import TestSupport
import Testing

@Suite struct PlanRenderingTests {
    @Test func `a plan is written as a person would`() {
        let expected = """
            version: 1
            goal: Add a health endpoint
            checks:
              - {name: tests, run: [python3, -m, pytest, -q], timeout: 2m}
            phases:
              - id: health-endpoint
                title: GET /health
                goal: |
                  Answer 200 with {"status":"ok"}.
                category: feature_scaffolding
                complexity: low
                scope: {write: ["src/**", "tests/**"], read: ["docs/**"]}
                acceptance:
                  - GET /health answers 200
                checks:
                  - {name: health, run: [python3, -m, pytest, -q, tests/test_health.py], timeout: 1m}
                max_attempts: 5
                allow: [symlinks]

            """
        #expect(PlanFile.render(PlanFileTests.fullPlan) == expected)
    }

    @Test(arguments: Seeds.first(300))
    func `what is written reads back the same`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let plan = dice.plan()
        let text = PlanFile.render(plan)
        let read = try PlanFile.read(Array(text.utf8), name: "seed \(seed)")
        #expect(read == plan, "seed \(seed):\n\(text)")
    }
}

/// Plans at random, with the texts that YAML makes hard.
private struct Dice {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func plan() -> Plan {
        let count = roll(4) + 1
        let ids = (0..<count).compactMap {
            PhaseID(["p", "0x1f", "1e", "null", "a"][$0] + "-\($0)")
        }
        return Plan(
            goal: text(), checks: checks(),
            phases: ids.enumerated().map { index, id in
                Phase(
                    id: id, title: roll(2) == 0 ? nil : text(), goal: text(),
                    category: ["general", "docs", "security_auth_change"][roll(3)],
                    complexity: Complexity.allCases[roll(3)],
                    dependsOn: Array(ids.prefix(roll(index + 1))),
                    scope: Scope(write: texts(), read: texts()), acceptance: texts(),
                    checks: checks(), maxAttempts: roll(2) == 0 ? nil : roll(9) + 1,
                    builder: [.patch, .agent, .command("n" + text())][roll(3)],
                    allow: Allowance.allCases.filter { _ in roll(2) == 0 })
            })
    }

    private mutating func checks() -> [Check] {
        (0..<roll(3)).map { index in
            Check(
                name: "\(index)" + text(),
                run: ([text()] + texts()).map(Dice.word) + (roll(4) == 0 ? [""] : []),
                timeoutSeconds: Double([600_000, 1, 1500, 60_000, 7_200_000][roll(5)]) / 1000,
                env: roll(3) == 0 ? ["A_1": text(), "B": ""] : [:])
        }
    }

    private mutating func texts() -> [String] { (0..<roll(4)).map { _ in text() } }

    /// One piece at least is more than white space.
    private mutating func text() -> String {
        let pieces = (0...roll(4)).map { _ in Dice.pieces[roll(Dice.pieces.count)] }
        var joined = pieces.joined(separator: ["", " ", "\n"][roll(3)])
        // The YAML library drops a byte order mark that a text begins with.
        while joined.unicodeScalars.first == "\u{FEFF}" { joined.unicodeScalars.removeFirst() }
        return joined.allSatisfy(\.isWhitespace) ? joined + "x" : joined
    }

    /// As a program can be given it: no NUL.
    private static func word(_ text: String) -> String {
        let scalars = text.unicodeScalars.filter { $0 != "\0" }
        return scalars.isEmpty ? "x" : String(String.UnicodeScalarView(scalars))
    }

    private static let pieces = [
        "a", "word", "null", "~", "true", "yes", "1", "1.0", "0x1F", "-", "--- ", "...", "? ", ": ",
        ":", "#", " #c", "*", "*.py", "**/x", "&a", "!t", "!!str", "|", ">", "@", "`", "%", "'",
        "\"",
        "\\", "\\n", "\n", "\n\n", "  ", "\t", "\r", "\r\n", "{", "}", "[", "]", ",", "é", "日本",
        "😀",
        "\u{85}", "\u{2028}", "\u{FEFF}", "\u{E000}", "\u{E001}", "\u{7}", "\u{0}", "\u{301}",
        "$(x)",
        "<<", "=", "2024-01-01", "12:30", "src/**", "-x", "a: b", "a #b", "\u{10FFFF}", "\u{FFFE}",
    ]

    private mutating func roll(_ sides: Int) -> Int {
        Int.random(in: 0..<sides, using: &generator)
    }
}
