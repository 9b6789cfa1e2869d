package import RunModel

/// The form in which edits are asked for (`config/models.yaml`, capabilities).
package enum EditRequest {
    /// The form for the next call: the model's own, changed where its failures say that it does not
    /// manage it.
    ///
    /// Who misquotes a file twice running is asked for whole files; who does not get to the end of
    /// a whole file, or loses parts of one, is asked for blocks.
    ///
    /// - Parameter failures: Of the phase so far, in order.
    package static func style(
        of model: EditStyle, after failures: [FailureCategory]
    ) -> EditStyle {
        var style = model
        var misquotes = 0
        for failure in failures {
            switch (style, failure) {
            case (.searchReplace, .notFound), (.searchReplace, .ambiguous),
                (.searchReplace, .elision):
                misquotes += 1
                if misquotes == 2 {
                    style = .wholeFile
                    misquotes = 0
                }
            case (.wholeFile, .truncated), (.wholeFile, .replyTruncated), (.wholeFile, .elision),
                (.wholeFile, .invalidResult):
                style = .searchReplace
            default: misquotes = 0
            }
        }
        return style
    }
}

extension EditStyle {
    /// What a Builder or fixer is told of it.
    var rules: String {
        switch self {
        case .searchReplace:
            """
            Write each edit as a SEARCH/REPLACE block: the path on a line of its own, then

            path/to/file.py
            <<<<<<< SEARCH
            lines exactly as they are in the file
            =======
            the lines that take their place
            >>>>>>> REPLACE

            Quote enough lines that they occur once in the file. Leave nothing out and write no line \
            numbers. A new file has an empty SEARCH part. A file of fewer than 40 lines you may write \
            whole instead: its path on a line of its own, then its whole text in a fence.

            """
        case .wholeFile:
            """
            Write each file that changes as a whole: its path on a line of its own, then all of its \
            text in a fence, as in

            path/to/file.py
            ```
            the whole file
            ```

            Leave nothing out: what you do not write is deleted. Write no line numbers and no files \
            that do not change.

            """
        }
    }
}
