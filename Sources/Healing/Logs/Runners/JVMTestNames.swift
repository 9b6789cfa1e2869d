/// Maven's Surefire and Failsafe, and Gradle.
struct JVMTestNames: TestNameReader {
    let words = ["<<< ", " FAILED"]

    mutating func read(_ line: String, previous: String, into names: inout TestNames) {
        if line.contains("<<< ") {
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
            let match = line.firstMatch(
                of:
                    /^(?:\[ERROR\] +)?(\S.*?) +(?:-- +)?Time elapsed: \S+ s(?:ec)? +<<< (?:FAILURE|ERROR)!/
            )
        else { return }
        let name = match.output.1
        // The class as a whole, which is named as it is.
        guard !name.hasPrefix("Tests run:") else { return }
        if let old = name.wholeMatch(of: /([^()]+)\(([\w.$]+)\)/) {
            names.add("\(old.output.2).\(old.output.1)")
        } else {
            names.add(String(name))
        }
    }
}
