package import Git
package import RunModel

/// Reads `refs/autopack/rules`: the tip's tree alone, a file for each rule.
package struct RuleReader {
    /// What the store holds.
    package struct Contents: Sendable {
        /// The commit that was read; nil where nothing was ever learned.
        package var tip: ObjectID?
        /// By id.
        package var rules: [LearnedRule]
        /// Files that were passed over; the other rules work on.
        package var damaged: [Damage]
    }

    /// A file that is no rule, and what is wrong with it.
    package struct Damage: Sendable, Hashable {
        package var path: String
        package var detail: String
        /// A newer program's rule, which this one must not write over.
        package var isNewer = false
    }

    /// The ref.
    package static let ref = "refs/autopack/rules"

    /// A file beyond this is no rule.
    static let greatestFile = 1 << 20

    private let repository: Repository

    package init(_ repository: Repository) { self.repository = repository }

    /// All rules.
    ///
    /// - Throws: ``LedgerError`` where the ref names no commit that can be read; a single file that
    ///   cannot is among the damaged.
    package func read() throws(LedgerError) -> Contents {
        let repository = repository
        let tip = try git { () throws(GitError) in
            try repository.lookUp(try RefName(checking: RuleReader.ref))
        }
        guard let tip else { return Contents(tip: nil, rules: [], damaged: []) }
        return try read(at: tip)
    }

    /// The rules at one commit.
    package func read(at commit: ObjectID) throws(LedgerError) -> Contents {
        let tree = try tree(of: commit)
        var contents = Contents(tip: commit, rules: [], damaged: [])
        for entry in try entries(of: tree) {
            switch rule(entry) {
            case .success(let rule): contents.rules.append(rule)
            case .failure(let damage): contents.damaged.append(damage)
            }
        }
        contents.rules.sort { $0.id < $1.id }
        return contents
    }

    /// The rule of that id in a tree, nil where there is none.
    func rule(
        _ id: RuleID, in tree: ObjectID
    ) throws(LedgerError) -> Result<LearnedRule, Damage>? {
        let repository = repository
        let entry = try git { () throws(GitError) in
            try repository.entry(at: RuleReader.path(id), in: tree)
        }
        return entry.map(rule)
    }

    func tree(of commit: ObjectID) throws(LedgerError) -> ObjectID {
        let repository = repository
        return try reading { () throws(GitError) in try repository.readCommit(commit).tree }
    }

    private func entries(of tree: ObjectID) throws(LedgerError) -> [TreeEntry] {
        let repository = repository
        return try reading { () throws(GitError) in try repository.readTree(tree) }
    }

    private func reading<Value>(
        _ body: () throws(GitError) -> Value
    ) throws(LedgerError) -> Value {
        do {
            return try body()
        } catch {
            throw LedgerError(
                .invalid, "read \(RuleReader.ref)", detail: error.detail,
                remedy: "git autopack fsck --repair", cause: error)
        }
    }

    private func rule(_ entry: TreeEntry) -> Result<LearnedRule, Damage> {
        let path = TreePath(bytes: entry.name).description
        func damage(_ detail: String) -> Result<LearnedRule, Damage> {
            .failure(Damage(path: path, detail: detail))
        }
        guard entry.mode.isFile else { return damage("it is no file") }
        let bytes: [UInt8]
        do {
            bytes = try repository.readBlob(entry.id, limitBytes: RuleReader.greatestFile)
        } catch {
            return damage(error.detail)
        }
        do {
            let rule = try CanonicalJSON.decode(LearnedRule.self, from: bytes)
            guard RuleReader.path(rule.id).bytes.elementsEqual(entry.name) else {
                return damage("it holds the rule \(rule.id)")
            }
            return .success(rule)
        } catch {
            let version = (try? JSON(parsing: bytes))?["v"]
            let isNewer =
                if case .integer(let number)? = version {
                    number > LearnedRule.version
                } else { false }
            return .failure(
                Damage(path: path, detail: DocumentFault.sentence(error), isNewer: isNewer))
        }
    }

    static func path(_ id: RuleID) -> TreePath { TreePath("\(id).json") }
}

extension RuleReader.Damage: Error {}

extension RuleReader.Contents {
    /// The rule that a person names.
    ///
    /// - Parameter name: A whole id, or the beginning of only one.
    /// - Throws: ``LedgerError`` `.notFound` with the nearest, `.ambiguous` with the candidates.
    package func find(_ name: String) throws(LedgerError) -> LearnedRule {
        if let exact = rules.first(where: { $0.id.description == name }) { return exact }
        let matches = name.isEmpty ? [] : rules.filter { $0.id.description.hasPrefix(name) }
        if let only = matches.first, matches.count == 1 { return only }
        guard matches.isEmpty else {
            throw LedgerError(
                .ambiguous, "find rule \(name)",
                detail: "it could be \(matches.map(\.id.description).joined(separator: ", "))",
                remedy: "give more of the id")
        }
        if let damage = damaged.first(where: { $0.path == "\(name).json" }) {
            throw LedgerError(
                .invalid, "read rule \(name)", detail: damage.detail,
                remedy: "git log -p \(RuleReader.ref) -- \(damage.path)")
        }
        let nearest = Nearest.word(to: name, among: rules.map(\.id.description))
        throw LedgerError(
            .notFound, "find rule \(name)",
            detail: "there is no such rule" + (nearest.map { "; the nearest is \($0)" } ?? ""),
            remedy: "git autopack rules list")
    }
}
