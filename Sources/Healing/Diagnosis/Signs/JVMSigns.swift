import RunModel

/// javac without a place, java, Maven, Gradle and kotlinc, beside exceptions and diagnostics.
struct JVMSigns: SignReader {
    let words = JVMSigns.phrases.map(\.text)

    func read(_ line: LogLine) -> Sign? {
        guard let phrase = JVMSigns.phrases.first(where: { line.text.contains($0.text) }) else {
            return nil
        }
        let isPOM = phrase.text.contains("POM")
        return line.sign(
            phrase.category,
            place: isPOM && phrase.category == .syntaxError
                ? .known(file: "pom.xml", line: nil) : .none)
    }

    private static let phrases: [(text: String, category: FailureCategory)] = [
        ("error: file not found: ", .fileNotFound),
        ("Could not find or load main class", .importError),
        ("Unable to access jarfile", .fileNotFound), ("there is no POM in this", .fileNotFound),
        ("Non-parseable POM", .syntaxError), ("Non-readable POM", .syntaxError),
        ("Malformed POM", .syntaxError),
        ("Could not resolve dependencies", .missingDependency),
        ("Could not find artifact", .missingDependency),
        ("or one of its dependencies could not", .missingDependency),
        ("Could not resolve all", .missingDependency),
        ("No tests were executed", .noTests), ("No tests found for given includes", .noTests),
        ("does not contain a Gradle build", .fileNotFound),
        ("error: source file or directory not found", .fileNotFound),
    ]
}
