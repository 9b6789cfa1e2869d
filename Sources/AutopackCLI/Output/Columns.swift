/// Words under one another.
enum Columns {
    /// One line; each text is filled up to its width, and the next stands two blanks off.
    static func line(_ cells: [(text: String, width: Int)]) -> String {
        var line = ""
        for cell in cells {
            let text = Visible.line(cell.text)
            line += text + String(repeating: " ", count: max(0, cell.width - text.count)) + "  "
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
