import Git
import Orchestrator
import RunModel
import TestSupport
import Testing

struct DetectedChecksTests {
    private func find(_ files: [String: String], at folder: String = "") throws -> [String] {
        let scratch = try ScratchRepository()
        for (path, text) in files { try scratch.write(path, text) }
        try scratch.commit("begin")
        let repository = try Repository.open(
            gitDirectory: scratch.path, environment: scratch.environment)
        let tree = try repository.resolveTree("HEAD").tree
        return try DetectedChecks.find(in: tree, at: folder, repository).map(\.commandLine)
    }

    private static let unittest = "import unittest\nclass T(unittest.TestCase):\n    pass\n"
    private static let npm = #"{"scripts": {"test": "jest"}}"#

    @Test(
        arguments: [
            (["package.json": npm], "npm test --silent"),
            (["package.json": npm, "pnpm-lock.yaml": ""], "pnpm test"),
            (["package.json": npm, "yarn.lock": ""], "yarn test"),
            (["package.json": npm, "bun.lock": ""], "bun run test"),
            (
                ["package.json": #"{"packageManager": "yarn@4.1.0", "scripts": {"test": "x"}}"#],
                "yarn test"
            ),
            (
                [
                    "package.json":
                        #"{"scripts": {"test": "echo \"Error: no test specified\" && exit 1"}}"#,
                    "test/a.js": "",
                ], "node --test"
            ),
            (["package.json": "{}", "src/a.test.mjs": ""], "node --test"),
            (["package.json": #"{"devDependencies": {"vitest": "1"}}"#], "npx --no vitest run"),
            (["deno.json": "{}"], "deno test"),
            (["Cargo.toml": "[package]"], "cargo test"),
            (["Cargo.toml": "[workspace]"], "cargo test --workspace"),
            (
                ["Cargo.toml": "[package]", ".config/nextest.toml": ""], "cargo nextest run"
            ),
            (["go.mod": "module a"], "go test ./..."),
            (["go.work": "go 1.22\nuse (\n\t./a\n\t./b\n)\n"], "go test ./a/... ./b/..."),
            (["Package.swift": "targets: [.testTarget(name: \"A\")]"], "swift test"),
            (["Package.swift": "targets: []"], "swift build"),
            (
                ["Package.swift": "", "Package.resolved": "{}"],
                "swift build --disable-automatic-resolution"
            ),
            (["pytest.ini": ""], "python3 -m pytest -q"),
            (["requirements-dev.txt": "pytest==8\n"], "python3 -m pytest -q"),
            (
                ["tests/test_a.py": "def test_a():\n    pass\n\ndef test_b(): pass"],
                "python3 -m pytest -q"
            ),
            (
                ["tests/__init__.py": "", "tests/test_a.py": unittest],
                "python3 -m unittest discover -t . -s tests"
            ),
            (["tests/test_a.py": unittest], "python3 -m unittest discover -s tests"),
            (["test_a.py": unittest], "python3 -m unittest discover"),
            (["a_test.py": unittest], "python3 -m unittest discover -p '*_test.py'"),
            (["tox.ini": "[tox]"], "tox -q"),
            (["manage.py": "import django"], "python3 manage.py test"),
            (["pom.xml": ""], "mvn -B test"), (["pom.xml": "", "mvnw": ""], "sh mvnw -B test"),
            (["build.gradle.kts": ""], "gradle --console=plain test"),
            (["settings.gradle": "", "gradlew": ""], "sh gradlew --console=plain test"),
            (
                [
                    "CMakeLists.txt": "project(a)\nadd_subdirectory(t)",
                    "t/CMakeLists.txt": "add_test(a)",
                ],
                "sh -c 'cmake -S . -B build && cmake --build build"
                    + " && ctest --test-dir build --output-on-failure'"
            ),
            (
                ["CMakeLists.txt": "project(a)", "build": ""],
                "sh -c 'cmake -S . -B build-check && cmake --build build-check'"
            ),
            (
                ["meson.build": "project('a', 'c')"],
                "sh -c 'meson setup builddir && meson test -C builddir --print-errorlogs'"
            ),
            (["Makefile": "test: all\n\t./t\n"], "make test"),
            (["Makefile": "all check:\n\t./t\n"], "make check"),
            (["Makefile": "test := 1\nall:\n\tcc a.c\n", "a.c": ""], "make"),
            (["Gemfile": "", "spec/a_spec.rb": ""], "bundle exec rspec"),
            (["spec/a_spec.rb": ""], "rspec"),
            (["Rakefile": "Rake::TestTask.new"], "rake test"),
            (
                ["test/a_test.rb": ""],
                "ruby -Ilib -Itest -e 'Dir['\\''./test/**/{test_*,*_test}.rb'\\''].sort.each"
                    + " { |f| require f }'"
            ),
            (["mix.exs": ""], "mix test"),
        ])
    func `build files tell how a project is checked`(
        files: [String: String], command: String
    ) throws {
        #expect(try find(files) == [command])
    }

    @Test(
        arguments: [
            ["README.md": "text"], ["Makefile": "doc:\n\tpandoc\n"], ["package.json": "{}"],
            ["package.json": "{not json"], ["src/a.py": "x = 1"],
            ["node_modules/a/test_b.py": "import unittest"],
        ])
    func `nothing is made up where nothing is said`(files: [String: String]) throws {
        #expect(try find(files) == [])
    }

    @Test func `a project of two languages has a check for each`() throws {
        let files = ["package.json": Self.npm, "Cargo.toml": "", "Makefile": "test:\n"]
        #expect(try find(files) == ["npm test --silent", "cargo test"])
    }

    @Test(
        arguments: [
            ("web", "npm --prefix web test --silent"),
            ("web/src/a.js", "npm --prefix web test --silent"),
            ("web/**", "npm --prefix web test --silent"),
            ("svc/api/*.go", "env -C svc/api go test ./..."),
            ("mac", "swift test --package-path mac"), ("c", "make -C c check"),
            ("docs", "python3 -m pytest -q"), ("no/such/folder", "python3 -m pytest -q"),
            ("../..", "python3 -m pytest -q"), ("", "python3 -m pytest -q"),
        ])
    func `a folder has the checks of its own build file, or of the nearest above`(
        folder: String, command: String
    ) throws {
        let files = [
            "pytest.ini": "", "web/package.json": Self.npm, "web/src/a.js": "",
            "svc/api/go.mod": "", "svc/api/a.go": "", "mac/Package.swift": ".testTarget(",
            "c/Makefile": "check:\n", "docs/a.md": "",
        ]
        #expect(try find(files, at: folder) == [command])
    }

    @Test func `a manifest too large to be one is passed over`() throws {
        let large = String(repeating: " ", count: 1 << 20) + "{}"
        #expect(try find(["package.json": large, "go.mod": "module a"]) == ["go test ./..."])
    }
}
