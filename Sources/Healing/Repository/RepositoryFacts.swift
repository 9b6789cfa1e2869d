package import Git
package import RunModel

/// All that is known of a repository and its surroundings, for the rules to judge.
///
/// A value: whoever gathers it may leave a part out, and the rules of that part find nothing.
package struct RepositoryFacts: Sendable {
    /// Why the repository cannot be opened; nil where it can.
    package var trouble: OpeningTrouble?
    /// Where it is, for the commands that mend it by hand.
    package var location: RepositoryLocation
    /// Where the person is: paths below it are shown relative to it.
    package var folder: String
    package var head: HeadFact?
    package var damagedHead: DamagedHead?
    package var damagedRefs: [DamagedRef] = []
    /// Lines of `packed-refs` that git cannot read.
    package var illegiblePackedLines: [Int] = []
    package var operations: [UnfinishedOperation] = []
    package var index = IndexExamination()
    package var locks: [LeftLock] = []
    package var strayPaths: [StrayPath] = []
    package var emptyObjects: [EmptyObject] = []
    package var missingObjects: [MissingObject] = []
    /// What git would not check out of the tree of `HEAD`.
    package var treeFaults: [TreeFault] = []
    /// Ids of missing objects that the working tree or the index still has.
    package var recoverable: Set<ObjectID> = []
    /// The remotes by name, the one of the current branch first.
    package var remotes: [String] = []
    package var lostWorktrees: [LostWorktree] = []
    package var upstream: UpstreamDistance?
    /// What is wrong with the person's name or address; nil where nothing is.
    package var identityTrouble: OpeningTrouble?
    package var hooks: [DeadHook] = []
    package var runs: [RunFact] = []
    package var orphans: [OrphanedRun] = []
    /// Words in the place of a state that are none.
    package var invalidWords: [IllegalState] = []
    /// Journals that cannot be read, other than by an invalid word.
    package var unreadableRuns: [UnreadableRun] = []
    package var providers: [ProviderFact] = []
    /// The errors of the configuration, a sentence each.
    package var configurationErrors: [String] = []
    /// What of it has no effect, as an unknown key, a sentence each.
    package var configurationWarnings: [String] = []
    package var disks: [DiskFact] = []
    /// Whether the checks would pass; nil where nobody has asked (T1).
    package var readiness: ReadinessFacts?
    /// The moment the facts are of.
    package var now: Timestamp

    package init(_ location: RepositoryLocation, folder: String, now: Timestamp) {
        self.location = location
        self.folder = folder
        self.now = now
    }
}

extension RepositoryFacts {
    /// A path as a word of a command that is typed where the person is.
    func shell(_ path: String) -> String {
        let isBelow = path.hasPrefix("\(folder)/")
        return RepositoryDoctor.shell(
            isBelow ? String(path.dropFirst(folder.utf8.count + 1)) : path)
    }
}

/// Why something could not be used, and what mends it.
package struct OpeningTrouble: Sendable, Hashable {
    /// The feature that is not supported, as `sha256`; nil for other trouble.
    package var feature: String?
    package var detail: String
    /// Commands or sentences, a line each.
    package var remedy: String?

    package init(feature: String? = nil, detail: String, remedy: String? = nil) {
        self.feature = feature
        self.detail = detail
        self.remedy = remedy
    }
}

/// What `HEAD` names, with what a detached one would lose.
package enum HeadFact: Sendable, Hashable {
    case branch(RefName)
    case unborn(RefName)
    /// A commit itself; with the local branches that are at it, and whether any ref reaches it.
    case detached(ObjectID, branches: [RefName], isReachable: Bool)
}

/// A run that is not at its end.
package struct RunFact: Sendable, Hashable {
    package var run: String
    package var status: RunStatus
    /// A process of this host holds it.
    package var isHeld: Bool
    /// The host that held it last, where that is another one.
    package var otherHost: String?
    /// When its last event was written.
    package var updated: Timestamp
    package var waitsFor: String?

    package init(
        run: String, status: RunStatus, isHeld: Bool, otherHost: String? = nil, updated: Timestamp,
        waitsFor: String? = nil
    ) {
        self.run = run
        self.status = status
        self.isHeld = isHeld
        self.otherHost = otherHost
        self.updated = updated
        self.waitsFor = waitsFor
    }
}

/// A part of a run that stands alone.
package enum OrphanedRun: Sendable, Hashable {
    /// A ref of a run that has no journal.
    case withoutJournal(run: String, refs: [RefName])
    /// A run whose branch is gone, with the commit it was at.
    case withoutBranch(run: String, branch: RefName, tip: String)
}

/// A journal that cannot be read, and why.
package struct UnreadableRun: Sendable, Hashable {
    package var run: String
    package var detail: String

    package init(run: String, detail: String) {
        self.run = run
        self.detail = detail
    }
}

/// What is wrong with a provider, as far as that is known without asking it.
package struct ProviderFact: Sendable, Hashable {
    package enum Trouble: Sendable, Hashable {
        /// The variable is set, and holds no key.
        case key(variable: String, KeyPresence)
        /// Its program is not on `PATH`.
        case noProgram(String)
        /// Its file of recorded replies cannot be read.
        case noFile(String)
    }

    package var provider: String
    package var trouble: Trouble

    package init(provider: String, trouble: Trouble) {
        self.provider = provider
        self.trouble = trouble
    }
}

/// The room that is left where something is written.
package struct DiskFact: Sendable, Hashable {
    /// What is written there, as `the repository`.
    package var purpose: String
    package var path: String
    package var freeBytes: Int64
    /// How many more files fit; nil where the file system does not count them.
    package var freeFiles: Int64?

    package init(purpose: String, path: String, freeBytes: Int64, freeFiles: Int64? = nil) {
        self.purpose = purpose
        self.path = path
        self.freeBytes = freeBytes
        self.freeFiles = freeFiles
    }
}
