/// A file, or a part of one, that a model is shown.
package struct ContextFile: Hashable, Sendable {
    /// Lines of a file that is not shown whole.
    package struct Part: Hashable, Sendable {
        /// Counted from 1.
        package var lines: ClosedRange<Int>
        /// Lines that the file has.
        package var total: Int

        package init(lines: ClosedRange<Int>, total: Int) {
            self.lines = lines
            self.total = total
        }
    }

    package var path: String
    package var text: String
    /// Nil: the whole file.
    package var part: Part?

    package init(path: String, text: String, part: Part? = nil) {
        self.path = path
        self.text = text
        self.part = part
    }

    /// The file as a prompt says it.
    package var fenced: String { Fence.wrap(text, label: label) }

    private var label: String {
        guard let part else { return path }
        return "\(path) (only lines \(part.lines.lowerBound) to \(part.lines.upperBound)"
            + " of \(part.total))"
    }
}
