import RunModel

/// SwiftPM, Swift Testing, XCTest, and what a trapped program prints.
struct SwiftSigns: SignReader {
    let words = [
        "Expectation failed: ", ": Caught error: ", "Fatal error: ", " : XCTAssert", "XCTAssert",
        "Could not find Package.swift", "error: no such file or directory: '", "error: product '",
        "error: Failed to clone", "error: no tests found", "error: XCTFail",
        "error: unable to resolve", "Issue recorded",
    ]

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        // A detail that another line has in full.
        if let found = text.firstRange(of: "Expectation failed: ") {
            return line.sign(.assertionFailed, String(text[found.lowerBound...]))
        }
        if text.contains("XCTAssert") || text.contains("XCTFail") {
            return text.contains("error: ") ? line.sign(.assertionFailed) : nil
        }
        if let found = text.firstRange(of: "Caught error: ") {
            return line.sign(.testError, String(text[found.lowerBound...]))
        }
        if let found = text.firstRange(of: "Issue recorded") {
            return line.sign(.assertionFailed, String(text[found.lowerBound...]))
        }
        if let match = Self.fatal.first(in: text) {
            // The standard library names its own files, by module.
            let isOwn = !match.1.hasPrefix("Swift/") && !match.1.hasPrefix("_")
            return line.sign(
                .testError, String(match.3),
                // Before the file stands the module, which is no folder.
                place: isOwn
                    ? .known(
                        file: LogText.name(of: String(match.1)), line: Int(match.2))
                    : .near)
        }
        if text.contains("Could not find Package.swift")
            || text.hasPrefix("error: no such file or directory: '")
        {
            return line.sign(.fileNotFound, place: .none)
        }
        if text.hasPrefix("error: no tests found") { return line.sign(.noTests, place: .none) }
        if text.hasPrefix("error: product '") || text.hasPrefix("error: Failed to clone")
            || text.hasPrefix("error: unable to resolve")
        {
            return line.sign(.missingDependency, place: .none)
        }
        return nil
    }

    // MARK: Patterns

    private static let fatal = Pattern(
        /^(\S+\.swift):(\d+): (Fatal error: .*)$/)
}
