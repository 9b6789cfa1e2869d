import Git
import Healing
import RunModel
import TestSupport
import Testing

/// Each rule alone: facts in, findings out.
struct RepositoryDoctorTests {
    private static let place = RepositoryLocation(
        gitDirectory: "/r/.git", commonDirectory: "/r/.git", workTree: "/r")
    private static let now = Timestamp(milliseconds: 1_767_323_045_000)
    private static let commit = ObjectID(hex: String(repeating: "ab", count: 20))

    private static func facts(
        _ change: (inout RepositoryFacts) throws -> Void
    ) rethrows -> RepositoryFacts {
        var facts = RepositoryFacts(place, folder: "/r", now: now)
        try change(&facts)
        return facts
    }

    /// What one rule finds; every other rule has to find nothing.
    private func found(
        _ id: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ change: (inout RepositoryFacts) throws -> Void
    ) rethrows -> [RepositoryFinding] {
        let findings = RepositoryDoctor.findings(of: try Self.facts(change))
        #expect(findings.allSatisfy { $0.id == id }, sourceLocation: sourceLocation)
        return findings
    }

    private static func words(_ treatment: RepositoryFinding.Treatment) -> String {
        switch treatment {
        case .safe: "safe"
        case .ask: "ask"
        case .told: "told"
        }
    }

    @Test func `what stands in the place of a folder or a file is named with what removes it`() {
        let link = found("linked_folder") { facts in
            facts.strayPaths = [StrayPath(path: "/r/.git/autopack", kind: .link)]
        }
        #expect(link.map(\.fix) == ["rm .git/autopack"])
        let pipe = found("endless_file") { facts in
            facts.strayPaths = [StrayPath(path: "/r/.gitattributes", kind: .endless)]
        }
        #expect(pipe.map(\.what) == ["/r/.gitattributes is no plain file"])
        #expect((link + pipe).map(\.severity) == [.error, .error])
    }

    @Test func `no facts, no findings`() {
        #expect(RepositoryDoctor.findings(of: Self.facts { _ in }).isEmpty)
    }

