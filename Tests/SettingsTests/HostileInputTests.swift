import Settings
import TestSupport
import Testing

@Suite struct HostileInputTests {
    /// Whatever bytes come: a plan that reads back the same, or findings; never a crash.
    @Test(arguments: Seeds.first(400))
    func `a damaged plan is read or refused`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var bytes = Array(PlanFileTests.full.utf8)
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let at = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.removeSubrange(at..<min(bytes.count, at + 7))
            case 2: bytes.insert(contentsOf: bytes.prefix(at).suffix(40), at: at)
            default:
                let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)]
                bytes.insert(contentsOf: Array(piece.utf8), at: at)
            }
        }
        do throws(SettingsError) {
            let plan = try PlanFile.read(bytes, name: "p.yaml")
            let again = try PlanFile.read(Array(PlanFile.render(plan).utf8), name: "again")
            #expect(again == plan, "seed \(seed)")
        } catch {
            #expect(!error.findings.isEmpty, "seed \(seed)")
            #expect(error.operation == "read the plan p.yaml", "seed \(seed): \(error)")
        }
    }

    private static let pieces = [
        "&a ", "*a", "*", "<<: *a\n", "? ", ": ", "- ", "|\n", ">-\n", "{", "}", "[", "]", "\"",
        "'",
        "!!binary ", "!<x> ", "%YAML 9.9\n---\n", "---\n", "...\n", "\t", "\r", "\u{E000}", "~",
        "#",
        "\u{2028}", "\u{FEFF}", "\\ud83d", "@", "`", ",", "\n\n  ", "null", "0x10",
    ]
}
