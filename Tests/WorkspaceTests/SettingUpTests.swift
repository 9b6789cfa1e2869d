import Git
import RunModel
import TestSupport
import Testing
import Workspace

struct `Setting a workspace up` {
    var scene: WorkspaceScene
    let base: ObjectID

    init() throws {
        scene = try WorkspaceScene()
        try scene.scratch.write("package-lock.json", "1\n")
        try scene.scratch.write("main.js", "main\n")
        base = try scene.commit()
        let install = """
            test ! -e node_modules || exit 9
            mkdir -p node_modules/dep; cp package-lock.json node_modules/dep/version
            echo changed > main.js; echo run >> .count
            """
        scene.settings.setup = [["/bin/sh", "-ec", install], ["touch", "node_modules/done"]]
        scene.settings.setupInputs = ["package-lock.json"]
    }

    @Test func `runs once for each state of the inputs, and what it made stays`() async throws {
        try scene.scratch.write("main.js", "other\n")
        let sameInputs = try scene.commit()
        try scene.scratch.write("package-lock.json", "2\n")
        let otherInputs = try scene.commit()
        let show = Check.script("cat node_modules/dep/version .count main.js; ls node_modules")
        do {
            let workspace = try await scene.sandboxed()
            try await workspace.bring(to: base)
            guard case .ran(let runs) = try await workspace.setUp(networkGranted: false) else {
                Issue.record("it did not run")
                return
            }
            #expect(runs.count == 2)
            #expect(try await workspace.check(show).text == "1\nrun\nmain\ndep\ndone\n")
            #expect(try await workspace.setUp(networkGranted: false) == .upToDate)
            try await workspace.bring(to: sameInputs)
            #expect(try await workspace.setUp(networkGranted: false) == .upToDate)
            #expect(try await workspace.check(show).text == "1\nrun\nother\ndep\ndone\n")
        }
        // The next run finds it done.
        let workspace = try await scene.sandboxed()
        try await workspace.bring(to: base)
        #expect(try await workspace.setUp(networkGranted: false) == .upToDate)
        #expect(try await workspace.check(show).text == "1\nrun\nmain\ndep\ndone\n")
        // What it made before is gone when it runs again.
        try await workspace.bring(to: otherInputs)
        guard case .ran = try await workspace.setUp(networkGranted: false) else {
            Issue.record("it did not run")
            return
        }
        #expect(try await workspace.check(show).text == "2\nrun\nother\ndep\ndone\n")
    }

    @Test(.enabled(Bubblewrapped.reason) { await Bubblewrapped.works })
    func `checks cannot change what it made`() async throws {
        let workspace = try await scene.sandboxed()
        try await workspace.bring(to: base)
        try await workspace.setUp(networkGranted: false)
        _ = try await workspace.check(
            .script("echo evil > node_modules/dep/version; rm -rf node_modules; echo x > .count"))
        let run = try await workspace.check(.script("cat node_modules/dep/version .count"))
        #expect(run.text == "1\nrun\n")
    }

    @Test mutating func `a command that fails is told with its log, and is tried again`()
        async throws
    {
        scene.settings.setup = [["/bin/sh", "-c", "echo why >&2; touch half; exit 3"]]
        let workspace = try await scene.sandboxed()
        try await workspace.bring(to: base)
        for _ in 0..<2 {
            let error = await #expect(throws: WorkspaceError.self) {
                try await workspace.setUp(networkGranted: false)
            }
            #expect(error?.code == .setupFailed)
            #expect(error?.log == Array("why\n".utf8))
            #expect(error?.detail == "it ended with status 3")
            #expect(error?.operation.contains("touch half") == true)
        }
        #expect(try await workspace.check(.script("ls")).text == "main.js\npackage-lock.json\n")
    }

    @Test mutating func `a program that is missing is named`() async throws {
        scene.settings.setup = [["no-such-installer"]]
        let workspace = try await scene.sandboxed()
        try await workspace.bring(to: base)
        let error = await #expect(throws: WorkspaceError.self) {
            try await workspace.setUp(networkGranted: false)
        }
        #expect(error?.detail.contains("there is no program no-such-installer in /") == true)
    }

    @Test mutating func `without configuration nothing runs, and something is suggested`()
        async throws
    {
        scene.settings = WorkspaceSettings()
        let workspace = try await scene.sandboxed()
        try await workspace.bring(to: base)
        #expect(try await workspace.setUp(networkGranted: true) == .nothingToDo)
        #expect(
            workspace.setupSuggestion
                == SetupSuggestion(commands: [["npm", "ci"]], inputs: ["package-lock.json"]))
        #expect(
            workspace.setupSuggestion?.configuration == """
                workspace:
                  setup: [[npm, ci]]
                  setup_inputs: [package-lock.json]
                """)
    }
}
