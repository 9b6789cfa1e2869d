import Governance
import RunModel
import TestSupport

/// How long the gate takes to read tests that were written to keep it busy.
struct GateSpeed {
    let runs: Int

    private static let pieces = [
        "(", "[", "{", "]", "\"", "'", "`", "/*", "#if 0\n", "not ", "!", "\\", "<<~A\n", "assert ",
        "assert(", "describe('a', () => {", "mod a {", "if (", "t.Error(", "x.", "@skip\n",
        "def test():\n", "it 'x' do\n", "expect(a).", "${", "\"\\(", "test_a = 1\n", "a, ",
        "skip\n", "return\n", "    pytest.skip()\n", "{ 1, \"a\" },\n", "assert f(1) == 2\n",
        "TEST(A, B) {\n", "assert True\n",
    ]
    private static let paths = [
        "tests/test_a.py", "a.test.js", "a_test.go", "tests/a.rs", "Tests/ATests.swift",
        "ATest.java", "ATest.kt", "tests/a.c", "spec/a_spec.rb",
    ]

    /// The slowest of texts of a megabyte that repeat themselves, in each language.
    func hostile() async throws -> Measurement {
        var slowest: (time: Double, measurement: Measurement)?
        for piece in Self.pieces {
            let text = Array(
                String(repeating: piece, count: 1_000_000 / piece.utf8.count).utf8)
            for path in Self.paths {
                let file = DifferenceFile(
                    path: path, kind: .modified, oldBytes: [], newBytes: text)
                let taken = try await Measurement.times(max(1, runs / 15)) { _ in
                    _ = TestChange(of: Difference(files: [file]))
                }
                if taken.median > slowest?.time ?? 0 {
                    slowest = (taken.median, taken)
                    if taken.median > 1000 { print("\(path) of '\(piece)': \(taken.text)") }
                }
            }
        }
        return slowest?.measurement ?? Measurement([0], .milliseconds)
    }
}
