package import Effects
import Git

/// Remembers which runs are over and sound, by the tips of their journals, so that a look at a
/// repository with a thousand of them reads those that may still change.
///
/// A cache, which may be deleted at any time: a journal that has grown has another tip, and is read.
package struct ClosedRuns {
    private let files: Files
    private let path: String
    /// By the tip of the journal, the commit that only the run's branch keeps; zero for none.
    private var known: [ObjectID: ObjectID] = [:]
    /// Those of this look, which are the ones to keep.
    private var seen: [ObjectID: ObjectID] = [:]

    private static let heading = "closed runs 1"

    /// Reads what an earlier look has found.
    ///
    /// - Parameter folder: The repository's folder for caches.
    package init(files: Files, folder: String) {
        self.files = files
        path = "\(folder)/closed-runs"
        let bytes = (try? files.read(path)) ?? []
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        guard lines.first.map({ $0.elementsEqual(Self.heading.utf8) }) ?? false else { return }
        for line in lines.dropFirst() {
            let ids = line.split(separator: UInt8(ascii: " ")).map {
                ObjectID(hex: String(decoding: $0, as: UTF8.self))
            }
            guard ids.count == 2, let journal = ids[0], let work = ids[1] else { continue }
            known[journal] = work
        }
    }

    /// What is known of a journal with this tip: nil where it has to be read; else the commit that
    /// only the run's branch keeps, zero for none.
    mutating func recall(_ journal: ObjectID) -> ObjectID? {
        guard let work = known[journal] else { return nil }
        seen[journal] = work
        return work
    }

    /// Keeps that a run is over.
    mutating func insert(_ journal: ObjectID, work: ObjectID?) { seen[journal] = work ?? .zero }

    /// Writes what this look has found, where it is otherwise; where that cannot be, nothing is
    /// lost.
    package func save() {
        guard seen != known else { return }
        let lines = seen.map { "\($0.key.hex) \($0.value.hex)" }.sorted()
        let text = ([Self.heading] + lines).joined(separator: "\n") + "\n"
        try? files.write(path, Array(text.utf8))
    }
}
