package import RunModel

/// Reads out of a log how many tests ran and how many were left out.
///
/// Understood are the closing words of pytest, unittest, node --test and TAP, Mocha, Jest, Vitest,
/// cargo test, Swift Testing, XCTest, go test, RSpec, minitest, CTest, GoogleTest and Maven. A
/// runner that says its sum several times is believed the last time; cargo's and go's are added up.
package enum TestCounting {
    /// - Returns: Nil where no runner that is known has come to its end.
    package static func counts(in log: String) -> TestCounts? {
        counts(in: LogText.lines(of: log))
    }

    static func counts(in lines: [String]) -> TestCounts? {
        var counter = Counter()
        for line in lines { counter.read(line) }
        return counter.counts
    }
}

private struct Counter {
    private var closings: [String: TestCounts] = [:]
    /// Go's tests by name, where it tells of each.
    private var goTests = TestCounts(ran: 0, skipped: 0)
    private var goPackages = 0
    private var swiftSkipped = 0

    /// All runners of the log together.
    var counts: TestCounts? {
        var all = closings
        if goTests.ran + goTests.skipped > 0 {
            all["go"] = goTests
        } else if goPackages > 0 {
            all["go"] = TestCounts(ran: goPackages, skipped: 0)
        }
        guard !all.isEmpty else { return nil }
        if swiftSkipped > 0, let swift = all["swift"] {
            all["swift"] = TestCounts(
                ran: max(0, swift.ran - swiftSkipped), skipped: swiftSkipped)
        }
        return all.values.reduce(TestCounts(ran: 0, skipped: 0)) {
            // Who says that more were left out than ran has not counted.
            TestCounts(ran: $0.ran + max(0, $1.ran), skipped: $0.skipped + $1.skipped)
        }
    }

    mutating func read(_ line: String) {
        guard line.utf8.count < 400 else { return }
        readGo(line)
        if line.hasPrefix("➜ Test "), line.contains(" skipped") { swiftSkipped += 1 }
        // Everything else has a number in it.
        guard line.utf8.contains(where: { (0x30...0x39).contains($0) }) else {
            if line == "no tests ran" { closings["pytest"] = TestCounts(ran: 0, skipped: 0) }
            return
        }
        readWords(line)
        readLabels(line)
    }

    // MARK: "5 passed", a number before its word

    private mutating func readWords(_ line: String) {
        let bare = line.drop { $0 == "=" || $0 == " " }
        let numbers = Self.numbers(in: line)
        func sum(_ words: String...) -> Int { words.reduce(0) { $0 + (numbers[$1] ?? 0) } }
        if line.hasPrefix("test result:") {
            add("cargo", ran: sum("passed", "failed"), skipped: sum("ignored", "filtered"))
        } else if bare.contains(" in "), bare.first?.isNumber == true || bare.hasPrefix("no tests"),
            bare.hasPrefix("no tests ran")
                || !numbers.keys.filter(Self.pytestWords.contains).isEmpty
        {
            closings["pytest"] = TestCounts(
                ran: sum("passed", "failed", "error", "errors", "xpassed"),
                skipped: sum("skipped", "xfailed", "deselected"))
        } else if bare.hasPrefix("Tests:") || bare.hasPrefix("Tests  "),
            numbers["passed"] != nil || numbers["failed"] != nil || numbers["skipped"] != nil
        {
            closings["jest"] = TestCounts(
                ran: sum("passed", "failed"), skipped: sum("skipped", "todo"))
        } else if numbers["examples"] != nil || numbers["example"] != nil,
            line.contains("failure")
        {
            let pending = sum("pending")
            closings["rspec"] = TestCounts(
                ran: sum("examples", "example") - pending, skipped: pending)
        } else if numbers["runs"] != nil || numbers["tests"] != nil,
            numbers["assertions"] != nil
        {
            let skips = sum("skips", "omissions", "pendings")
            closings["minitest"] = TestCounts(ran: sum("runs", "tests") - skips, skipped: skips)
        } else if line.contains("Executed "), line.contains(" failure") {
            let skipped = line.contains("skipped") ? (Self.number(before: "skipped", line) ?? 0) : 0
            let ran = Self.number(after: "Executed", line) ?? 0
            closings["xctest"] = TestCounts(ran: ran - skipped, skipped: skipped)
        } else if line.contains(" Test run with ") {
            closings["swift"] = TestCounts(ran: Self.number(after: "with", line) ?? 0, skipped: 0)
        } else if line.contains("tests failed out of") {
            closings["ctest"] = TestCounts(ran: Self.number(after: "of", line) ?? 0, skipped: 0)
        } else if line.hasPrefix("[==========]"),
            line.hasSuffix(" ran.") || line.contains("ms total)")
        {
            closings["gtest"] = TestCounts(
                ran: Self.words(line).first.flatMap(Self.count) ?? 0, skipped: 0)
        } else if line.hasPrefix("[  SKIPPED ]"), line.contains("listed below") {
            let skipped = sum("tests", "test")
            let ran = (closings["gtest"]?.ran ?? 0) - skipped
            closings["gtest"] = TestCounts(ran: max(0, ran), skipped: skipped)
        } else if let word = ["passing", "failing", "pending"].first(where: { numbers[$0] != nil }),
            bare.first?.isNumber == true, Self.words(bare).count <= 3
        {
            var mocha = closings["mocha"] ?? TestCounts(ran: 0, skipped: 0)
            if word == "passing" { mocha = TestCounts(ran: 0, skipped: 0) }
            if word == "pending" { mocha.skipped += sum(word) } else { mocha.ran += sum(word) }
            closings["mocha"] = mocha
        }
    }

