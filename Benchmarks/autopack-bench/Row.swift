/// One line of the table.
struct Row {
    var figure: String
    var ours: String
    var peer: String
    var toReach: String
    var verdict: String

    static let header = Row(
        figure: "figure", ours: "ours median (min–max)", peer: "peer", toReach: "to reach",
        verdict: "verdict"
    ).text

    /// The columns, filled up with blanks so that they stand below each other.
    var text: String {
        zip([figure, ours, peer, toReach], [55, 24, 51, 9])
            .map { text, width in
                text + String(repeating: " ", count: max(0, width - text.count))
            }
            .joined(separator: " | ") + " | " + verdict
    }
}
