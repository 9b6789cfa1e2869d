import RunModel

/// pytest, unittest, doctest and pip, as far as they say more than an exception.
struct PythonToolSigns: SignReader {
    let words = [
        "fixture '", "DID NOT RAISE", "Failed example:", "can't open file '", "No module named ",
        "No matching distribution found", "ERROR: file or directory not found", "no tests ran",
        "NO TESTS RAN", "Ran 0 tests in", "E   assert ", "E       assert ", "E     assert ",
        "E    assert ", "Fatal Python error: ", "ERROR: ResolutionImpossible", "assert ",
        "ERROR: Could not find a version", "Failed: Timeout", "ERROR: not found: ",
        "error: unrecognized arguments", "does not appear to be a Python project",
        "Could not open requirements file",
    ]

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        if line.line.hasPrefix("E "), text.hasPrefix("assert ") {
            return line.sign(.assertionFailed)
        }
        if line.line.hasPrefix("E "), text.hasPrefix("fixture '"), text.hasSuffix("' not found") {
            return line.sign(.testError, place: PythonToolSigns.fixturePlace(line))
        }
        if line.line.hasPrefix("E "), text.contains("DID NOT RAISE") {
            return line.sign(.assertionFailed)
        }
        if line.line.hasPrefix("E "), text.hasPrefix("Failed: Timeout") {
            return line.sign(.testError)
        }
        if text == "Failed example:" {
            return line.sign(
                .assertionFailed, line.below(6).map(LogLine.bare).joined(separator: " "))
        }
        if text.contains("can't open file '") { return line.sign(.fileNotFound, place: .none) }
        if text.contains("does not appear to be a Python project")
            || text.contains("Could not open requirements file")
        {
            return line.sign(.fileNotFound, place: .none)
        }
        if text.hasPrefix("ERROR: file or directory not found")
            || text.hasPrefix("ERROR: not found: ")
        {
            return line.sign(.fileNotFound, place: .none)
        }
        // `python3 -m tool`, where the tool is missing: no frame is printed.
        if Self.missingTool.first(in: text) != nil {
            return line.sign(.missingDependency, place: .none)
        }
        if text.contains("No matching distribution found")
            || text.contains("ERROR: Could not find a version")
            || text.contains("ERROR: ResolutionImpossible")
        {
            return line.sign(.missingDependency, place: .none)
        }
        if text.hasPrefix("Fatal Python error: ") { return line.sign(.testError) }
        if text.contains(": error: unrecognized arguments") {
            return line.sign(.testError, place: .none)
        }
        let end = text.drop { $0 == "=" || $0 == " " }
        if end.hasPrefix("no tests ran") || end.hasPrefix("NO TESTS RAN")
            || end.hasPrefix("Ran 0 tests in")
        {
            return line.sign(.noTests, place: .none)
        }
        return nil
    }

    /// `file /p/test_a.py, line 1` stands above.
    private static func fixturePlace(_ line: LogLine) -> Sign.Place {
        for above in line.above(30) where above.hasPrefix("file ") {
            if let match = Self.fixtureFile.first(in: above) {
                return .known(file: String(match.1), line: Int(match.2))
            }
        }
        return .near
    }

    // MARK: Patterns

    private static let missingTool = Pattern(
        /^\S*python[\d.]*: No module named\s/)
    private static let fixtureFile = Pattern(
        /^file (\S+), line (\d+)$/)
}
