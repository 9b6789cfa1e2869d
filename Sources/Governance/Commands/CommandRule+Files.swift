import RunModel

extension CommandRule {
    /// Commands of type `file`: the program does them itself, and follows no link out of the
    /// workspace.
    static let files = [
        CommandRule(
            "rm [-f] FILE…", .file, matches: ["rm README.md", "rm -f src/app.py build/x"],
            refuses: [
                "rm", "rm -f", "rm -i README.md", "rm -f -- README.md", "rm -f /etc/passwd",
                "rm -f .git/index.lock", "rm -f \"\"", "rm -f outside",
            ]),
        CommandRule(
            "rm -r|-rf DIR…", .file, matches: ["rm -r build", "rm -rf build/ tests"],
            refuses: [
                "rm -rf", "rm -rf .", "rm -rf /", "rm -rf .git", "rm -rf *", "rm -rf src/..",
                "rm -fr build", "rm -rfv build", "rm --recursive build", "rm -rf ~/x",
            ]),
        CommandRule(
            "mkdir [-p] DIR…", .file, matches: ["mkdir new", "mkdir -p src/new/part"],
            refuses: ["mkdir", "mkdir -m 777 new", "mkdir -p .git/hooks", "mkdir -p outside/x"]),
        CommandRule(
            "cp [-r] SOURCE… TARGET", .file,
            matches: [
                "cp README.md README.bak", "cp -r src src_copy", "cp README.md src/app.py docs",
            ],
            refuses: [
                "cp README.md", "cp -t docs README.md", "cp README.md /tmp/x", "cp outside x",
                "cp README.md .githooks/pre-push", "cp -r . x",
            ]),
        CommandRule(
            "mv SOURCE… TARGET", .file, matches: ["mv README.md docs/", "mv src/app.py app.py"],
            refuses: ["mv README.md", "mv -f README.md x", "mv README.md ../x", "mv . x"]),
        CommandRule(
            "touch FILE…", .file, matches: ["touch src/__init__.py", "touch inside/x"],
            refuses: ["touch", "touch -r README.md x", "touch .git/config", "touch outside/x"]),
    ]
}
