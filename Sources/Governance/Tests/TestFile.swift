/// What a file of tests holds, read as text: its tests by name, their claims, and what keeps them
/// from judging.
///
/// A lexical reading: strings and comments are understood, the grammar is not. It takes time
/// proportional to the text, whatever the text.
struct TestFile: Sendable {
    let language: TestLanguage
    var routines: [TestRoutine]
    /// Tokens of the whole file, for what is looked for anywhere.
    let text: TokenText

    /// - Parameter onlyTests: Leaves out functions that are no tests, where a source file holds
    ///   both.
    init(_ bytes: [UInt8], language: TestLanguage, onlyTests: Bool = false) {
        self.language = language
        text = TokenText(bytes, in: language)
        var reader = RoutineReader(text)
        reader.read()
        routines =
            onlyTests
            ? reader.routines.filter { $0.isTest || Self.isInTestModule($0.name) } : reader.routines
    }

    /// `mod tests { … }` of a source file.
    private static func isInTestModule(_ name: String) -> Bool {
        name.hasPrefix("tests.") || name.hasPrefix("test.") || name.contains(".tests.")
    }

    var tests: [TestRoutine] { routines.filter(\.isTest) }
}
