/// Swift Testing and XCTest.
struct SwiftTestNames: TestNameReader {
    let words = ["✘ Test ", "Test Case '"]

    mutating func read(_ line: String, previous: String, into names: inout TestNames) {
        if line.hasPrefix("✘ Test "), !line.hasPrefix("✘ Test run "),
            let match = Self.swiftTest.first(in: line)
        {
            let name = match.1
            // The suite is not named, so tests of two suites may share a name.
            names.addOneMore(
                name.hasPrefix("\"") ? String(name.dropFirst().dropLast()) : String(name))
        } else if line.hasPrefix("Test Case '"),
            let match = Self.xctest.first(in: line)
        {
            let (_, bracketed, plain) = match
            names.add(String(bracketed ?? plain ?? "").replacing(" ", with: "."))
        }
    }

    // MARK: Patterns

    private static let swiftTest = Pattern(
        /^✘ Test (.+?)(?: with \d+ test cases?)? failed after [\d.]+ seconds/)
    private static let xctest = Pattern(
        /^Test Case '(?:-\[(.+)\]|(.+))' failed \(/)
}
