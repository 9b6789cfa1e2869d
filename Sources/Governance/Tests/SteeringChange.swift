import RunModel

/// Finds changes of what decides which tests run, and whether their failures are told.
enum SteeringChange {
    /// How a file steers tests, told by its path.
    enum Reader {
        case code(TestLanguage), ini, packageJSON, script(TestLanguage), cargo, cmake, makefile,
            maven, packageSwift, rspec, shell
    }

    static func reader(for path: String) -> Reader? {
        let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        switch name {
        case "pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml", "pytest.toml":
            return .ini
        case "package.json", ".mocharc.json", ".mocharc.yml", ".mocharc.yaml", "jest.config.json":
            return .packageJSON
        case "cargo.toml": return .cargo
        case "cmakelists.txt": return .cmake
        case "makefile", "gnumakefile", "justfile": return .makefile
        case "pom.xml", "build.gradle", "build.gradle.kts": return .maven
        case "package.swift": return .packageSwift
        case ".rspec": return .rspec
        default: break
        }
        if name.hasPrefix("jest.config.") || name.hasPrefix("vitest.config.")
            || name.hasPrefix("vite.config.")
            || name.hasPrefix(".mocharc.") || name.hasPrefix("karma.conf")
            || name.hasPrefix("playwright.config")
        {
            return .script(.javaScript)
        }
        if name.hasSuffix(".mk") { return .makefile }
        if name.hasSuffix(".cmake") { return .cmake }
        if name.hasSuffix(".sh") || !name.contains("."),
            name.contains("test") || name.contains("check")
        {
            return .shell
        }
        if let language = TestLanguage(path: path), PathKind.isTest(path) || shadows(path) {
            return .code(language)
        }
        return nil
    }

    /// A module that Python loads before, or instead of, what runs the tests.
    static func shadows(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let name = parts.last else { return false }
        if ["sitecustomize.py", "usercustomize.py", "pytest.py", "unittest.py", "_pytest.py"]
            .contains(name)
        {
            return true
        }
        return parts.dropLast().contains("_pytest")
            || parts.dropLast().contains("unittest") && name == "__init__.py"
                && parts.count == 2
    }

    static func issues(of file: DifferenceFile) -> [TestIssue] {
        guard file.kind != .deleted else {
            guard case .cmake? = reader(for: file.path), PathKind.isTest(file.path) else {
                return []
            }
            return [TestIssue(kind: .deselected, path: file.path, old: "the build of the tests")]
        }
        if file.kind == .added, shadows(file.path) || file.path.hasSuffix(".pth") {
            return [
                TestIssue(
                    kind: .patchedRunner, path: file.path,
                    new: "a module that is loaded before the tests")
            ]
        }
        guard let reader = reader(for: file.path), let new = file.newBytes else { return [] }
        let old = file.oldBytes ?? []
        switch reader {
        case .code(let language), .script(let language):
            let isScript = if case .script = reader { true } else { false }
            return RunnerPatch.issues(
                path: file.path, old: TokenText(old, in: language),
                new: TokenText(new, in: language), isConfiguration: isScript)
        default:
            return TestConfiguration(file.path, old: old, new: new).issues(reader)
        }
    }
}
