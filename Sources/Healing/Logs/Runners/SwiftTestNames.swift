/// Swift Testing and XCTest.
struct SwiftTestNames: TestNameReader {
    let words = ["✘ Test ", "Test Case '"]

    mutating func read(_ line: String, previous: String, into names: inout TestNames) {
        if line.hasPrefix("✘ Test "), !line.hasPrefix("✘ Test run "),
            let match = line.firstMatch(
                of: /^✘ Test (.+?)(?: with \d+ test cases?)? failed after [\d.]+ seconds/)
        {
            let name = match.output.1
            // The suite is not named, so tests of two suites may share a name.
            names.addOneMore(
                name.hasPrefix("\"") ? String(name.dropFirst().dropLast()) : String(name))
        } else if line.hasPrefix("Test Case '"),
            let match = line.firstMatch(of: /^Test Case '(?:-\[(.+)\]|(.+))' failed \(/)
        {
            let (_, bracketed, plain) = match.output
            names.add(String(bracketed ?? plain ?? "").replacing(" ", with: "."))
        }
    }
}
