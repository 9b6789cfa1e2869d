package import Effects
package import Git
package import RunModel

/// Writes `refs/autopack/rules`: a commit for each change, on top of what is there.
///
/// Several runs and people write at once. Facts only accumulate, so whoever loses the race joins
/// its facts with the winner's tree and tries again; nothing is ever overwritten.
package struct RuleStore {
    private let repository: Repository
    private let author: Signature
    private let redactor: Redactor
    private let clock: Clock

    /// What follows from the facts of a rule, as its promotion.
    package typealias Advance = (LearnedRule, Timestamp) -> LearnedRule

    /// - Parameters:
    ///   - author: The person who runs the command.
    ///   - redactor: What it finds is marked before anything is stored.
    package init(
        _ repository: Repository, author: Signature, redactor: Redactor, clock: Clock
    ) {
        self.repository = repository
        self.author = author
        self.redactor = redactor
        self.clock = clock
    }

    private var reader: RuleReader { RuleReader(repository) }

    /// Adds facts to what is known, and what follows from them.
    ///
    /// What is known already makes no commit. A damaged file of one of these rules is written
    /// anew; its bytes stay in the history.
    ///
    /// - Parameters:
    ///   - facts: Records to be joined with the store's.
    ///   - advance: Applied to each joined rule; the same rule has to give the same.
    /// - Returns: The rules that changed, as they are now.
    /// - Throws: ``LedgerError`` `.conflict` where other writers won for the whole time that the
    ///   repository's patience allows.
    @discardableResult
    package func add(
        _ facts: [LearnedRule], advance: Advance = { rule, _ in rule }
    ) throws(LedgerError) -> [LearnedRule] {
        let now = Timestamp(milliseconds: clock.nowMilliseconds())
        var redacted: [LearnedRule] = []
        for fact in facts { redacted.append(try clean(fact)) }
        return try moving { (tip, tree) throws(LedgerError) in
            var changes: [RuleChange] = []
            for fact in redacted.sorted(by: { $0.id < $1.id }) {
                let (before, isFree) = try known(fact.id, in: tree)
                guard isFree else { continue }
                let after = advance(before?.joined(with: fact) ?? fact, now)
                if after != before { changes.append(RuleChange(before: before, after: after)) }
            }
            guard !changes.isEmpty else { return nil }
            let commit = try write(changes, on: tip, tree, at: now)
            return (commit, changes.map(\.after))
        } ?? []
    }

    /// Joins the rules with those of another tip, as one fetched from a remote.
    ///
    /// Commutative, associative and idempotent in what the rules say. A commit with both parents is
    /// made, unless one history already holds the other. Files that are no rules are left behind.
    ///
    /// - Returns: The rules that changed here, as they are now.
    @discardableResult
    package func merge(_ other: ObjectID) throws(LedgerError) -> [LearnedRule] {
        let now = Timestamp(milliseconds: clock.nowMilliseconds())
        let theirs = try reader.read(at: other)
        guard !theirs.rules.isEmpty else { return [] }
        return try moving { (tip, tree) throws(LedgerError) in
            if let tip, try isKnown(other, in: tip) { return nil }
            var changed: [LearnedRule] = []
            var puts: [TreeChange] = []
            for rule in theirs.rules {
                // What another machine stored is redacted by what this one knows.
                let rule = try clean(rule)
                let (ours, isFree) = try known(rule.id, in: tree)
                guard isFree else { continue }
                let joined = ours?.joined(with: rule) ?? rule
                guard joined != ours else { continue }
                changed.append(joined)
                puts.append(try put(joined))
            }
            let repository = repository
            let merged = try git { () throws(GitError) in
                try repository.writeTree(base: tree, changes: puts)
            }
            if try reader.tree(of: other) == merged,
                try tip.map({ id throws(LedgerError) in
                    try isKnown(id, in: other)
                }) ?? true
            {
                return (other, changed)
            }
            let subject = "join \(changed.count) rule\(changed.count == 1 ? "" : "s")\n"
            let commit = try self.commit(
                merged, parents: (tip.map { [$0] } ?? []) + [other], subject, at: now)
            return (commit, changed)
        } ?? []
    }

    // MARK: Writing

    /// Moves the ref to what is made of its tip, again and again until nobody came in between.
    ///
    /// - Parameter make: Nil where nothing is to be done.
    private func moving<Value>(
        _ make: (ObjectID?, ObjectID?) throws(LedgerError) -> (commit: ObjectID, value: Value)?
    ) throws(LedgerError) -> Value? {
        let repository = repository
        var waits = Patience.Waits(repository.patience)
        while true {
            let name = try git { () throws(GitError) in try RefName(checking: RuleReader.ref) }
            let tip = try git { () throws(GitError) in try repository.lookUp(name) }
            let tree = try tip.map { id throws(LedgerError) in try reader.tree(of: id) }
            guard let made = try make(tip, tree) else { return nil }
            do throws(GitError) {
                try repository.update(name, from: tip, to: made.commit)
                return made.value
            } catch {
                guard error.code == .conflict, let seconds = waits.next() else {
                    throw LedgerError(error)
                }
                repository.patience.sleep(seconds)
            }
        }
    }

    /// The rule as it is, and whether it may be written: not where a newer program's stands.
    private func known(
        _ id: RuleID, in tree: ObjectID?
    ) throws(LedgerError) -> (rule: LearnedRule?, isFree: Bool) {
        guard let tree, let found = try reader.rule(id, in: tree) else { return (nil, true) }
        switch found {
        case .success(let rule): return (rule, true)
        case .failure(let damage): return (nil, !damage.isNewer)
        }
    }

    /// A commit for each rule that changed; what was only measured shares one.
    private func write(
        _ changes: [RuleChange], on tip: ObjectID?, _ tree: ObjectID?, at now: Timestamp
    ) throws(LedgerError) -> ObjectID {
        var (tip, tree) = (tip, tree)
        let measured = changes.filter(\.isMeasureOnly)
        let steps =
            changes.filter { !$0.isMeasureOnly }.map { [$0] }
            + (measured.isEmpty ? [] : [measured])
        for step in steps {
            var puts: [TreeChange] = []
            for change in step { puts.append(try put(change.after)) }
            let (repository, base, all) = (repository, tree, puts)
            let written = try git { () throws(GitError) in
                try repository.writeTree(base: base, changes: all)
            }
            tip = try commit(
                written, parents: tip.map { [$0] } ?? [], RuleChange.message(step), at: now)
            tree = written
        }
        guard let tip else { preconditionFailure("a change makes a commit") }
        return tip
    }

    private func put(_ rule: LearnedRule) throws(LedgerError) -> TreeChange {
        let bytes: [UInt8]
        do {
            bytes = try CanonicalJSON.encode(rule)
        } catch {
            throw LedgerError(.invalid, "store rule \(rule.id)", detail: "\(error)")
        }
        let repository = repository
        let blob = try git { () throws(GitError) in try repository.writeBlob(bytes) }
        return .put(RuleReader.path(rule.id), .regular, blob)
    }

    private func commit(
        _ tree: ObjectID, parents: [ObjectID], _ message: String, at now: Timestamp
    ) throws(LedgerError) -> ObjectID {
        var author = author
        author.seconds = now.seconds
        let (repository, person) = (repository, author)
        let text = redactor.redact(message).text.text
        return try git { () throws(GitError) in
            try repository.writeCommit(
                tree: tree, parents: parents, author: person,
                committer: Program.committer(at: now.seconds), message: text)
        }
    }

    private func isKnown(_ commit: ObjectID, in tip: ObjectID) throws(LedgerError) -> Bool {
        let repository = repository
        return try git { () throws(GitError) in
            if commit == tip { return true }
            return try repository.isAncestor(commit, of: tip)
        }
    }

    private func clean(_ rule: LearnedRule) throws(LedgerError) -> LearnedRule {
        do {
            return try redactor.redact(document: rule).document
        } catch {
            throw LedgerError(
                .invalid, "store rule \(rule.id)",
                detail: "it cannot be redacted: \(DocumentFault.sentence(error))")
        }
    }
}
