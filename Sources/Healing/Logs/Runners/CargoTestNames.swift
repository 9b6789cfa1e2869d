/// `cargo test` and `cargo nextest`.
struct CargoTestNames: TestNameReader {
    let words = [
        "Doc-tests ", "Running ", "... FAILED", "--- FAILED", "FAIL [", "TIMEOUT [", "SIG",
        "ABORT [",
        "LEAK-FAIL [",
    ]

    /// The crate of an integration test, with `::`.
    private var crate = ""

    mutating func read(_ line: String, previous: String, into names: inout TestNames) {
        if line.hasPrefix("   Doc-tests ") {
            crate = ""
        } else if line.hasPrefix("     Running "),
            let match = Self.binary.first(in: line)
        {
            let path = match.1
            crate = path.hasPrefix("tests/") ? "\(LogText.name(of: String(path)))::" : ""
        } else if line.hasPrefix("test "), line.hasSuffix(" ... FAILED") {
            var name = line.dropFirst(5).dropLast(" ... FAILED".count)
            if let place = name.firstRange(of: " (line ") { name = name[..<place.lowerBound] }
            if name.hasSuffix(" - should panic") { name = name.dropLast(" - should panic".count) }
            names.add(crate + name)
        } else if line.hasSuffix(" --- FAILED"), !line.contains("\t") {
            // With `-q` a failing test has a line of its own, without the word `test`.
            names.add(crate + line.dropLast(" --- FAILED".count))
        } else if line.hasPrefix(" "), line.contains("s] "),
            let match = Self.nextest.first(in: line)
        {
            names.add(String(match.1))
        }
    }

    // MARK: Patterns

    private static let binary = Pattern(
        /^\s+Running (?:unittests )?(\S+)\.rs \(/)
    // The time, then from 0.9.96 on the number, then the binary and the test.
    private static let nextest = Pattern(
        /^ {2,}(?:FAIL|TIMEOUT|SIG[A-Z]+|ABORT|LEAK-FAIL) \[[ >]*[\d.]+s\] (?:\( *\d+\/\d+\) )?(\S+ \S.*)$/
    )
}
