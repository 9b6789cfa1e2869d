/// Reads the names of failing tests out of a log.
///
/// Names are what stays the same from run to run: no durations, no numbers of cases, no absolute
/// paths below the root. Understood are pytest, unittest, go test, cargo test, TAP (node --test),
/// Swift Testing, XCTest, Jest and Vitest.
package enum FailingTests {
    /// The names in the order in which they are printed, each once.
    package static func names(in log: String, root: String? = nil) -> [String] {
        names(in: LogText.lines(of: log), root: root)
    }

    static func names(in lines: [String], root: String?) -> [String] {
        var reader = Reader(root: root)
        for (index, line) in lines.enumerated() {
            reader.read(line, previous: index > 0 ? lines[index - 1] : "")
        }
        return reader.names
    }
}

private struct Reader {
    let root: String?
    private(set) var names: [String] = []
    private var seen: Set<String> = []
    /// Inside pytest's summary, the only place where its words are its own.
    private var isInSummary = false
    /// The tests of the Go package whose name is still to come.
    private var goTests: [String] = []
    /// The crate of Cargo's integration tests.
    private var crate = ""
    /// The names of TAP's subtests, by depth.
    private var subtests: [String] = []
    /// The file that Jest reports on.
    private var jestFile = ""

    /// What a line of `pytest -v` about a failing test has.
    private static let verbose = Needles([" FAILED", " ERROR"])
    /// What any line that names a failing test, or prepares for it, begins with or has.
    private static let telling = Needles([
        "FAIL", "ERROR", "not ok", "# Subtest", "✘", "● ", "PASS ", "Running ", "Doc-tests",
        "short test summary", "failed (", "ok  \t", "=====", "!!!",
    ])

    init(root: String?) { self.root = root }

    mutating func read(_ line: String, previous: String) {
        guard Reader.telling.occur(in: line) else { return }
        readPytest(line)
        readUnittest(line, previous: previous)
        readGo(line)
        readCargo(line)
        readTAP(line)
        readSwift(line)
        readJest(line)
    }

    private mutating func add(_ name: String) {
        var name = name.trimmingBlanks()
        if let root, name.hasPrefix(root + "/") { name = String(name.dropFirst(root.count + 1)) }
        if !name.isEmpty, seen.insert(name).inserted { names.append(name) }
    }

    private mutating func readPytest(_ line: String) {
        if line.hasPrefix("="), line.contains(" short test summary info ") {
            isInSummary = true
        } else if line.hasPrefix("=") || line.hasPrefix("!!!") {
            isInSummary = false
        } else if isInSummary {
            for word in ["FAILED ", "ERROR "] where line.hasPrefix(word) {
                add(pytestName(line.dropFirst(word.count)))
            }
        } else if Reader.verbose.occur(in: line),
            let match = line.firstMatch(
                of: /^(\S+\.py::.+?) (?:FAILED|ERROR)\s*(?:\[ *\d+%\])?$/)
        {
            add(String(match.output.1))
        }
    }

    /// The name before ` - message`; brackets of parameters may hold anything.
    private func pytestName(_ text: Substring) -> String {
        if let bracket = text.firstIndex(of: "["),
            let end = text[bracket...].firstRange(of: "] - ")
        {
            let head = text[..<bracket]
            if !head.contains(" - ") { return String(text[..<end.lowerBound]) + "]" }
        }
        guard let dash = text.firstRange(of: " - ") else { return String(text) }
        return String(text[..<dash.lowerBound])
    }

