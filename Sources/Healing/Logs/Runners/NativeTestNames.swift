/// CTest, GoogleTest, Catch2 and doctest.
struct NativeTestNames: TestNameReader {
    let words = [
        "The following tests FAILED", "[  FAILED  ] ", "----------", ": FAILED:", "TEST CASE:",
        "ERROR: ",
    ]

    /// Inside CTest's list of failures.
    private var isInCTestList = false
    /// The lines of a heading of Catch2, which names a test case and its sections.
    private var heading: [String] = []
    /// Between the rules of a heading of Catch2.
    private var isInHeading = false
    /// A test case of doctest, and what is around a failure in it.
    private var doctest: [String] = []
    private var isInDoctest = false

    /// No heading is longer.
    private static let headingLimit = 12

    var isWaiting: Bool { isInCTestList || isInHeading || isInDoctest }

    mutating func read(_ line: String, previous: String, into names: inout TestNames) {
        readCTest(line, into: &names)
        readGoogleTest(line, into: &names)
        readCatch(line, into: &names)
        readDoctest(line, into: &names)
    }

    /// `2 - name (Failed)`, with labels after it where there are any.
    private mutating func readCTest(_ line: String, into names: inout TestNames) {
        if line.hasPrefix("The following tests FAILED:") {
            isInCTestList = true
        } else if isInCTestList {
            guard
                let match = Self.ctest.first(in: line)
            else { return isInCTestList = false }
            names.add(String(match.1))
        }
    }

    /// `[  FAILED  ] Suite.Test (0 ms)`, and once more in the list at the end.
    private func readGoogleTest(_ line: String, into names: inout TestNames) {
        guard let mark = line.firstRange(of: "[  FAILED  ] ") else { return }
        var name = line[mark.upperBound...]
        for end in [", where ", " ("] {
            if let place = name.firstRange(of: end) { name = name[..<place.lowerBound] }
        }
        guard name.contains("."), !name.contains(" ") else { return }
        names.add(String(name))
    }

    /// A rule, the test case, its sections indented below, a rule, the place, dots; then what
    /// failed, as `a.cpp:12: FAILED:`.
    private mutating func readCatch(_ line: String, into names: inout TestNames) {
        let isRule = line.utf8.count >= 70 && line.allSatisfy { $0 == "-" }
        if isRule, isInHeading, !heading.isEmpty {
            isInHeading = false
        } else if isRule {
            isInHeading = true
            heading = []
        } else if isInHeading {
            let text = line.trimmingBlanks()
            heading.append(text)
            isInHeading = !text.isEmpty && heading.count <= NativeTestNames.headingLimit
            if !isInHeading { heading = [] }
        } else if !heading.isEmpty, line.hasSuffix(": FAILED:") || line.contains(": FAILED\n") {
            names.add(heading.joined(separator: " > "))
        }
    }

    /// `TEST CASE:  name`, its subcases indented below, an empty line; then `a.cpp:7: ERROR: …`.
    private mutating func readDoctest(_ line: String, into names: inout TestNames) {
        if line.hasPrefix("TEST CASE:") {
            doctest = [line.dropFirst("TEST CASE:".count).trimmingBlanks()]
            isInDoctest = true
        } else if isInDoctest, line.hasPrefix("  "), doctest.count <= NativeTestNames.headingLimit {
            doctest.append(line.trimmingBlanks())
        } else {
            isInDoctest = false
            if !doctest.isEmpty, line.contains("ERROR: "),
                Self.doctestError.fits(line)
            {
                names.add(doctest.joined(separator: " > "))
            }
        }
    }

    // MARK: Patterns

    private static let doctestError = Pattern(/^\S+:\d+: (?:FATAL )?ERROR:\s/)
    private static let ctest = Pattern(
        /^\s+\d+ - (.+) \((?:Failed|Timeout|SEGFAULT|Subprocess aborted|ILLEGAL|NUMERICAL|BUS|OTHER_FAULT|Bad Command|Child aborted|ERROR|Not Run|Exit code [^)]*|INTERRUPT|SIG[A-Z]+|Skipped)\)/
    )
}
