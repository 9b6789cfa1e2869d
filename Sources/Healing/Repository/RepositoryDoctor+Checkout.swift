import Git
import RunModel

/// Rules over the checkout: its branch, its index, its files, what git has left half-way.
extension RepositoryDoctor {
    static func operation(
        _ kind: UnfinishedOperation.Kind, _ facts: RepositoryFacts
    ) -> [RepositoryFinding] {
        guard let operation = facts.operations.first(where: { $0.kind == kind }) else { return [] }
        let id = kind.rawValue.split(separator: "-").joined(separator: "_") + "_in_progress"
        let command = "git \(kind.abortion.joined(separator: " "))"
        guard kind != .bisect else {
            return [
                RepositoryFinding(
                    id,
                    what: "a bisection is under way"
                        + (operation.subject.map { ", begun on \($0)" } ?? ""),
                    why: "HEAD is on a commit of the past, and new commits are on no branch",
                    fix: command,
                    .ask(
                        .abort(kind),
                        question: "end the bisection"
                            + (operation.subject.map { " and go back to \($0)?" } ?? "?")))
            ]
        }
        let open = facts.index.unmerged
        let state =
            open.isEmpty
            ? kind == .am ? "" : ", with no conflict left"
            : ", with \(count(open.count, "file")) in conflict: \(list(open.map(\.description)))"
        // git am leaves no conflict but a patch that did not apply, and the index as it was.
        let goOn =
            switch kind {
            case .merge where open.isEmpty: "to finish it: git commit"
            case .am where open.isEmpty:
                "the patch: git am --show-current-patch=diff\n"
                    + "once its changes are made and added: git am --continue"
            default: "to finish it: git \(kind.rawValue) --continue"
            }
        return [
            RepositoryFinding(
                id, what: "\(operation.noun) is half-way\(state)",
                why: "land, rollback and most of git refuse to work until it is done or given up",
                fix: "\(goOn)\nto give it up: \(command)",
                .ask(.abort(kind), question: "give the \(kind.rawValue) up (\(command))?"))
        ]
    }

    /// Open entries without the operation that left them, as after `git stash pop`.
    static func unmergedFiles(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        let open = facts.index.unmerged
        guard !open.isEmpty, facts.operations.allSatisfy({ $0.kind == .bisect }) else { return [] }
        return [
            RepositoryFinding(
                "unmerged_files",
                what: "\(count(open.count, "file")) in conflict: \(list(open.map(\.description)))",
                why: "nothing can be committed until each is added",
                fix: "resolve each, then\ngit add "
                    + open.prefix(3).map { shell($0.description) }.joined(separator: " "))
        ]
    }

    static func damagedIndex(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        guard !facts.index.isGone else {
            return [
                RepositoryFinding(
                    "index_damaged", .error, what: "there is no index",
                    why: "git takes every file for deleted and for new at once", fix: "git reset",
                    .ask(.rebuildIndex, question: "make a new index from HEAD?"))
            ]
        }
        guard let damage = facts.index.damage else { return [] }
        let path = "\(facts.location.gitDirectory)/index"
        return [
            RepositoryFinding(
                "index_damaged", .error, what: "the index cannot be read: \(damage)",
                why: "git status, add and commit fail; files are untouched, what was staged is"
                    + " staged no more",
                fix: "mv \(facts.shell(path)) \(facts.shell("\(path).damaged"))\ngit reset",
                .ask(.rebuildIndex, question: "make a new index from HEAD?"))
        ]
    }

    static func missingFiles(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        let missing = facts.index.missing
        guard !missing.isEmpty else { return [] }
        let names = missing.map(\.description)
        return [
            RepositoryFinding(
                "missing_files",
                what:
                    "\(count(missing.count, "tracked file")) \(missing.count == 1 ? "is" : "are") not in the"
                    + " checkout: \(list(names))",
                why: "checks see the committed project, you do not",
                fix: missing.count > 3
                    ? "git ls-files -d -z | xargs -0 git restore --"
                    : "git restore -- " + names.map(shell).joined(separator: " "),
                .ask(
                    .restoreFiles(missing),
                    question: "write \(count(missing.count, "file")) again as last staged?"))
        ]
    }

    /// Nothing is mended by itself: the folder is the person's.
    static func replacedFiles(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        facts.index.replaced.prefix(10).map { path in
            let name = path.description
            return RepositoryFinding(
                "replaced_file", what: "a folder stands where the tracked file \(name) was",
                why: "git takes the file for deleted",
                fix: "mv -- \(shell(name)) \(shell("\(name).folder"))\n"
                    + "git restore -- \(shell(name))")
        }
    }

    static func noCommit(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        guard case .unborn(let branch)? = facts.head else { return [] }
        return [
            RepositoryFinding(
                "no_commit", .error, what: "\(branch.shortName) has no commit yet",
                why: "a run starts from a commit",
                fix: "git commit --allow-empty -m 'first commit'")
        ]
    }

    static func detachedHead(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        // Bisecting and rebasing detach HEAD, and end it.
        guard case .detached(let commit, let branches, let isReachable)? = facts.head,
            !facts.operations.contains(where: { $0.kind == .rebase || $0.kind == .bisect })
        else { return [] }
        let digits = commit.hex.prefix(10)
        guard isReachable else {
            return [
                RepositoryFinding(
                    "detached_head",
                    what: "HEAD is at \(digits), a commit that no branch or tag has",
                    why: "the commit is lost as soon as you go to a branch",
                    fix: "git switch -c NEW-BRANCH")
            ]
        }
        let own = branches.filter { !$0.name.hasPrefix("refs/heads/autopack/") }
        if own.count == 1, let branch = own.first {
            return [
                RepositoryFinding(
                    "detached_head",
                    what: "HEAD is detached at \(digits), where \(branch.shortName) is too",
                    why: "new commits would be on no branch, and a run lands on none",
                    fix: "git switch \(shell(branch.shortName))",
                    .ask(.nameBranch(branch), question: "put HEAD on \(branch.shortName)?"))
            ]
        }
        return [
            RepositoryFinding(
                "detached_head", what: "HEAD is detached at \(digits)",
                why: "new commits would be on no branch, and a run lands on none",
                fix: own.isEmpty
                    ? "git switch -" : "git switch \(shell(own.first?.shortName ?? "-"))")
        ]
    }

    static func divergedBranch(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        guard let upstream = facts.upstream, upstream.ahead > 0, upstream.behind > 0 else {
            return []
        }
        let (ours, theirs) = (upstream.branch.shortName, upstream.upstream.shortName)
        return [
            RepositoryFinding(
                "diverged_branch",
                what: "\(ours) and \(theirs) have gone apart: \(upstream.ahead) ahead,"
                    + " \(upstream.behind) behind",
                why: "a push is refused, and a run starts without their commits",
                fix: "git merge \(shell(theirs))\nor: git rebase \(shell(theirs))")
        ]
    }

    static func lostWorktrees(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        let lost = facts.lostWorktrees
        guard !lost.isEmpty else { return [] }
        let names = lost.map(\.checkout)
        return [
            RepositoryFinding(
                "lost_worktree",
                what:
                    "the folder of \(count(lost.count, "linked worktree")) is gone: \(list(names))",
                why: "git holds the branch for checked out, and a lock in it stops git gc",
                fix: "git worktree prune\nwhere the folder was moved: git worktree repair NEW-PATH",
                .safe(.removeWorktrees(lost)))
        ]
    }
}
