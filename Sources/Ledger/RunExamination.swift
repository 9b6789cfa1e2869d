#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

package import Git
package import RunModel

/// What a look at every run's journal found, for whoever asks whether all is well.
package struct RunExamination {
    /// A run whose journal can be read.
    package struct Run: Sendable {
        package var state: RunState
        /// A process of this host holds it.
        package var isHeld: Bool
    }

    /// Runs that can be read, by name; without those that are remembered as over.
    package var runs: [Run] = []
    /// Words in the place of a state that are none, with the run in which they stand.
    package var illegalStates: [IllegalState] = []
    /// Runs that cannot be read for another reason, and why.
    package var unreadable: [(run: String, detail: String)] = []
    /// Refs of runs that have no journal, by run.
    package var withoutJournal: [(run: String, refs: [RefName])] = []
    /// Runs that have no branch although nothing has taken it away.
    package var withoutBranch: [(run: RunID, tip: String)] = []

    /// Reads the tip of every journal.
    package init(_ repository: Repository) throws(LedgerError) {
        var nothing: ClosedRuns?
        try self.init(repository, remembering: &nothing)
    }

    /// Reads the tips of the journals that are not remembered as over, and remembers those that are.
    package init(
        _ repository: Repository, remembering closed: inout ClosedRuns?
    ) throws(LedgerError) {
        let reader = JournalReader(repository)
        let journals = try reader.runs()
        let locks = "\(repository.commonDirectory)/autopack/locks"
        // Of thousands one list is quicker than a look at each.
        let branches = try git { () throws(GitError) in
            try repository.refs(prefix: "refs/heads/autopack/").map(\.name)
        }
        let branchNames = Set(branches.map(\.name))
        for (name, commit) in journals {
            guard let run = RunID(name) else {
                unreadable.append((name, "its name \(RunID.explain(name) ?? "is not legal")"))
                continue
            }
            if let work = closed?.recall(commit) {
                if work != .zero, !branchNames.contains(run.branch) {
                    withoutBranch.append((run, work.hex))
                }
                continue
            }
            let illegal = Self.illegalStates(at: commit, of: run, in: repository)
            illegalStates += illegal
            do {
                let state = try reader.tip(at: commit, of: run).state
                runs.append(Run(state: state, isHeld: Self.isHeld("\(locks)/\(run).lock")))
                let needsBranch = Self.needsBranch(state)
                if needsBranch, !branchNames.contains(run.branch) {
                    withoutBranch.append((run, state.tip))
                }
                if state.status.isOver, illegal.isEmpty {
                    closed?.insert(commit, work: needsBranch ? ObjectID(hex: state.tip) : nil)
                }
            } catch {
                guard illegal.isEmpty else { continue }
                unreadable.append((name, error.detail))
            }
        }
        try findOrphans(in: repository, branches, journals: Set(journals.map(\.run)))
    }

    /// The words of states in `state.json` and `event.json` that are none.
    private static func illegalStates(
        at commit: ObjectID, of run: RunID, in repository: Repository
    ) -> [IllegalState] {
        guard let tree = try? repository.readCommit(commit).tree else { return [] }
        func document(_ name: TreePath) -> JSON? {
            (try? repository.readFile(at: name, in: tree, limitBytes: 1 << 24)).flatMap { bytes in
                bytes.flatMap { try? JSON(parsing: $0) }
            }
        }
        var found: [IllegalState] = []
        let state = document("state.json")
        let own = [state?["state"]?.string, document("event.json")?["state"]?.string]
        let isPhase = document("event.json")?["phase"] != nil
        for (index, word) in own.enumerated() {
            guard let word, !(index == 1 && isPhase), !WordSet.runState.words.contains(word),
                !found.contains(where: { $0.found == word })
            else { continue }
            found.append(IllegalState(found: word, run: run.description))
        }
        for phase in state?["phases"]?.array ?? [] {
            guard let word = phase["state"]?.string, !WordSet.phaseState.words.contains(word) else {
                continue
            }
            found.append(
                IllegalState(
                    found: word, run: run.description, phase: phase["id"]?.string ?? "?"))
        }
        return found
    }

    /// Whether a process holds a lock.
    ///
    /// The lock is shared for an instant, so whoever takes it just then is told that it is held:
    /// only where the system lists a lock on the file at all is it tried.
    private static func isHeld(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard isListed(descriptor) else { return false }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
        flock(descriptor, LOCK_UN)
        return false
    }

    /// Whether `/proc/locks` has a lock on a file of this number, or cannot be read.
    private static func isListed(_ descriptor: Int32) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0, let list = fopen("/proc/locks", "re") else {
            return true
        }
        defer { fclose(list) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), list) != nil {
            let text = String(
                decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.contains(":\(status.st_ino) ") { return true }
        }
        return false
    }

    /// The run has work that only its branch would show.
    private static func needsBranch(_ state: RunState) -> Bool {
        state.tip != state.base && (!state.status.isOver || state.status == .succeeded)
            && state.landed == nil && state.planned == nil
    }

    private mutating func findOrphans(
        in repository: Repository, _ branches: [RefName], journals: Set<String>
    ) throws(LedgerError) {
        var refs: [String: [RefName]] = [:]
        let kept = try git { () throws(GitError) in
            try repository.refs(prefix: "refs/autopack/keep/").map(\.name)
        }
        for (prefix, found) in [
            ("refs/autopack/keep/", kept), ("refs/heads/autopack/", branches),
        ] {
            for name in found {
                var run = name.name.dropFirst(prefix.utf8.count)
                if run.hasPrefix("pre-run-") { run = run.dropFirst("pre-run-".utf8.count) }
                // A branch of another form is the user's own.
                guard RunID(String(run)) != nil, !journals.contains(String(run)) else { continue }
                refs[String(run), default: []].append(name)
            }
        }
        withoutJournal = refs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
