package import RunModel

/// The events of one run, first to last.
package struct RunJournal: Sendable {
    package var run: RunID
    package var entries: [JournalEntry]

    package init(run: RunID, entries: [JournalEntry]) {
        self.run = run
        self.entries = entries
    }
}
