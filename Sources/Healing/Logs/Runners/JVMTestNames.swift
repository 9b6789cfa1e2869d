/// Maven's Surefire and Failsafe, Gradle, and the consoles of JUnit 4 and 5.
struct JVMTestNames: TestNameReader {
    let words = ["<<< ", " FAILED", "There was ", "There were ", "MethodSource [className = '"]

    /// JUnit 4's list of failures has begun.
    private var isInList = false

    var isWaiting: Bool { isInList }

    mutating func read(_ line: String, previous: String, into names: inout TestNames) {
        if line.hasPrefix("There was 1 failure") || line.hasPrefix("There were ") {
            isInList = line.hasSuffix("failure:") || line.hasSuffix("failures:")
        } else if isInList, line.hasPrefix("FAILURES!!!") {
            isInList = false
        } else if isInList, let match = Self.junit4.whole(line) {
            names.add("\(match.2).\(match.1)")
        } else if line.contains("MethodSource [className = '"),
            let match = Self.methodSource.first(in: line)
        {
            // The console of JUnit 5 lists what failed with where it comes from.
            names.add("\(match.1).\(match.2)")
        } else if line.contains("<<< ") {
            readMaven(line, into: &names)
        } else if line.hasSuffix(" FAILED"), line.contains(" > "), !line.hasPrefix("> ") {
            // `Calculator > adds() FAILED`, with a line for each level of a nested class.
            names.add(String(line.dropLast(" FAILED".count)))
        }
    }

    /// `[ERROR] org.example.ATest.adds -- Time elapsed: 0.01 s <<< FAILURE!`; before 3.0
    /// `adds(org.example.ATest)  Time elapsed: 0.01 sec  <<< FAILURE!`.
    private func readMaven(_ line: String, into names: inout TestNames) {
        guard
            let match = Self.surefire.first(in: line)
        else { return }
        let name = match.1
        // The class as a whole, which is named as it is.
        guard !name.hasPrefix("Tests run:") else { return }
        if let old = Self.oldName.whole(name) {
            names.add("\(old.2).\(old.1)")
        } else {
            names.add(String(name))
        }
    }

    // MARK: Patterns

    private static let junit4 = Pattern(
        /\d+\) (.+)\(([\w.$]+)\)/)
    private static let methodSource = Pattern(
        /className = '([^']+)', methodName = '([^']+)'/)
    private static let surefire = Pattern(
        /^(?:\[ERROR\] +)?(\S.*?) +(?:-- +)?Time elapsed: \S+ s(?:ec)? +<<< (?:FAILURE|ERROR)!/)
    private static let oldName = Pattern(
        /([^()]+)\(([\w.$]+)\)/)
}
