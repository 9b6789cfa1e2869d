/// Jest, Vitest, Mocha, and the `spec` reporter of `node --test`.
struct JavaScriptTestNames: TestNameReader {
    let words = ["FAIL ", "PASS ", "● ", "▶ ", "✖ ", " failing"]

    /// The file that Jest reports on.
    private var jestFile = ""
    /// The groups around, by depth, of node's `spec` reporter.
    private var groups: [String] = []
    /// Node prints its failures once more below.
    private var nodeIsDone = false
    /// Mocha's list of failures has begun.
    private var mochaHasFailures = false
    /// The parts of the name that Mocha is printing.
    private var mochaName: [String] = []

    var isWaiting: Bool { mochaHasFailures }

    mutating func read(_ line: String, previous: String, into names: inout TestNames) {
        readJest(line, into: &names)
        readNode(line, into: &names)
        readMocha(line, into: &names)
    }

    private mutating func readJest(_ line: String, into names: inout TestNames) {
        let text = line.drop { $0 == " " }
        if line.hasPrefix("FAIL "),
            let match = Self.jest.first(in: line)
        {
            // Vitest names the test in the same line.
            let rest = match.2.trimmingBlanks()
            jestFile = rest.hasPrefix("> ") ? "" : String(match.1)
            if rest.hasPrefix("> ") { names.add("\(match.1) \(rest)") }
        } else if line.hasPrefix(" FAIL "),
            let match = Self.vitest.first(in: line)
        {
            names.add(String(match.1))
        } else if !jestFile.isEmpty, text.hasPrefix("● ") {
            let name = text.dropFirst(2)
            if name.hasPrefix("Test suite failed to run") {
                names.add(jestFile)
            } else if name.contains(" › ") || isTest(name) {
                names.add("\(jestFile) › \(name)")
            }
        } else if line.hasPrefix("PASS ") {
            jestFile = ""
        }
    }

    /// `● name` is a test; `● Console` and sentences are none.
    private func isTest(_ name: Substring) -> Bool {
        name != "Console" && !name.hasPrefix("Cannot log") && !name.hasSuffix(":")
    }

    /// `▶ group` above, `✖ name (1.5ms)` below it, two blanks a level.
    private mutating func readNode(_ line: String, into names: inout TestNames) {
        guard !nodeIsDone else { return }
        let text = line.drop { $0 == " " }
        let depth = (line.utf8.count - text.utf8.count) / 2
        if text.hasPrefix("▶ ") {
            groups = Array(groups.prefix(depth))
            while groups.count < depth { groups.append("") }
            groups.append(String(text.dropFirst(2)))
        } else if line.hasPrefix("✖ failing tests:") {
            nodeIsDone = true
        } else if text.hasPrefix("✖ "),
            let match = Self.nodeTest.first(in: text)
        {
            let around = groups.prefix(depth).filter { !$0.isEmpty }
            names.addOneMore((around + [String(match.1)]).joined(separator: " > "))
        }
    }

    /// After `2 failing`, `  1) suite`, the inner ones below it, deeper each, and a `:` after the
    /// last.
    private mutating func readMocha(_ line: String, into names: inout TestNames) {
        if line.hasSuffix(" failing"), Self.mochaCount.fits(line) {
            mochaHasFailures = true
            mochaName = []
        } else if mochaHasFailures, line.hasPrefix("  "), let match = Self.mochaName.first(in: line)
        {
            mochaName = [String(match.1)]
            finishMocha(into: &names)
        } else if !mochaName.isEmpty {
            let text = line.trimmingBlanks()
            guard !text.isEmpty, line.hasPrefix("       ") else { return mochaName = [] }
            mochaName.append(text)
            finishMocha(into: &names)
        }
    }

    private mutating func finishMocha(into names: inout TestNames) {
        guard let last = mochaName.last, last.hasSuffix(":") else { return }
        mochaName[mochaName.count - 1] = String(last.dropLast())
        names.addOneMore(mochaName.joined(separator: " > "))
        mochaName = []
    }

    // MARK: Patterns

    private static let jest = Pattern(
        /^FAIL\s+(\S+\.[cm]?[jt]sx?)(.*)$/)
    // In a workspace the project is named before the file.
    private static let vitest = Pattern(
        /^ FAIL\s+(?:\|?[\w@\/-]+\|? +)?(\S+\.[cm]?[jt]sx?(?: > .+)?)(?: \[ .+ \])?$/)
    private static let mochaCount = Pattern(/^ {2,}\d+ failing$/)
    private static let mochaName = Pattern(/^ {2,}\d+\) (.*)$/)
    private static let nodeTest = Pattern(
        /^✖ (.+) \([\d.]+ms\)$/)
}
