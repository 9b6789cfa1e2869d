import TestSupport

/// An agent program that a test writes in Python, configured as the builder `fake`.
///
/// The script finds what it was told in `task`, and the number of its call, from 1, in `call`.
struct FakeAgent {
    let project: Project
    /// Where the scripts and their state lie: below the home folder, so that they can be shown.
    let state: String

    /// - Parameters:
    ///   - script: Python.
    ///   - settings: More of the builder's settings, as YAML flow entries.
    ///   - more: More of `autopack.yaml`.
    init(
        _ script: String, settings: [String] = [], more: String = "",
        files: [String: String] = Calculator.files
    ) throws {
        try self.init(script, settings: settings, more: more, in: try Project(files))
    }

    init(
        _ script: String, settings: [String] = [], more: String = "", in project: Project
    ) throws {
        self.project = project
        state = try project.repository.directory.makeFolder("home/.fake")
        let program = try project.repository.directory.writeProgram(
            "agents/fake",
            """
            #!/usr/bin/env python3
            import json, os, pathlib, signal, subprocess, sys, time
            task = sys.stdin.read()
            state = pathlib.Path.home() / ".fake"
            calls = state / "calls"
            call = len(calls.read_text()) + 1 if calls.exists() else 1
            calls.write_text("x" * call)
            (state / f"task{call}").write_text(task)
            def mend():
                path = pathlib.Path("calc/arithmetic.py")
                path.write_text(path.read_text().replace("a - b", "a + b").replace("a * b", "a + b"))
            \(script)

            """)
        let entries = ["command: [\(quoted(program))]", "state: [~/.fake]"] + settings
        try project.configure(
            autopack: "builders:\n  fake: {\(entries.joined(separator: ", "))}\n\(more)")
        try project.record([.approval(), .approval(), .approval(), .approval()])
    }

    /// The first phase of the calculator, built by the agent.
    static func plan(maxAttempts: Int = 2, builder: String = "command:fake", more: String = "")
        -> String
    {
        Calculator.onePhase(maxAttempts: maxAttempts, more: "    builder: \(builder)\n\(more)")
    }

    /// What the agent was told in a call.
    func task(_ call: Int) throws -> String {
        String(
            decoding: try project.repository.directory.read("home/.fake/task\(call)"), as: UTF8.self
        )
    }
}
