package import Git
package import RunModel

/// A file for the keep ref: what was said to a model, what it said, or what a check printed.
package struct Transcript: Sendable, Hashable {
    package enum Kind: String, Sendable { case prompt, reply, log }

    package var phase: PhaseID?
    package var attempt: Int?
    /// The number of the event that names it.
    package var seq: Int
    /// A role, or a check's name.
    package var role: String
    package var kind: Kind
    /// Redacted.
    package var blob: ObjectID

    package init(
        phase: PhaseID?, attempt: Int?, seq: Int, role: String, kind: Kind, blob: ObjectID
    ) {
        self.phase = phase
        self.attempt = attempt
        self.seq = seq
        self.role = role
        self.kind = kind
        self.blob = blob
    }

    /// `<phase>/<attempt>/<seq>-<role>-<prompt|reply|log>`; `run/0/…` outside any phase.
    var path: TreePath {
        let name = role.unicodeScalars.map { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": String(scalar)
            default: "_"
            }
        }.joined()
        let place = "\(phase?.description ?? "run")/\(attempt ?? 0)"
        return TreePath("\(place)/\(seq)-\(name)-\(kind.rawValue)")
    }
}

/// The ref that holds what must not be collected: transcripts in its tree, pins as parents.
///
/// It moves before the event that names what it keeps (`storage.md`, Transcripts and pins).
struct Keep {
    private let repository: Repository
    private let name: RefName
    private(set) var tip: ObjectID?
    private var tree: ObjectID?
    /// What the tip already pins, so that nothing is pinned twice.
    private(set) var pinned: Set<ObjectID>

    init(_ repository: Repository, run: RunID) throws(LedgerError) {
        self.repository = repository
        name = try git { () throws(GitError) in try RefName(checking: run.keepRef) }
        let name = name
        tip = try git { () throws(GitError) in try repository.lookUp(name) }
        pinned = []
        var next = tip
        while let id = next {
            let commit = try git { () throws(GitError) in try repository.readCommit(id) }
            if tree == nil { tree = commit.tree }
            let isFirst = commit.message == Keep.first
            pinned.formUnion(isFirst ? commit.parents[...] : commit.parents.dropFirst())
            next = isFirst ? nil : commit.parents.first
        }
    }

    /// Moves the ref so that it holds these too; does nothing where it does already.
    mutating func hold(
        _ transcripts: [Transcript], pins: [ObjectID], author: Signature, seconds: Int64
    ) throws(LedgerError) {
        var known = pinned
        let fresh = pins.filter { known.insert($0).inserted }
        guard !fresh.isEmpty || !transcripts.isEmpty else { return }
        let (repository, name, tip, base) = (repository, name, tip, tree)
        let (commit, tree) = try git { () throws(GitError) in
            let tree = try repository.writeTree(
                base: base,
                changes: transcripts.map { .put($0.path, .regular, $0.blob) })
            let commit = try repository.writeCommit(
                tree: tree, parents: (tip.map { [$0] } ?? []) + fresh, author: author,
                committer: Program.committer(at: seconds),
                message: tip == nil ? Keep.first : Keep.message(transcripts, fresh))
            try repository.update(name, from: tip, to: commit)
            return (commit, tree)
        }
        self.tip = commit
        self.tree = tree
        pinned = known
    }

    /// The message of the chain's first commit, all of whose parents are pins.
    private static let first = "keep what the run is made of\n"

    private static func message(_ transcripts: [Transcript], _ pins: [ObjectID]) -> String {
        let names = transcripts.map(\.path.description) + pins.map { String($0.hex.prefix(10)) }
        return "keep " + names.joined(separator: ", ") + "\n"
    }
}
