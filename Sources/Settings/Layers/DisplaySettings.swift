/// How the command line shows things; the repository's own `.git/config` may say it.
package struct DisplaySettings: Hashable, Sendable {
    package enum Color: String, Sendable, CaseIterable { case auto, always, never }
    package enum Progress: String, Sendable, CaseIterable { case auto, plain, none }

    package var color: Color
    package var progress: Progress

    package init(color: Color = .auto, progress: Progress = .auto) {
        self.color = color
        self.progress = progress
    }
}

/// How a result is brought to its branch where the command line does not say.
package enum Landing: String, Sendable, CaseIterable {
    case fastForward = "ff"
    case merge, squash
}

/// What `gc` keeps (`storage.md`, Sharing and retention).
package struct Retention: Hashable, Sendable {
    /// Closed runs beyond this number are joined into the archive.
    package var archiveAfterRuns: Int
    package var transcriptDays: Int
    package var transcriptMegabytes: Int

    package init(
        archiveAfterRuns: Int = 200, transcriptDays: Int = 90, transcriptMegabytes: Int = 1024
    ) {
        self.archiveAfterRuns = archiveAfterRuns
        self.transcriptDays = transcriptDays
        self.transcriptMegabytes = transcriptMegabytes
    }
}
