extension RepositoryState {
    /// What is half-way, locked or lost.
    static let operations: [RepositoryState] = [
        RepositoryState(
            "state_detached", "a detached HEAD",
            script: "git checkout -q --detach",
            looks: [
                Look(
                    "health --offline", 1,
                    """
                    warning detached_head  [--fix asks]
                      HEAD is detached at 3c604f0d99, where main is too
                      new commits would be on no branch, and a run lands on none
                        git switch main
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """)
            ],
            keeps: "! git symbolic-ref -q HEAD"),
        RepositoryState(
            "state_merge", "a merge that is half-way",
            script: #"""
                git switch -q side
                printf 'uno\n' > data.txt
                git commit -q -a -m uno
                git switch -q main
                ! git merge -q side > /dev/null
                """#,
            looks: [
                Look(
                    "health --offline", 1,
                    """
                    warning merge_in_progress  [--fix asks]
                      a merge of side is half-way, with 1 file in conflict: data.txt
                      land, rollback and most of git refuse to work until it is done or given up
                        to finish it: git merge --continue
                        to give it up: git merge --abort
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look(
                    "run --dirty", 4,
                    """
                    error: cannot start a run from the uncommitted work: a merge of side is \
                    half-way
                    hint: to finish it: git merge --continue
                    hint: to give it up: git merge --abort
                    """),
                Look("run", 0, ""),
                Look(
                    "land", 4,
                    """
                    error: cannot move main: a merge of side is half-way
                    hint: to finish it: git merge --continue
                    hint: to give it up: git merge --abort
                    """),
            ],
            keeps: "test -e .git/MERGE_HEAD && git ls-files -u | grep -q data.txt"),
        RepositoryState(
            "state_rebase", "a rebase that is half-way",
            script: #"""
                git switch -q side
                printf 'uno\n' > data.txt
                git commit -q -a -m uno
                git switch -q main
                ! git rebase -q side > /dev/null 2>&1
                """#,
            looks: [
                Look(
                    "health --offline", 1,
                    """
                    warning rebase_in_progress  [--fix asks]
                      a rebase of main is half-way, with 1 file in conflict: data.txt
                      land, rollback and most of git refuse to work until it is done or given up
                        to finish it: git rebase --continue
                        to give it up: git rebase --abort
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look(
                    "run --dirty", 4,
                    """
                    error: cannot start a run from the uncommitted work: a rebase of main is \
                    half-way
                    hint: to finish it: git rebase --continue
                    hint: to give it up: git rebase --abort
                    """),
            ],
            keeps: "test -d .git/rebase-merge"),
        RepositoryState(
            "state_rebase_i", "an interactive rebase that waits",
            script: """
                GIT_SEQUENCE_EDITOR='sed -i 1s/^pick/edit/' git rebase -q -i HEAD~1 > /dev/null \
                2>&1
                """,
            looks: [
                Look(
                    "health --offline", 1,
                    """
                    warning rebase_in_progress  [--fix asks]
                      a rebase of main is half-way, with no conflict left
                      land, rollback and most of git refuse to work until it is done or given up
                        to finish it: git rebase --continue
                        to give it up: git rebase --abort
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look(
                    "run --dirty", 4,
                    """
                    error: cannot start a run from the uncommitted work: a rebase of main is \
                    half-way
                    hint: to finish it: git rebase --continue
                    hint: to give it up: git rebase --abort
                    """),
            ],
            keeps: "test -d .git/rebase-merge"),
        RepositoryState(
            "state_cherrypick", "a cherry-pick that is half-way",
            script: #"""
                git switch -q side
                printf 'uno\n' > data.txt
                git commit -q -a -m uno
                git switch -q main
                ! git cherry-pick side > /dev/null 2>&1
                """#,
            looks: [
                Look(
                    "health --offline", 1,
                    """
                    warning cherry_pick_in_progress  [--fix asks]
                      a cherry-pick of b175d4b4f9 is half-way, with 1 file in conflict: data.txt
                      land, rollback and most of git refuse to work until it is done or given up
                        to finish it: git cherry-pick --continue
                        to give it up: git cherry-pick --abort
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look(
                    "run --dirty", 4,
                    """
                    error: cannot start a run from the uncommitted work: a cherry-pick of \
                    b175d4b4f9 is half-way
                    hint: to finish it: git cherry-pick --continue
                    hint: to give it up: git cherry-pick --abort
                    """),
            ],
            keeps: "git rev-parse -q --verify CHERRY_PICK_HEAD"),
        RepositoryState(
            "state_revert", "a revert that is half-way",
            script: #"""
                printf 'dos\n' > data.txt
                git commit -q -a -m dos
                ! git revert --no-edit HEAD~1 > /dev/null 2>&1
                """#,
            looks: [
                Look(
                    "health --offline", 1,
                    """
                    warning revert_in_progress  [--fix asks]
                      a revert of 3c604f0d99 is half-way, with 1 file in conflict: data.txt
                      land, rollback and most of git refuse to work until it is done or given up
                        to finish it: git revert --continue
                        to give it up: git revert --abort
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look(
                    "run --dirty", 4,
                    """
                    error: cannot start a run from the uncommitted work: a revert of 3c604f0d99 \
                    is half-way
                    hint: to finish it: git revert --continue
                    hint: to give it up: git revert --abort
                    """),
            ],
            keeps: "git rev-parse -q --verify REVERT_HEAD"),
        RepositoryState(
            "state_am", "patches that do not apply",
            script: #"""
                git switch -q side
                printf 'uno\n' > data.txt
                git commit -q -a -m uno
                git switch -q main
                git format-patch -q -1 side --stdout > ../patch
                ! git am -q ../patch > /dev/null 2>&1
                """#,
            looks: [
                Look(
                    "health --offline", 1,
                    """
                    warning am_in_progress  [--fix asks]
                      a series of patches (git am) is half-way
                      land, rollback and most of git refuse to work until it is done or given up
                        the patch: git am --show-current-patch=diff
                        once its changes are made and added: git am --continue
                        to give it up: git am --abort
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look(
                    "run --dirty", 4,
                    """
                    error: cannot start a run from the uncommitted work: a series of patches \
                    (git am) is half-way
                    hint: to finish it: git am --continue
                    hint: to give it up: git am --abort
                    """),
            ],
            keeps: "test -d .git/rebase-apply"),
        RepositoryState(
            "state_bisect", "a bisection",
            script: "git bisect start -q HEAD HEAD~1 > /dev/null 2>&1",
            looks: [
                Look(
                    "health --offline", 1,
                    """
                    warning bisect_in_progress  [--fix asks]
                      a bisection is under way, begun on main
                      HEAD is on a commit of the past, and new commits are on no branch
                        git bisect reset
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look(
                    "run --dirty", 4,
                    """
                    error: cannot start a run from the uncommitted work: a bisection is half-way
                    hint: to give it up: git bisect reset
                    """),
            ],
            keeps: "test -e .git/BISECT_LOG"),
        RepositoryState(
            "state_index_lock", "a lock of the index",
            script: #"""
                touch -d '1 hour ago' .git/index.lock; printf 'three\n' >> data.txt
                """#,
            looks: [
                Look(
                    "health --offline", 1,
                    """
                    warning stale_lock  [--fix mends it]
                      index.lock is there since AGE, and no process of git works here
                      git waits for its owner, or refuses to write
                        rm .git/index.lock
                    next:
                      git autopack doctor --fix
                    """),
                Look("run", 0, ""),
                Look(
                    "land", 5,
                    """
                    error: cannot run git update-index: the lock file DIR/.git/index.lock is \
                    there since AGE
                    hint: if no git process runs in the repository, remove it
                    hint: rm 'DIR/.git/index.lock'
                    """),
            ],
            keeps: "test -e .git/index.lock"),
        RepositoryState(
            "state_ref_lock", "locks of refs",
            script: """
                for name in HEAD packed-refs refs/heads/main
                do touch -d '1 hour ago' .git/$name.lock
                done
                """,
            looks: [
                Look(
                    "health --offline", 1,
                    """
                    warning stale_lock  [--fix mends it]
                      HEAD.lock, packed-refs.lock, refs/heads/main.lock are there since AGE, and
                      no process of git works here
                      git waits for its owner, or refuses to write
                        rm .git/HEAD.lock .git/packed-refs.lock .git/refs/heads/main.lock
                    next:
                      git autopack doctor --fix
                    """)
            ],
            keeps: "test -e .git/HEAD.lock && test -e .git/refs/heads/main.lock"),
        RepositoryState(
            "state_dead_worktree", "a linked worktree whose folder is gone",
            script: "git worktree add -q linked side; rm -rf linked",
            looks: [
                Look(
                    "health --offline --json", 1,
                    #"""
                    {"findings":[{"fix":"git worktree prune\nwhere the folder was moved: git \#
                    worktree repair \#
                    NEW-PATH","id":"lost_worktree","repairable":true,"severity":"warning","what":"the folder of 1 linked worktree is gone: DIR/linked","why":"git holds the branch for checked out, and a lock in it stops git gc"}],"ok":false}
                    """#),
                Look("verify", 0, "HEAD: 2 commits, 0 checkpoints of runs: all is as it should be"),
            ],
            keeps: "test -d .git/worktrees/linked"),
    ]
}
