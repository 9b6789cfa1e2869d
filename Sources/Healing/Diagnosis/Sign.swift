import RunModel

/// Something in a log that says what went wrong.
struct Sign: Hashable, Sendable {
    /// Where the place to look at stands, seen from the sign's line.
    enum Place: Hashable, Sendable {
        /// In the line, in the trace that belongs to it, or near it.
        case near
        /// The sign itself knows the file, and perhaps the line.
        case known(file: String, line: Int?)
        /// There is none.
        case none
    }

    var category: FailureCategory
    /// The line's index in the log.
    var index: Int
    /// What it says, without the marks of the program that printed it.
    var message: String
    /// The words are those of a failure, but nothing around confirms it: a program may print the
    /// like and be well.
    var isVague = false
    var place = Place.near
    /// The program goes on after it as well as it can, so that what it says of the same file
    /// afterwards may be nothing but a consequence.
    var cascades = false
}

/// A line of a log that is looked at, with the lines around.
struct LogLine {
    let lines: [String]
    let index: Int
    /// The line without indentation and without the marks of pytest (`E`), TAP (`#`), groups of
    /// exceptions (`|`), Maven (`[ERROR]`) and npm.
    let text: String
    /// The command that printed the log.
    let command: [String]

    init(_ lines: [String], at index: Int, command: [String] = []) {
        self.lines = lines
        self.index = index
        self.command = command
        text = LogLine.bare(String(lines[index].prefix(LogLine.limit)))
    }

    /// What tells a failure stands at the beginning of a line.
    private static let limit = 1000

    var line: String { lines[index] }

    /// Up to that many lines below.
    func below(_ count: Int) -> ArraySlice<String> { lines[(index + 1)...].prefix(count) }

    /// Up to that many lines above, the nearest first.
    func above(_ count: Int) -> ReversedCollection<ArraySlice<String>> {
        lines[..<index].suffix(count).reversed()
    }

    /// The next line that is not empty, without its marks.
    func nextText(within count: Int = 4) -> String? {
        below(count).first { !$0.allSatisfy(\.isWhitespace) }.map(LogLine.bare)
    }

    /// A sign in this line.
    func sign(
        _ category: FailureCategory, _ message: String? = nil, isVague: Bool = false,
        place: Sign.Place = .near
    ) -> Sign {
        Sign(
            category: category, index: index, message: message ?? text, isVague: isVague,
            place: place)
    }

    /// Says whether one of the command's words is that program, whatever its folder.
    func isCommand(_ names: String...) -> Bool {
        command.contains { names.contains(LogText.name(of: $0)) }
    }

    static func bare(_ line: String) -> String {
        var text = line.drop { $0 == " " || $0 == "\t" }
        for mark in ["E  ", "# ", "| ", "+ ", "[ERROR] ", "npm error ", "npm ERR! "]
        where text.hasPrefix(mark) {
            text = text.dropFirst(mark.count)
            text = text.drop { $0 == " " || $0 == "\t" }
            break
        }
        return String(text)
    }
}
