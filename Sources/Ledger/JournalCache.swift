import Effects
import Git
import RunModel

/// What is made of a journal event by event, and kept beside its tip.
protocol JournalDigest: Codable {
    /// The name of the file in `.git/autopack/cache`, without its ending.
    static var cacheName: String { get }
    /// The version of what is kept; a file of another is not read.
    static var cacheVersion: Int { get }

    init()

    /// Whether an event of that name changes anything; decoding is most of the work.
    static func concerns(_ event: EventName) -> Bool

    /// Takes in an event; they come in the order of the journal.
    mutating func take(_ entry: JournalEntry)
}

/// Digests of all journals of a repository, each read once.
///
/// What a journal said is kept by its tip in a file. The file is no truth: without it, or with one
/// that is not understood, everything is read again.
final class JournalCache<Digest: JournalDigest> {
    private let repository: Repository
    private let files: Files
    private var runs: [String: Known] = [:]
    private var hasLoaded = false
    /// Events that were read and are not in the file yet.
    private var unsaved = 0
    /// Runs whose journal cannot be read, and why.
    private(set) var unreadable: [String: LedgerError] = [:]

    /// A digest, as far as its journal was read.
    private struct Known: Codable {
        /// The last commit that was read.
        var tip: String
        var digest: Digest
    }

    init(_ repository: Repository, files: Files) {
        self.repository = repository
        self.files = files
    }

    /// Where the file lies.
    var path: String { "\(repository.commonDirectory)/autopack/cache/\(Digest.cacheName).json" }

    /// Every digest.
    var digests: some Collection<Digest> { runs.values.lazy.map(\.digest) }

    /// The digests of runs by name, in the names' order.
    var byName: [(run: String, digest: Digest)] {
        runs.sorted { $0.key < $1.key }.map { ($0.key, $0.value.digest) }
    }

    /// Reads what was appended to any journal since the last time.
    ///
    /// - Throws: ``LedgerError`` where the refs cannot be read; a journal that cannot is left out
    ///   and is in ``unreadable``.
    func refresh() throws(LedgerError) {
        if !hasLoaded { load() }
        unreadable = [:]
        let tips = try JournalReader(repository).runs()
        let names = Set(tips.map(\.run))
        runs = runs.filter { names.contains($0.key) }
        for (name, tip) in tips where runs[name]?.tip != tip.hex {
            do throws(LedgerError) {
                runs[name] = try read(tip, of: name, after: runs[name])
            } catch {
                runs[name] = nil
                unreadable[name] = error
            }
        }
        if unsaved > 0, !hasLoaded || unsaved >= Self.saveEvery { save() }
        hasLoaded = true
    }

    /// How many events may have to be read again.
    private static var saveEvery: Int { 500 }

    // MARK: Reading journals

    /// Reads a journal back to what is known of it, or to its beginning.
    private func read(
        _ tip: ObjectID, of run: String, after known: Known?
    ) throws(LedgerError) -> Known {
        var entries: [JournalEntry] = []
        var digest = Digest()
        var next: ObjectID? = tip
        while let id = next {
            if let known, known.tip == id.hex {
                digest = known.digest
                break
            }
            let repository = repository
            let (commit, bytes) = try git { () throws(GitError) in
                let commit = try repository.readCommit(id)
                return (commit, try repository.readFile(at: "event.json", in: commit.tree))
            }
            guard let bytes else { throw invalid(run, id, "event.json is missing") }
            if JournalEntry.name(in: bytes).map(Digest.concerns) ?? true {
                entries.append(try decode(bytes, of: run, at: id))
            }
            unsaved += 1
            next = commit.parents.first
        }
        for entry in entries.reversed() { digest.take(entry) }
        return Known(tip: tip.hex, digest: digest)
    }

    private func decode(
        _ bytes: [UInt8], of run: String, at commit: ObjectID
    ) throws(LedgerError) -> JournalEntry {
        let entry: JournalEntry
        do {
            entry = try CanonicalJSON.decode(JournalEntry.self, from: bytes)
        } catch {
            throw invalid(run, commit, "event.json: \(DocumentFault.sentence(error))")
        }
        guard entry.run.description == run else {
            throw invalid(run, commit, "it is an event of run \(entry.run)")
        }
        return entry
    }

    private func invalid(_ run: String, _ commit: ObjectID, _ detail: String) -> LedgerError {
        LedgerError(
            .invalid, "read run \(run) at \(repository.abbreviation(of: commit))", detail: detail,
            remedy: "git autopack fsck --repair \(run)")
    }

    // MARK: The file

    private struct File: Codable {
        var v: Int
        var runs: [String: Known]
    }

    private func load() {
        guard let bytes = try? files.read(path),
            let file = try? CanonicalJSON.decode(File.self, from: bytes),
            file.v == Digest.cacheVersion
        else { return }
        runs = file.runs
    }

    private func save() {
        guard let bytes = try? CanonicalJSON.encode(File(v: Digest.cacheVersion, runs: runs)),
            (try? files.write(path, bytes)) != nil
        else { return }
        unsaved = 0
    }
}

extension JournalEntry {
    /// The name of an event, read without decoding it; nil where it is not found.
    ///
    /// Documents are stored without blanks, and a quote within a text is escaped: the bytes
    /// searched for can only be a key.
    static func name(in bytes: [UInt8]) -> EventName? {
        guard let key = bytes.firstRange(of: eventKey),
            let end = bytes[key.upperBound...].firstIndex(of: UInt8(ascii: "\""))
        else { return nil }
        return EventName(rawValue: String(decoding: bytes[key.upperBound..<end], as: UTF8.self))
    }

    private static let eventKey = Array(#""event":""#.utf8)
}
