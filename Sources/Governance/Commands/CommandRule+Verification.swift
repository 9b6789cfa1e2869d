import RunModel

extension CommandRule {
    /// Commands that show whether a fix helped; they change nothing, so those of git and of files
    /// may follow a fix of any type.
    static let verification = [
        CommandRule(
            "git status [--porcelain|--short]", .git, .verification,
            matches: ["git status", "git status --porcelain"],
            refuses: ["git status --porcelain=v2", "git status -s", "git status README.md"]),
        CommandRule(
            "git diff [--cached] [--check|--quiet]", .git, .verification,
            matches: ["git diff --check", "git diff --cached --quiet", "git diff"],
            refuses: [
                "git diff --ext-diff", "git diff --output=x", "git diff --no-index a b",
                "git diff main",
            ]),
        CommandRule(
            "git diff [--cached] [--check|--quiet] -- PATH…", .git, .verification,
            matches: ["git diff --quiet -- README.md", "git diff --check -- src docs"],
            refuses: ["git diff README.md", "git diff --check -- ../x"]),
        CommandRule(
            "git rev-parse --verify [--quiet] TREE", .git, .verification,
            matches: ["git rev-parse --verify HEAD", "git rev-parse --verify --quiet main"],
            refuses: [
                "git rev-parse HEAD", "git rev-parse --verify HEAD~1", "git rev-parse --git-dir",
            ]),
        CommandRule(
            "git ls-files --error-unmatch -- PATH…", .git, .verification,
            matches: ["git ls-files --error-unmatch -- README.md"],
            refuses: ["git ls-files", "git ls-files -o", "git ls-files --error-unmatch README.md"]),
        CommandRule(
            "test [!] -e|-f|-d|-s PATH", .file, .verification,
            matches: ["test -f README.md", "test ! -e build", "test -d src"],
            refuses: [
                "test -x README.md", "test README.md", "test -f README.md -a -f x",
                "test -f /etc/passwd", "test -f outside",
            ]),
        CommandRule(
            "ls PATH…", .file, .verification, matches: ["ls src", "ls README.md docs"],
            refuses: ["ls", "ls -la src", "ls /etc", "ls .git"]),
        CommandRule(
            "pytest [PATH…]", .python, .verification, matches: ["pytest", "pytest tests"],
            refuses: ["pytest -x", "pytest --collect-only"]),
        CommandRule(
            "python -m pytest [PATH…]", .python, .verification,
            matches: ["python -m pytest", "python -m pytest tests"],
            refuses: ["python -m pytest -p x", "python -m unittest", "python3 -m pytest"]),
        CommandRule(
            "pip check", .python, .verification, matches: ["pip check"],
            refuses: ["pip list", "pip check requests"]),
        CommandRule(
            "python -m pip check", .python, .verification, matches: ["python -m pip check"],
            refuses: ["python -m pip freeze"]),
    ]
}
