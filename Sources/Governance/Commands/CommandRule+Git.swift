import RunModel

extension CommandRule {
    /// Commands of type `git`: they act on the workspace's files and its own index and refs.
    static let git = [
        CommandRule(
            "git checkout [--ours|--theirs] -- PATH…", .git,
            matches: [
                "git checkout -- src/app.py", "git checkout --ours -- README.md",
                "git checkout --theirs -- src/app.py docs/guide.md", "git checkout -- --theirs",
            ],
            refuses: [
                "git checkout src/app.py", "git checkout --", "git checkout main -- README.md",
                "git checkout --force -- README.md", "git checkout -- outside/x",
                "git checkout --our -- README.md", "git checkout -- .git/config",
            ]),
        CommandRule(
            "git checkout REV", .git,
            matches: [
                "git checkout main", "git checkout \(String(repeating: "a", count: 40))",
            ],
            refuses: [
                "git checkout docs", "git checkout HEAD~1", "git checkout -", "git checkout mai",
                "git checkout aaaaaaa", "git checkout v1.0", "git checkout -f main",
            ]),
        CommandRule(
            "git reset --hard [HEAD]", .git,
            matches: ["git reset --hard", "git reset --hard HEAD"],
            refuses: ["git reset --hard main", "git reset --hard HEAD~1", "git reset --soft HEAD"]),
        CommandRule(
            "git reset --hard PRE-RUN", .git,
            matches: ["git reset --hard autopack/pre-run-example"],
            refuses: ["git reset --hard autopack/pre-run-other"]),
        CommandRule(
            "git reset [--] PATH…", .git,
            matches: [
                "git reset -- src/app.py", "git reset src/app.py", "git reset -- main",
            ],
            refuses: [
                "git reset", "git reset main", "git reset HEAD~1", "git reset HEAD -- README.md",
                "git reset --merge", "git reset -p src/app.py", "git reset deadbeef",
            ]),
        CommandRule(
            "git stash [-u]", .git, matches: ["git stash", "git stash -u"],
            refuses: ["git stash list", "git stash clear", "git stash --all"]),
        CommandRule(
            "git stash push [-u]", .git, matches: ["git stash push", "git stash push -u"],
            refuses: ["git stash push -m x", "git stash push -- README.md"]),
        CommandRule(
            "git stash pop|drop", .git, matches: ["git stash pop", "git stash drop"],
            refuses: ["git stash pop --index", "git stash apply", "git stash drop 1"]),
        CommandRule(
            "git clean -f|-fd [--] [PATH…]", .git,
            matches: ["git clean -f", "git clean -fd", "git clean -fd build", "git clean -f -- a"],
            refuses: [
                "git clean", "git clean -fdx", "git clean -df", "git clean -f -d",
                "git clean -fd ../x", "git clean -fd -e x",
            ]),
        CommandRule(
            "git merge|rebase|cherry-pick|am --abort", .git,
            matches: [
                "git merge --abort", "git rebase --abort", "git cherry-pick --abort",
                "git am --abort",
            ],
            refuses: [
                "git revert --abort", "git merge main", "git rebase --continue",
                "git rebase --abort --exec id", "git merge --abor",
            ]),
        CommandRule(
            "git add -- PATH…", .git,
            matches: [
                "git add -- README.md", "git add -- 'two words.txt' src", "git add -- --help",
            ],
            refuses: [
                "git add README.md", "git add -A", "git add -- ../x", "git add -- :x",
                "git add -- .", "git add -- ''", "git add -- *", "git add -- .github/x",
            ]),
        CommandRule(
            "git rm [--cached] -- PATH…", .git,
            matches: ["git rm -- README.md", "git rm --cached -- build/log"],
            refuses: ["git rm README.md", "git rm -f -- README.md", "git rm -- /etc/passwd"]),
        CommandRule(
            "git restore [--staged] [--worktree] [--source=TREE] -- PATH…", .git,
            matches: [
                "git restore -- README.md", "git restore --staged --worktree -- src/app.py",
                "git restore --source=HEAD -- README.md",
                "git restore --source=main --staged -- README.md",
            ],
            refuses: [
                "git restore README.md", "git restore --staged", "git restore -S -- README.md",
                "git restore --source=main~1 -- README.md", "git restore --source= -- README.md",
                "git restore --staged --staged -- README.md",
                "git restore --source main -- README.md",
            ]),
    ]
}