    // MARK: "# pass 5", "Ran 5 tests", "Tests run: 5": a number behind its word

    private mutating func readLabels(_ line: String) {
        if line.hasPrefix("# ") || line.hasPrefix("ℹ ") {
            let parts = Self.words(line.dropFirst(2))
            guard parts.count == 2, let number = Self.count(parts[1]) else { return }
            var tap = closings["tap"] ?? TestCounts(ran: 0, skipped: 0)
            switch parts[0] {
            case "tests": tap = TestCounts(ran: 0, skipped: 0)
            case "pass", "fail", "cancelled": tap.ran += number
            case "skipped", "todo": tap.skipped += number
            default: return
            }
            closings["tap"] = tap
        } else if line.hasPrefix("Ran "), line.contains(" test"), line.contains(" in ") {
            closings["unittest"] = TestCounts(
                ran: Self.number(after: "Ran", line) ?? 0, skipped: 0)
        } else if line.hasPrefix("OK (") || line.hasPrefix("FAILED ("),
            let ran = closings["unittest"]?.ran
        {
            let out =
                (Self.labelled("skipped=", line) ?? 0)
                + (Self.labelled("expected failures=", line) ?? 0)
            closings["unittest"] = TestCounts(ran: max(0, ran - out), skipped: out)
        } else if line.contains("Tests run: "), !line.contains("Time elapsed") {
            let skipped = Self.labelled("Skipped: ", line) ?? 0
            let ran = Self.labelled("Tests run: ", line) ?? 0
            closings["maven"] = TestCounts(ran: ran - skipped, skipped: skipped)
        }
    }

    private mutating func readGo(_ line: String) {
        let bare = line.drop { $0 == " " }
        if bare.hasPrefix("--- PASS: ") || bare.hasPrefix("--- FAIL: ") {
            goTests.ran += 1
        } else if bare.hasPrefix("--- SKIP: ") {
            goTests.skipped += 1
        } else if line.hasPrefix("{"), line.contains("\"Test\":") {
            if line.contains("\"Action\":\"pass\"") || line.contains("\"Action\":\"fail\"") {
                goTests.ran += 1
            } else if line.contains("\"Action\":\"skip\"") {
                goTests.skipped += 1
            }
        } else if line.hasPrefix("ok  \t") || line.hasPrefix("FAIL\t"),
            !line.contains("[no tests to run]")
        {
            goPackages += 1
        }
    }

    // MARK: Parts

    private static let pytestWords: Set<String> = [
        "passed", "failed", "skipped", "error", "errors", "deselected", "xfailed", "xpassed",
    ]

    private mutating func add(_ runner: String, ran: Int, skipped: Int) {
        let before = closings[runner] ?? TestCounts(ran: 0, skipped: 0)
        closings[runner] = TestCounts(ran: before.ran + ran, skipped: before.skipped + skipped)
    }

    private static func words(_ line: some StringProtocol) -> [Substring] {
        Substring(line).split { !$0.isLetter && !$0.isNumber }
    }

    /// The number that a word is; nil for one that no suite reaches, so that no sum overflows.
    private static func count(_ word: Substring) -> Int? {
        guard let number = Int(word), number <= 1_000_000_000 else { return nil }
        return number
    }

    /// Each word with the number before it.
    private static func numbers(in line: String) -> [String: Int] {
        var numbers: [String: Int] = [:]
        let words = words(line)
        for (word, next) in zip(words, words.dropFirst()) {
            if let number = count(word) { numbers[next.lowercased()] = number }
        }
        return numbers
    }

    private static func number(after word: String, _ line: String) -> Int? {
        let words = words(line)
        return words.firstIndex { $0 == word }.flatMap { index in
            index + 1 < words.count ? count(words[index + 1]) : nil
        }
    }

    /// The nearest number before a word, as in "1 test skipped".
    private static func number(before word: String, _ line: String) -> Int? {
        let words = words(line)
        guard let index = words.firstIndex(where: { $0 == word }) else { return nil }
        return words[..<index].last { count($0) != nil }.flatMap(count)
    }

    private static func labelled(_ label: String, _ line: String) -> Int? {
        guard let range = line.firstRange(of: label) else { return nil }
        return count(line[range.upperBound...].prefix { $0.isNumber })
    }
}
