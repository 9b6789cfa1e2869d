/// pytest and unittest.
struct PythonTestNames: TestNameReader {
    let words = ["=====", "!!!", "FAILED", "ERROR", "FAIL: ", "ERROR: ", "Failed example:"]

    /// Inside pytest's summary, the only place where its words are its own.
    private var isInSummary = false

    /// What a line of `pytest -v` about a failing test has.
    private static let verbose = Needles([" FAILED", " ERROR"])

    mutating func read(_ line: String, previous: String, into names: inout TestNames) {
        readPytest(line, into: &names)
        readUnittest(line, previous: previous, into: &names)
        readDoctest(line, previous: previous, into: &names)
    }

    /// `File "calc.py", line 3, in calc.add`, then `Failed example:`.
    private func readDoctest(_ line: String, previous: String, into names: inout TestNames) {
        guard line == "Failed example:", previous.hasPrefix("File \""),
            let found = previous.firstRange(of: ", in ")
        else { return }
        names.add(String(previous[found.upperBound...]))
    }

    private mutating func readPytest(_ line: String, into names: inout TestNames) {
        if line.hasPrefix("="), line.contains(" short test summary info ") {
            isInSummary = true
        } else if line.hasPrefix("=") || line.hasPrefix("!!!") {
            isInSummary = false
        } else if isInSummary {
            for word in ["FAILED ", "ERROR ", "SUBFAILED"] where line.hasPrefix(word) {
                names.add(name(line.dropFirst(word.count)))
            }
        } else if line.contains(".py::"), PythonTestNames.verbose.occur(in: line),
            let match = Self.verboseName.first(in: line)
        {
            names.add(String(match.1))
        }
    }

    /// The name before ` - message`; brackets of parameters may hold anything.
    private func name(_ text: Substring) -> String {
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
    private func readUnittest(_ line: String, previous: String, into names: inout TestNames) {
        guard previous.hasPrefix("======"), previous.allSatisfy({ $0 == "=" }),
            let match = Self.unittestName.first(in: line)
        else { return }
        let (_, method, place) = match
        guard let place else { return names.add(String(method)) }
        names.add(place.hasSuffix(".\(method)") ? String(place) : "\(place).\(method)")
    }

    // MARK: Patterns

    private static let verboseName = Pattern(
        /^(\S+\.py::.+?) (?:FAILED|ERROR)\s*(?:\[ *\d+%\])?$/)
    private static let unittestName = Pattern(
        /^(?:FAIL|ERROR): (\S+)(?: \(([^)\s]+)\))?/)
}