    @Test func `ids are unique`() {
        let ids = RepositoryDoctor.rules.map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test func `what cannot be opened is told with its remedy`() throws {
        let format = found("unsupported_format") {
            $0.trouble = OpeningTrouble(
                feature: "sha256", detail: "its objects have sha256 names", remedy: "clone it")
        }
        #expect(format.count == 1)
        #expect(format.first?.severity == .error)
        #expect(format.first?.what.contains("sha256") == true)
        #expect(format.first?.fix == "clone it")
        let other = found("unreadable") { $0.trouble = OpeningTrouble(detail: "bad config") }
        #expect(other.first?.what.contains("bad config") == true)
    }

    @Test(
        arguments: [
            ("", "is empty"), ("\0\0", "holds zeros"), ("junk", "holds 'junk'"),
        ])
    func `a damaged HEAD is put back where a branch is known`(
        content: String, words: String
    ) throws {
        let branch = try #require(RefName("refs/heads/main"))
        let known = found("broken_head") {
            $0.damagedHead = DamagedHead(content: content, branch: branch)
        }
        #expect(known.first?.what.contains(words) == true)
        #expect(known.first?.mending == .nameBranch(branch))
        let unknown = found("broken_head") {
            $0.damagedHead = DamagedHead(content: content, branch: nil)
        }
        #expect(unknown.first?.mending == nil)
    }

    @Test func `a ref of ours is mended at once, another after a question`() throws {
        let ours = DamagedRef(
            name: "refs/autopack/keep/r1", path: "/r/.git/refs/autopack/keep/r1", isEmpty: true)
        let theirs = DamagedRef(
            name: "refs/heads/main", path: "/r/.git/refs/heads/main", isEmpty: false,
            recorded: Self.commit)
        let findings = found("zero_byte_ref") { $0.damagedRefs = [theirs, ours] }
        #expect(findings.map { Self.words($0.treatment) } == ["safe", "ask"])
        #expect(findings.first?.fix == "rm .git/refs/autopack/keep/r1")
        #expect(findings.last?.fix.hasPrefix("echo abab") == true)
        #expect(findings.last?.what.contains("no name of a commit") == true)
    }

    @Test(
        arguments: [
            (61, nil, true, "stale_lock", "safe"), (60, nil, true, "lock_held", "told"),
            (0, nil, true, "lock_held", "told"), (3600, nil, false, "stale_lock", "ask"),
            (3600, "git commit (process 7)", true, "lock_held", "told"),
        ] as [(Int, String?, Bool, String, String)])
    func `a lock is dead after a minute where nobody works here`(
        age: Int, holder: String?, isCertain: Bool, id: String, treatment: String
    ) {
        let findings = found(id) {
            $0.locks = [
                LeftLock(
                    path: "/r/.git/index.lock", name: "index.lock", ageSeconds: age,
                    holder: holder, isCertain: isCertain)
            ]
        }
        #expect(findings.map { Self.words($0.treatment) } == [treatment])
        #expect(findings.first?.what.contains("index.lock") == true)
        if let holder { #expect(findings.first?.what.contains(holder) == true) }
    }

    @Test(
        arguments: [
            (5, "git gc (process 7)", .info), (600, "git gc (process 7)", .info),
            (601, "git gc (process 7)", .warning), (5, nil, .warning),
        ] as [(Int, String?, HealthFinding.Severity)])
    func `a process at work is nothing wrong until it takes ten minutes`(
        age: Int, holder: String?, severity: HealthFinding.Severity
    ) {
        let findings = found("lock_held") {
            $0.locks = [
                LeftLock(
                    path: "/r/.git/gc.log.lock", name: "gc.log.lock", ageSeconds: age,
                    holder: holder)
            ]
        }
        #expect(findings.map(\.severity) == [severity])
    }

    @Test func `an empty object says whether what HEAD needs is at hand`() throws {
        let id = try #require(Self.commit)
        let object = EmptyObject(name: id.hex, path: "/r/.git/objects/ab/x")
        let missing = MissingObject(id: id, kind: .blob, path: "a.txt")
        let lost = found("zero_byte_object") {
            $0.emptyObjects = [object]
            $0.missingObjects = [missing]
            $0.remotes = ["origin"]
        }
        #expect(lost.first?.why.contains("not at hand") == true)
        #expect(lost.first?.fix.contains("git fetch --refetch origin") == true)
        let atHand = found("zero_byte_object") {
            $0.emptyObjects = [object]
            $0.missingObjects = [missing]
            $0.recoverable = [id]
        }
        #expect(atHand.first?.why.contains("is at hand") == true)
        #expect(atHand.first?.mending == .removeObjects([object]))
    }

    @Test func `a missing object is written again, or told with where to get it`() throws {
        let id = try #require(Self.commit)
        let missing = MissingObject(id: id, kind: .blob, path: "a b.txt")
        let atHand = found("missing_object") {
            $0.missingObjects = [missing]
            $0.recoverable = [id]
        }
        #expect(atHand.first?.mending == .rewriteObjects([missing]))
        #expect(atHand.first?.fix == "git hash-object -w 'a b.txt'")
        let lost = found("missing_object") {
            $0.missingObjects = [MissingObject(id: id, kind: .commit, ref: "refs/heads/x")]
        }
        #expect(lost.first?.mending == nil)
        #expect(lost.first?.what.contains("refs/heads/x") == true)
        #expect(lost.first?.fix.contains("--refetch") == true)
    }

    @Test(
        arguments: [
            (.merge, "merge_in_progress", "git merge --abort"),
            (.rebase, "rebase_in_progress", "git rebase --abort"),
            (.cherryPick, "cherry_pick_in_progress", "git cherry-pick --abort"),
            (.revert, "revert_in_progress", "git revert --abort"),
            (.am, "am_in_progress", "git am --abort"),
            (.bisect, "bisect_in_progress", "git bisect reset"),
        ] as [(UnfinishedOperation.Kind, String, String)])
    func `an operation that is half-way is given up after a question`(
        kind: UnfinishedOperation.Kind, id: String, command: String
    ) {
        let findings = found(id) {
            $0.operations = [UnfinishedOperation(kind, subject: "side")]
            if kind != .bisect { $0.index.unmerged = ["a.txt"] }
        }
        #expect(findings.count == 1)
        #expect(findings.first?.mending == .abort(kind))
        #expect(findings.first?.fix.contains(command) == true)
        if kind != .bisect { #expect(findings.first?.what.contains("a.txt") == true) }
    }

    @Test func `a merge without conflicts left is finished by a commit`() {
        let findings = found("merge_in_progress") {
            $0.operations = [UnfinishedOperation(.merge)]
        }
        #expect(findings.first?.fix.contains("git commit") == true)
    }

    @Test func `conflicts without an operation are told`() {
        let findings = found("unmerged_files") { $0.index.unmerged = ["a.txt", "b.txt"] }
        #expect(findings.first?.fix.contains("git add a.txt b.txt") == true)
        #expect(findings.first?.mending == nil)
    }

    @Test func `a damaged index is made anew after a question`() {
        let findings = found("index_damaged") { $0.index.damage = "file corrupt" }
        #expect(findings.first?.mending == .rebuildIndex)
        #expect(findings.first?.fix == "mv .git/index .git/index.damaged\ngit reset")
    }

    @Test func `missing files are named, at most three, with control characters visible`() {
        let paths: [TreePath] = ["a\n", "b", "c", "d", "e"]
        let findings = found("missing_files") { $0.index.missing = paths }
        #expect(findings.first?.what.contains("5 tracked files") == true)
        #expect(findings.first?.what.contains("\"a\\n\", b, c and 2 more") == true)
        #expect(findings.first?.mending == .restoreFiles(paths))
        let one = found("missing_files") { $0.index.missing = ["it's"] }
        #expect(one.first?.fix == "git restore -- 'it'\\''s'")
    }

    @Test func `a detached HEAD goes to the one branch that is there`() throws {
        let (commit, main) = (try #require(Self.commit), try #require(RefName("refs/heads/main")))
        let own = try #require(RefName("refs/heads/autopack/r1"))
        let one = found("detached_head") {
            $0.head = .detached(commit, branches: [own, main], isReachable: true)
        }
        #expect(one.first?.mending == .nameBranch(main))
        let none = found("detached_head") {
            $0.head = .detached(commit, branches: [], isReachable: true)
        }
        #expect(none.first?.mending == nil)
        let lost = found("detached_head") {
            $0.head = .detached(commit, branches: [], isReachable: false)
        }
        #expect(lost.first?.fix == "git switch -c NEW-BRANCH")
        let rebasing = RepositoryDoctor.findings(
            of: Self.facts {
                $0.head = .detached(commit, branches: [], isReachable: false)
                $0.operations = [UnfinishedOperation(.rebase)]
            })
        #expect(rebasing.map(\.id) == ["rebase_in_progress"])
    }

    @Test(arguments: [(1, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 0)])
    func `a branch has diverged where both sides have commits`(
        ahead: Int, behind: Int, count: Int
    ) throws {
        let (main, remote) = (
            try #require(RefName("refs/heads/main")),
            try #require(RefName("refs/remotes/origin/main"))
        )
        let findings = found("diverged_branch") {
            $0.upstream = UpstreamDistance(
                branch: main, upstream: remote, ahead: ahead, behind: behind)
        }
        #expect(findings.count == count)
        #expect(findings.allSatisfy { $0.fix.contains("origin/main") && $0.mending == nil })
    }

    @Test func `a lost worktree is safe to tidy`() {
        let lost = LostWorktree(name: "w", folder: "/r/.git/worktrees/w", checkout: "/w")
        let findings = found("lost_worktree") { $0.lostWorktrees = [lost] }
        #expect(findings.map { Self.words($0.treatment) } == ["safe"])
        #expect(findings.first?.what.contains("/w") == true)
    }

    @Test func `an unset identity is an error with the lines that mend it`() {
        let findings = found("identity") {
            $0.identityTrouble = OpeningTrouble(detail: "no name is set")
        }
        #expect(findings.first?.severity == .error)
        #expect(findings.first?.fix.contains("git config --global user.name") == true)
    }

    @Test(
        arguments: [
            (.notExecutable, "chmod +x .git/hooks/pre-push"),
            (.noInterpreter("/bin/sh\r"), "mend the first line"),
            (.noFolder, "core.hooksPath"),
            (.bypassed(folder: "/elsewhere"), "git autopack hooks install"),
        ] as [(DeadHook.Trouble, String)])
    func `a hook that does not run is told`(trouble: DeadHook.Trouble, fix: String) {
        let findings = found("hook") {
            $0.hooks = [
                DeadHook(name: "pre-push", path: "/r/.git/hooks/pre-push", trouble: trouble)
            ]
        }
        #expect(findings.first?.fix.contains(fix) == true)
        #expect(findings.first?.mending == nil)
    }

    @Test(
        arguments: [
            (1 << 40, nil, nil), (1 << 30, nil, nil), ((1 << 30) - 1, nil, .warning),
            (100 << 20, nil, .warning), ((100 << 20) - 1, nil, .error), (0, nil, .error),
            (1 << 40, 9999, .warning), (1 << 40, 999, .error), (1 << 40, 10_000, nil),
        ] as [(Int64, Int64?, HealthFinding.Severity?)])
    func `a disk that is nearly full is told`(
        bytes: Int64, files: Int64?, severity: HealthFinding.Severity?
    ) {
        let findings = found("disk") {
            $0.disks = [
                DiskFact(
                    purpose: "the repository", path: "/r", freeBytes: bytes, freeFiles: files)
            ]
        }
        #expect(findings.first?.severity == severity)
    }

    @Test func `a provider's trouble is told with what mends it`() {
        let troubles: [ProviderFact.Trouble] = [
            .key(variable: "X_API_KEY", .empty), .key(variable: "X_API_KEY", .malformed),
            .key(variable: "X_API_KEY", .absent), .noProgram("codex"), .noFile("/tape.yaml"),
        ]
        let findings = found("provider") {
            $0.providers = troubles.map { ProviderFact(provider: "x", trouble: $0) }
        }
        #expect(
            findings.map(\.fix) == [
                "unset X_API_KEY", "unset X_API_KEY\ngit autopack keys set x",
                "git autopack keys set x",
                "git autopack providers list", "git autopack providers list",
            ])
    }

    @Test func `an error of the configuration is one here`() {
        let findings = found("configuration") { $0.configurationErrors = ["a: b", "c: d"] }
        #expect(findings.map(\.what) == ["a: b", "c: d"])
    }

    @Test(arguments: RunStatus.allCases)
    func `a run under way that nobody holds is unfinished`(status: RunStatus) {
        for isHeld in [true, false] {
            let findings = found("run_unfinished") {
                $0.runs = [
                    RunFact(run: "r1", status: status, isHeld: isHeld, updated: Self.now)
                ]
            }
            #expect(findings.isEmpty == (isHeld || !status.isUnderWay))
            #expect(findings.allSatisfy { $0.fix.hasPrefix("git autopack resume r1\n") })
        }
    }

    @Test func `a run of another host is taken over`() {
        let findings = found("run_unfinished") {
            $0.runs = [
                RunFact(
                    run: "r1", status: .executing, isHeld: false, otherHost: "elsewhere",
                    updated: Self.now)
            ]
        }
        #expect(findings.first?.what.contains("elsewhere") == true)
        #expect(findings.first?.fix.contains("--take-over") == true)
    }

    @Test(
        arguments: [
            (.paused, 15, true), (.paused, 14, false), (.awaitingApproval, 15, true),
            (.failed, 400, false), (.succeeded, 400, false),
        ] as [(RunStatus, Int64, Bool)])
    func `a run that waits for over 14 days is stale`(
        status: RunStatus, days: Int64, isStale: Bool
    ) {
        let findings = found("run_stale") {
            let updated = Timestamp(milliseconds: Self.now.milliseconds - days * 86_400_000)
            $0.runs = [
                RunFact(
                    run: "r1", status: status, isHeld: false, updated: updated, waitsFor: "plan 1")
            ]
        }
        #expect(findings.isEmpty != isStale)
    }

    @Test func `a part of a run that stands alone is told`() throws {
        let keep = try #require(RefName("refs/autopack/keep/r1"))
        let branch = try #require(RefName("refs/heads/autopack/r2"))
        let findings = found("run_orphaned") {
            $0.orphans = [
                .withoutJournal(run: "r1", refs: [keep]),
                .withoutBranch(run: "r2", branch: branch, tip: "0123456789abcdef"),
            ]
        }
        #expect(findings.first?.fix.contains("git update-ref -d refs/autopack/keep/r1") == true)
        #expect(findings.last?.fix == "git branch autopack/r2 0123456789")
    }

    @Test func `a word that is no state names the legal one`() {
        let findings = found("invalid_state_word") {
            $0.invalidWords = [IllegalState(found: "READY", run: "r1")]
        }
        #expect(
            findings.first?.what
                == "state 'READY' of run r1 is not a run state (created, executing, …)."
                + " Nearest: created")
        #expect(findings.first?.fix == "git autopack fsck --repair r1")
    }

    @Test func `a branch without a commit keeps a run from starting`() throws {
        let branch = try RefName.branch("main")
        let findings = found("no_commit") { $0.head = .unborn(branch) }
        #expect(findings.map(\.what) == ["main has no commit yet"])
        #expect(findings.first?.severity == .error)
        #expect(findings.first?.fix == "git commit --allow-empty -m 'first commit'")
    }

    @Test func `a broken ref is an error only where HEAD cannot be read`() throws {
        let branch = try RefName.branch("main")
        let ref = DamagedRef(name: "refs/heads/x", path: "/r/.git/refs/heads/x", isEmpty: true)
        let commit = try #require(Self.commit)
        let unread = found("zero_byte_ref") { $0.damagedRefs = [ref] }
        #expect(unread.map(\.severity) == [.error])
        let beside = found("zero_byte_ref") {
            $0.damagedRefs = [ref]
            $0.head = .branch(branch)
        }
        #expect(beside.map(\.severity) == [.warning])
        for (object, severity) in [
            (MissingObject(id: commit, kind: .commit, ref: "refs/heads/x"), .warning),
            (MissingObject(id: commit, kind: .commit), .error),
        ] as [(MissingObject, HealthFinding.Severity)] {
            #expect(
                found("missing_object") { $0.missingObjects = [object] }.map(\.severity)
                    == [severity])
        }
    }

    @Test func `a tree that git refuses is told with its first fault`() {
        let alias = TreeFault(path: ".g\u{200c}it", what: "it is read as .git", isMovable: true)
        let twice = TreeFault(path: "src/a", what: "the tree holds the name twice")
        let movable = found("broken_tree") { $0.treeFaults = [alias, twice] }
        #expect(
            movable.map(\.what) == [".g\u{200c}it in HEAD: it is read as .git, and 1 more fault"])
        // Printable, and what the shell makes of it is the name.
        #expect(
            movable.first?.fix == #"git mv -- "$(printf '.g\342\200\214it')" NEW-NAME"#
                + "\ngit commit -m 'another name'")
        let fixed = found("broken_tree") { $0.treeFaults = [twice] }
        #expect(fixed.first?.severity == .error)
        #expect(fixed.first?.fix.contains("git fsck --strict") == true)
    }

    @Test func `errors come first`() {
        let findings = RepositoryDoctor.findings(
            of: Self.facts {
                $0.operations = [UnfinishedOperation(.merge)]
                $0.identityTrouble = OpeningTrouble(detail: "none")
            })
        #expect(findings.map(\.severity) == [.error, .warning])
        #expect(findings.map(\.health.repairable) == [false, true])
    }
}
