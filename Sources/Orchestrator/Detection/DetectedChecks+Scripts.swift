import Git
import RunModel

extension DetectedChecks {
    // MARK: JavaScript and TypeScript

    static func javaScript(_ folder: ProjectFolder) throws(GitError) -> DetectedCommand? {
        if try folder.hasAny(of: ["deno.json", "deno.jsonc"]), try !folder.has("package.json") {
            return DetectedCommand(name: "deno test", run: ["deno", "test"])
        }
        guard let text = try folder.text("package.json"),
            let manifest = try? JSON(parsing: Array(text.utf8))
        else { return nil }
        let manager = try packageManager(folder, manifest)
        // What `npm init` writes says that there is no test.
        if let script = manifest["scripts"]?["test"]?.string, !script.contains("no test specified")
        {
            let silent = manager == "npm" ? ["--silent"] : []
            let option: DetectedCommand.Place =
                switch manager {
                case "npm": .option("--prefix", after: 0)
                case "pnpm": .option("--dir", after: 0)
                case "yarn": .option("--cwd", after: 0)
                default: .environment
                }
            let words = manager == "bun" ? ["bun", "run", "test"] : [manager, "test"]
            return DetectedCommand(name: "\(manager) test", run: words + silent, place: option)
        }
        for (tool, arguments) in [("vitest", ["run"]), ("jest", []), ("mocha", [])] {
            let isUsed = ["devDependencies", "dependencies"].contains { manifest[$0]?[tool] != nil }
            if isUsed {
                return DetectedCommand(name: tool, run: ["npx", "--no", tool] + arguments)
            }
        }
        let tests = try folder.files { path in
            let name = path.fileName
            return [".js", ".mjs", ".cjs"].contains { name.hasSuffix($0) }
                && (name.contains(".test.") || name.contains("-test.") || path.hasPrefix("test/"))
        }
        return tests.isEmpty ? nil : DetectedCommand(name: "node --test", run: ["node", "--test"])
    }

    private static func packageManager(
        _ folder: ProjectFolder, _ manifest: JSON
    ) throws(GitError) -> String {
        if let named = manifest["packageManager"]?.string?.prefix(while: { $0 != "@" }),
            ["npm", "pnpm", "yarn", "bun"].contains(named)
        {
            return String(named)
        }
        for (file, manager) in [
            ("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"),
            ("bun.lockb", "bun"),
        ] where try folder.has(file) {
            return manager
        }
        return "npm"
    }

    // MARK: Python

    static func python(_ folder: ProjectFolder) throws(GitError) -> DetectedCommand? {
        let pytest = DetectedCommand(
            name: "pytest", run: ["python3", "-m", "pytest", "-q"])
        if try folder.hasAny(of: ["pytest.ini", "conftest.py", "tests/conftest.py"]) {
            return pytest
        }
        let manifests = try folder.names().filter { name in
            ["pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "noxfile.py", "Pipfile"]
                .contains(name) || name.hasPrefix("requirements")
                || name.hasSuffix("requirements.txt")
        }
        if try folder.anyText(of: manifests, holds: ["pytest"]) { return pytest }
        if try folder.text("manage.py")?.contains("django") == true {
            return DetectedCommand(name: "django tests", run: ["python3", "manage.py", "test"])
        }
        let tests = try folder.files { path in
            let name = path.fileName
            return name.hasSuffix(".py") && (name.hasPrefix("test_") || name.hasSuffix("_test.py"))
        }
        guard let first = tests.first else {
            return try folder.has("tox.ini")
                ? DetectedCommand(name: "tox", run: ["tox", "-q"]) : nil
        }
        for path in tests.prefix(20) {
            guard let text = try folder.text(path) else { continue }
            if text.contains("import pytest") || text.contains("\ndef test_") { return pytest }
        }
        return try unittest(folder, first: first)
    }

    /// Discovery wants the folder of the tests, and their packages made importable from the root.
    private static func unittest(
        _ folder: ProjectFolder, first: String
    ) throws(GitError) -> DetectedCommand {
        var run = ["python3", "-m", "unittest", "discover"]
        let parts = first.split(separator: "/")
        if parts.count > 1, let top = parts.first.map(String.init) {
            let isPackage = try folder.has("\(top)/__init__.py")
            run += isPackage ? ["-t", ".", "-s", top] : ["-s", top]
        }
        if first.hasSuffix("_test.py") { run += ["-p", "*_test.py"] }
        return DetectedCommand(name: "unittest", run: run)
    }

    // MARK: Ruby

    static func ruby(_ folder: ProjectFolder) throws(GitError) -> DetectedCommand? {
        let bundle = try folder.has("Gemfile") ? ["bundle", "exec"] : []
        let specs = try folder.files { $0.hasSuffix("_spec.rb") }
        if try folder.has(".rspec") || !specs.isEmpty {
            return DetectedCommand(name: "rspec", run: bundle + ["rspec"])
        }
        if try folder.has("bin/rails"), try folder.has("test") {
            return DetectedCommand(name: "rails test", run: ["bin/rails", "test"])
        }
        if let tasks = try folder.text("Rakefile"),
            ["TestTask", "task :test", "task test", "task default: :test", "Minitest::"]
                .contains(where: tasks.contains)
        {
            return DetectedCommand(name: "rake test", run: bundle + ["rake", "test"])
        }
        let tests = try folder.files { path in
            path.hasSuffix("_test.rb") || path.hasSuffix(".rb") && path.fileName.hasPrefix("test_")
        }
        guard let top = tests.first?.split(separator: "/").first, tests[0].contains("/") else {
            return nil
        }
        let load = "Dir['./\(top)/**/{test_*,*_test}.rb'].sort.each { |f| require f }"
        return DetectedCommand(
            name: "minitest", run: bundle + ["ruby", "-Ilib", "-I\(top)", "-e", load])
    }
}
