import RunModel

/// GoogleTest, Catch2, doctest, `assert`, sanitizers, and bats.
struct NativeTestSigns: SignReader {
    let words = [
        ": Failure", ": FAILED:", ": ERROR: ", ": FATAL ERROR: ", "Assertion `",
        "Assertion failed: ", "AddressSanitizer: ", "ThreadSanitizer: ", "MemorySanitizer: ",
        "LeakSanitizer: ", "terminate called", "(in test file ", "(from function ",
    ]

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        let told = line.below(8).map(LogLine.bare).prefix { !$0.isEmpty && !$0.hasPrefix("[  ") }
        if Self.googleTest.first(in: text) != nil {
            return line.sign(.assertionFailed, told.joined(separator: " "))
        }
        if text == "unknown file: Failure" {
            return line.sign(.testError, told.joined(separator: " "), place: .none)
        }
        if text.hasSuffix(": FAILED:") {
            let threw = told.contains { $0.contains("unexpected exception") }
            return line.sign(threw ? .testError : .assertionFailed, told.joined(separator: " "))
        }
        if let match = Self.docTest.first(in: text) {
            let threw = match.1.contains("test case THREW")
            let rest = told.prefix(1).joined(separator: " ")
            return line.sign(
                threw ? .testError : .assertionFailed, "\(match.1) \(rest)")
        }
        if let sign = assertion(line) { return sign }
        if let match = Self.assertionOfMac.first(in: text) {
            return line.sign(
                .assertionFailed, String(match.1),
                place: .known(file: String(match.2), line: Int(match.3)))
        }
        if let match = Self.sanitizer.first(in: text) {
            return line.sign(.testError, String(match.1))
        }
        if text.hasPrefix("terminate called") {
            let what = line.nextText(within: 1).map { $0.hasPrefix("what():") ? " \($0)" : "" }
            return line.sign(.testError, text + (what ?? ""))
        }
        return bats(line)
    }

    /// The line of C's `assert` as glibc prints it: program, place, function, condition.
    private func assertion(_ line: LogLine) -> Sign? {
        guard let start = line.text.firstRange(of: "Assertion `")?.lowerBound,
            case let told = line.text[start...],
            let end = told.firstRange(of: "' failed")?.upperBound,
            let place = Self.assertionPlace.first(in: line.text[..<start])
        else { return nil }
        return line.sign(
            .assertionFailed, String(told[..<end]),
            place: .known(file: String(place.1), line: Int(place.2)))
    }

    /// `(in test file test/add.bats, line 4)`, then the command.
    private func bats(_ line: LogLine) -> Sign? {
        guard
            let match = Self.batsPlace.first(in: line.text)
        else { return nil }
        let next = line.nextText(within: 1) ?? ""
        let place = Sign.Place.known(file: String(match.1), line: Int(match.2))
        if next.hasSuffix("failed with status 127") {
            return line.sign(.missingDependency, next, place: place)
        }
        let isTest =
            next.contains("`[") || next.contains("`assert") || next.contains("`test ")
            || next.contains("`!") || next.contains("`refute")
        return line.sign(isTest ? .assertionFailed : .testError, next, place: place)
    }

    // MARK: Patterns

    private static let googleTest = Pattern(
        /^\S+:\d+: Failure$/)
    private static let docTest = Pattern(
        /^\S+:\d+: (?:FATAL )?ERROR: (.*)$/)
    private static let assertionPlace = Pattern(/(?:^|[\s:])([^\s:]+):(\d+):\s/)
    private static let assertionOfMac = Pattern(
        /(Assertion failed: .*), file ([^,]+), line (\d+)/)
    private static let sanitizer = Pattern(
        /((?:Address|Thread|Memory|Leak)Sanitizer: [\w-]+)/)
    private static let batsPlace = Pattern(
        /(?:in test file|in file) ([^\s,]+), line (\d+)\)?/)
}
