import TestSupport
import Testing

/// A new import of a package that is not installed is mended like any failure.
@Suite(.fewAtOnce) struct MissingModuleTests {
    private static let check = "python3 -m unittest discover -t . -s tests"
    private static let broken = "import leftpadx\n\n\ndef add(a, b):\n    return a + b\n"
    private static let dropImport = Edit.replace(
        "import leftpadx\n", by: "", in: "calc/arithmetic.py")

    /// A sound project whose last commit imports what is not there.
    private func project(
        manifest: String? = nil, earlier: String? = nil, more: [String: String] = [:]
    ) throws -> Project {
        var files = Calculator.files
        files["calc/arithmetic.py"] = Calculator.mendedArithmetic
        files["calc/text.py"] = Calculator.mendedText
        files["requirements.txt"] = earlier
        files.merge(more) { $1 }
        let project = try Project(files)
        try project.repository.write("calc/arithmetic.py", Self.broken)
        if let manifest { try project.repository.write("requirements.txt", manifest) }
        try project.repository.commit("pad")
        try project.record([.fixer(Self.dropImport), .approval()])
        return project
    }

    private func findings(_ project: Project) throws -> [JSON] {
        try Journal("f1", in: project.repository).events("baseline.checked")
            .flatMap { $0["findings"]?.array ?? [] }
    }

    @Test func `the import is taken out, and the finding names the package`() async throws {
        let project = try project(earlier: "# nothing yet\n")
        let outcome = try await project.autopack("fix", "--check", Self.check, "--id", "f1")
        expect(outcome, exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/f1")?.contains("leftpadx")
                == false)
        let finding = try #require(
            try findings(project).first { $0["id"]?.string == "missing_dependency" })
        #expect(finding["what"]?.string?.contains("leftpadx") == true)
        #expect(
            finding["fix"]?.string?.hasPrefix("add 'leftpadx' to requirements.txt") == true)
        let run = try JSONReader.value(
            try await project.autopack("show", "f1", "--json").output)
        let fix = try #require(run["fixes"]?.array?.first)
        #expect(fix["root_cause"]?.string?.contains("leftpadx") == true)
        #expect(fix["result"]?.string == "passed")
    }

    @Test func `an import that came with its manifest is the code's to mend`() async throws {
        let project = try project(manifest: "leftpadx\n", earlier: "# nothing yet\n")
        let outcome = try await project.autopack("fix", "--check", Self.check, "--id", "f1")
        expect(outcome, exits: 0)
        #expect(try findings(project).contains { $0["id"]?.string == "missing_dependency" })
    }

    @Test func `a package that was asked for all along is for a person to install`() async throws {
        let project = try project(earlier: "leftpadx\n")
        try project.repository.write("calc/more.py", "MORE = 1\n")
        try project.repository.commit("something else")
        let outcome = try await project.autopack("fix", "--check", Self.check, "--id", "f1")
        expect(outcome, exits: 4)
        #expect(outcome.description.contains("leftpadx"))
        #expect(outcome.description.contains("setup"))
        #expect(try Journal("f1", in: project.repository).events("call.reserved").isEmpty)
    }

    /// Installs what the list names into a folder that the tests look in.
    private static let install = """
        import os

        os.makedirs("deps", exist_ok=True)
        for name in open("requirements.txt").read().split():
            if not name.startswith("#"):
                open(f"deps/{name}.py", "w").write("WIDTH = 2\\n")

        """

    @Test func `the manifest is changed, and the setup that is granted installs it`()
        async throws
    {
        let project = try project(
            earlier: "# \n",
            more: [
                "install.py": Self.install, ".gitignore": "deps/\n",
                "tests/__init__.py": "import sys\n\nsys.path.insert(0, 'deps')\n",
            ])
        try project.configure(
            autopack: """
                workspace:
                  setup: [[python3, install.py]]
                  setup_inputs: [requirements.txt]

                """)
        try project.record([
            .fixer(Edit.replace("# ", by: "leftpadx", in: "requirements.txt")), .approval(),
        ])
        let outcome = try await project.autopack(
            "fix", "--check", Self.check, "--id", "f1", "--allow", "new_dependencies")
        expect(outcome, exits: 0)
        #expect(try project.file("requirements.txt", at: "autopack/f1") == "leftpadx\n")
    }
}
