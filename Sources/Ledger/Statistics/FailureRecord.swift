package import RunModel

/// One failure over all runs, known again by its signature: the debug record.
package struct FailureRecord: Hashable, Sendable {
    package var signature: String
    package var category: String
    package var rootCause: String
    /// When it was seen first, and the run.
    package var first: Timestamp
    package var firstRun: String
    package var last: Timestamp
    package var lastRun: String
    /// Attempts in which it was seen.
    package var count: Int
    /// The runs that saw it, in the order in which they began.
    package var runs: [String]
    package var phases: [String]
    /// What the candidates that failed so had changed; at most ten.
    package var files: [String]
    /// What mended it last, and in which run; nil: nothing ever has.
    package var mending: Cure?
    package var mendingRun: String?
    /// Nothing has mended it since it was seen last.
    package var isOpen: Bool

    init(_ signature: String) {
        self.signature = signature
        category = ""
        rootCause = ""
        first = Timestamp(milliseconds: .max)
        firstRun = ""
        last = Timestamp(milliseconds: .min)
        lastRun = ""
        count = 0
        runs = []
        phases = []
        files = []
        isOpen = true
    }

    /// Takes in what one run saw.
    mutating func take(_ sighting: Sighting, of run: String) {
        if sighting.first < first { (first, firstRun) = (sighting.first, run) }
        if sighting.last >= last {
            (last, lastRun) = (sighting.last, run)
            category = sighting.category
            rootCause = sighting.rootCause
            isOpen = sighting.mending == nil
        }
        count = UsageRow.sum(count, sighting.count)
        runs.append(run)
        for phase in sighting.phases where !phases.contains(phase) { phases.append(phase) }
        for file in sighting.files
        where files.count < Sighting.fileLimit && !files.contains(file) { files.append(file) }
        if let new = sighting.mending, mending.map({ $0.time <= new.time }) ?? true {
            (mending, mendingRun) = (new, run)
        }
    }
}
