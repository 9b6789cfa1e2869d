import Governance
import RunModel
import Testing

struct TestSteeringTests {
    @Test(
        arguments: [
            "conftest.py", "tests/unit/conftest.py", "pytest.ini", "tox.ini", "jest.config.ts",
            "packages/a/vitest.config.mts", ".mocharc.json", ".rspec", "spec/spec_helper.rb",
            ".config/nextest.toml", "sitecustomize.py", "App.xctestplan",
        ])
    func `a file that only runners read steers tests`(path: String) {
        #expect(PathKind.steersTests(path))
        #expect(TestSteering.isTouched(by: DifferenceFile(path: path, kind: .added, oldMode: nil)))
    }

    @Test(arguments: ["src/a.py", "README.md", "package.json", "pyproject.toml", "jest.md"])
    func `other files do not`(path: String) {
        #expect(!PathKind.steersTests(path))
    }

    @Test(
        arguments: [
            (
                "package.json", #"{"scripts": {"test": "jest"}, "version": "1"}"#,
                #"{"scripts": {"test": "true"}, "version": "1"}"#
            ),
            ("package.json", #"{"name": "a"}"#, #"{"name": "a", "jest": {"bail": 1}}"#),
            (
                "web/package.json", #"{"scripts": {}}"#, #"{"scripts": {"test:unit": "x"}}"#
            ),
            ("pyproject.toml", "[project]\n", "[project]\n[tool.pytest.ini_options]\naddopts='-x'"),
            (
                "setup.cfg", "[tool:pytest]\naddopts = -v\n",
                "[tool:pytest]\naddopts = -v --deselect tests/a.py\n"
            ),
            ("Cargo.toml", "[lib]\npath='a.rs'\n", "[lib]\npath='a.rs'\ntest = false\n"),
            ("Makefile", "all:\n\tcc a.c\ntest:\n\t./run\n", "all:\n\tcc a.c\ntest:\n\ttrue\n"),
            ("CMakeLists.txt", "add_test(NAME a COMMAND a)\n", "project(a)\n"),
            (
                "Package.swift", ".testTarget(\n    name: \"A\")\n",
                ".testTarget(\n    name: \"B\")\n"
            ),
            ("package.json", "{", "{]"),
        ])
    func `a manifest counts where its part about tests changed`(
        path: String, old: String, new: String
    ) {
        #expect(TestSteering.isTouched(by: file(path, old, new)))
    }

    @Test(
        arguments: [
            (
                "package.json", #"{"scripts": {"test": "jest"}, "version": "1"}"#,
                #"{"version": "2", "scripts": {"test": "jest", "build": "tsc"}}"#
            ),
            (
                "pyproject.toml", "[project]\nversion='1'\n[tool.pytest.ini_options]\nx=1\n",
                "[project]\nversion='2'\n\n[tool.pytest.ini_options]\n# why\nx=1\n[tool.black]\n"
            ),
            ("Makefile", "all:\n\tcc a.c\ntest:\n\t./run\n", "all:\n\tcc b.c\ntest:\n\t./run\n"),
            ("src/a.py", "a", "b"),
        ])
    func `a manifest that changes elsewhere is no change of tests`(
        path: String, old: String, new: String
    ) {
        #expect(!TestSteering.isTouched(by: file(path, old, new)))
    }

    @Test func `a manifest too large to be read counts`() {
        let large = DifferenceFile(
            path: "package.json", kind: .modified, oldSizeBytes: 2 << 20, newSizeBytes: 2 << 20)
        #expect(TestSteering.isTouched(by: large))
    }

    private func file(_ path: String, _ old: String, _ new: String) -> DifferenceFile {
        DifferenceFile(
            path: path, kind: .modified, oldSizeBytes: old.utf8.count,
            newSizeBytes: new.utf8.count, oldBytes: Array(old.utf8), newBytes: Array(new.utf8))
    }
}
