package import Git
package import RunModel

/// Finds out how a project is checked, where nobody has said.
package enum DetectedChecks {
    /// The checks that the files at the root of a tree suggest.
    ///
    /// A program that is not installed, or a suite without a test, shows when the baseline is
    /// checked, before anything is spent.
    package static func find(
        in tree: ObjectID, _ repository: Repository
    ) throws(GitError) -> [Check] {
        var checks: [Check] = []
        func text(_ name: String) throws(GitError) -> String? {
            try repository.readFile(at: TreePath(name), in: tree, limitBytes: 1 << 20).map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        func has(_ name: String) throws(GitError) -> Bool {
            try repository.entry(at: TreePath(name), in: tree) != nil
        }
        if let manifest = try text("package.json"), manifest.contains("\"test\"") {
            checks.append(Check(name: "npm test", run: ["npm", "test", "--silent"]))
        }
        if try has("Cargo.toml") {
            checks.append(Check(name: "cargo test", run: ["cargo", "test"]))
        }
        if try has("go.mod") {
            checks.append(Check(name: "go test", run: ["go", "test", "./..."]))
        }
        if try has("Package.swift") {
            checks.append(Check(name: "swift test", run: ["swift", "test"]))
        }
        if try isPython(text, has) {
            checks.append(Check(name: "pytest", run: ["python3", "-m", "pytest", "-q"]))
        }
        if checks.isEmpty, let make = try text("Makefile") {
            for target in ["check", "test"] where make.contains("\n\(target):") {
                return [Check(name: "make \(target)", run: ["make", target])]
            }
        }
        return checks
    }

    private static func isPython(
        _ text: (String) throws(GitError) -> String?, _ has: (String) throws(GitError) -> Bool
    ) throws(GitError) -> Bool {
        for name in ["pytest.ini", "conftest.py", "tests/conftest.py"] where try has(name) {
            return true
        }
        for name in ["pyproject.toml", "setup.cfg", "tox.ini"] {
            if try text(name)?.contains("pytest") == true { return true }
        }
        return false
    }
}