    /// `FAIL: test_a (module.Class.test_a)`, under a line of `=`; before Python 3.11 without the
    /// method in the brackets.
    private mutating func readUnittest(_ line: String, previous: String) {
        guard previous.hasPrefix("======"), previous.allSatisfy({ $0 == "=" }),
            let match = line.firstMatch(of: /^(?:FAIL|ERROR): (\S+)(?: \(([^)\s]+)\))?/)
        else { return }
        let (_, method, place) = match.output
        guard let place else { return add(String(method)) }
        add(place.hasSuffix(".\(method)") ? String(place) : "\(place).\(method)")
    }

    private mutating func readGo(_ line: String) {
        let text = line.drop { $0 == " " }
        if text.hasPrefix("--- FAIL: ") {
            let name = text.dropFirst("--- FAIL: ".count).prefix { $0 != " " }
            goTests.append(String(name))
            add(String(name))
        } else if line.hasPrefix("FAIL\t") {
            let package = line.dropFirst(5).prefix { $0 != "\t" && $0 != " " }
            if goTests.isEmpty {
                add(String(package))
            } else {
                qualify(goTests, with: "\(package).")
            }
            goTests = []
        } else if line.hasPrefix("ok  \t") {
            goTests = []
        }
    }

    /// Puts a package before names that were read before it was known.
    private mutating func qualify(_ tests: [String], with prefix: String) {
        for test in tests {
            guard let index = names.lastIndex(of: test) else { continue }
            names[index] = prefix + test
            seen.remove(test)
            seen.insert(prefix + test)
        }
    }

    private mutating func readCargo(_ line: String) {
        if line.hasPrefix("   Doc-tests ") {
            crate = ""
        } else if line.hasPrefix("     Running "),
            let match = line.firstMatch(of: /^\s+Running (?:unittests )?(\S+)\.rs \(/)
        {
            let path = match.output.1
            crate = path.hasPrefix("tests/") ? "\(LogText.name(of: String(path)))::" : ""
        } else if line.hasPrefix("test "), line.hasSuffix(" ... FAILED") {
            var name = line.dropFirst(5).dropLast(" ... FAILED".count)
            if let place = name.firstRange(of: " (line ") { name = name[..<place.lowerBound] }
            if name.hasSuffix(" - should panic") { name = name.dropLast(" - should panic".count) }
            add(crate + name)
        }
    }

    private mutating func readTAP(_ line: String) {
        let text = line.drop { $0 == " " }
        let depth = (line.count - text.count) / 4
        if text.hasPrefix("# Subtest: ") {
            subtests = Array(subtests.prefix(depth))
            while subtests.count < depth { subtests.append("") }
            subtests.append(String(text.dropFirst("# Subtest: ".count)))
        } else if text.hasPrefix("not ok ") {
            let rest = text.dropFirst("not ok ".count).drop { $0.isNumber }
            var name = rest.drop { $0 == " " || $0 == "-" }
            if let mark = name.firstRange(of: " # ") {
                let directive = name[mark.upperBound...].lowercased()
                if directive.hasPrefix("todo") || directive.hasPrefix("skip") { return }
                name = name[..<mark.lowerBound]
            }
            let around = subtests.prefix(depth).filter { !$0.isEmpty }
            add((around + [String(name)]).joined(separator: " > "))
        }
    }

    private mutating func readSwift(_ line: String) {
        if line.hasPrefix("✘ Test "), !line.hasPrefix("✘ Test run "),
            let match = line.firstMatch(
                of: /^✘ Test (.+?)(?: with \d+ test cases?)? failed after [\d.]+ seconds/)
        {
            let name = match.output.1
            add(name.hasPrefix("\"") ? String(name.dropFirst().dropLast()) : String(name))
        } else if line.hasPrefix("Test Case '"),
            let match = line.firstMatch(of: /^Test Case '(?:-\[(.+)\]|(.+))' failed \(/)
        {
            let (_, bracketed, plain) = match.output
            add(String(bracketed ?? plain ?? "").replacing(" ", with: "."))
        }
    }

    private mutating func readJest(_ line: String) {
        let text = line.drop { $0 == " " }
        if line.hasPrefix("FAIL "),
            let match = line.firstMatch(of: /^FAIL\s+(\S+\.[cm]?[jt]sx?)(.*)$/)
        {
            // Vitest names the test in the same line.
            let rest = match.output.2.trimmingBlanks()
            jestFile = rest.hasPrefix("> ") ? "" : String(match.output.1)
            if rest.hasPrefix("> ") { add("\(match.output.1) \(rest)") }
        } else if line.hasPrefix(" FAIL "),
            let match = line.firstMatch(of: /^ FAIL\s+(\S+\.[cm]?[jt]sx?(?: > .+)?)$/)
        {
            add(String(match.output.1))
        } else if !jestFile.isEmpty, text.hasPrefix("● ") {
            let name = text.dropFirst(2)
            if name.hasPrefix("Test suite failed to run") {
                add(jestFile)
            } else if name.contains(" › ") || previousIsTest(name) {
                add("\(jestFile) › \(name)")
            }
        } else if line.hasPrefix("PASS ") {
            jestFile = ""
        }
    }

    /// `● name` is a test; `● Console` and sentences are none.
    private func previousIsTest(_ name: Substring) -> Bool {
        name != "Console" && !name.hasPrefix("Cannot log") && !name.hasSuffix(":")
    }
}
