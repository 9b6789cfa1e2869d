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
        routines = onlyTests ? reader.routines.filter(\.isTest) : reader.routines
    }

    var tests: [TestRoutine] { routines.filter(\.isTest) }
}
