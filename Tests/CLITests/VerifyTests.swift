import TestSupport
import Testing

/// `git autopack verify`: the hook's judgement for CI, and the recorded checks once more.
@Suite(.fewAtOnce) struct VerifyTests {
    @Test func `the default is what the upstream has not`() async throws {
        let scene = try await PushScene()
        try scene.commit("a.txt", PushScene.conflict)
        expect(try await scene.project.autopack("verify"), exits: 1)
        try await require(scene.push("--no-verify", "--set-upstream", "origin", "main"), exits: 0)
        let none = try await scene.project.autopack("verify")
        expect(none, exits: 0)
        #expect(none.output.contains("origin/main..HEAD: 0 commits"), "\(none)")
        try scene.git.git("branch", "--quiet", "--unset-upstream")
        let untracked = try await scene.project.autopack("verify")
        expect(untracked, exits: 0)
        #expect(untracked.output.contains("0 commits"), "\(untracked)")
        try scene.commit("b.txt", PushScene.secret)
        let one = try await scene.project.autopack("verify")
        expect(one, exits: 1)
        #expect(one.output.contains("b.txt:1") && !one.output.contains("a.txt"), "\(one)")
    }

    @Test func `ranges as git reads them`() async throws {
        let scene = try await PushScene()
        try scene.commit("a.txt", PushScene.conflict)
        try scene.commit("b.txt", "b\n")
        for (range, status, commits) in [
            ("HEAD~1..HEAD", 0, 1), ("HEAD~1..", 0, 1), ("HEAD~2..HEAD", 1, 2), ("HEAD", 1, 3),
            ("HEAD~1^!", 1, 1), ("HEAD^!", 0, 1), ("HEAD..HEAD~2", 0, 0), ("..HEAD", 0, 0),
        ] as [(String, Int32, Int)] {
            let outcome = try await scene.project.autopack("verify", range, "--json")
            #expect(outcome.status == status, "\(range): \(outcome)")
            let found = try JSONReader.value(outcome.output)
            #expect(found["commits"]?.int == commits, "\(range): \(outcome)")
            #expect(found["range"]?.string == range)
            #expect(found["ok"]?.bool == (status == 0))
        }
        try await scene.project.expectRefusal(
            ["verify", "nothing..HEAD"], exits: 2, naming: "nothing")
        try await scene.project.expectRefusal(["verify", "a...b"], exits: 2, naming: "a...b")
    }

    @Test func `the recorded checks are repeated, and what comes out otherwise is found`()
        async throws
    {
        let project = try Project()
        let folder = project.repository.directory
        let path = [
            "PATH": "\(try folder.makeFolder("tools")):\(TestEnvironment.searchPath)"
        ]
        let judge = "#!/bin/sh\nexec python3 -m unittest tests.test_arithmetic\n"
        try folder.writeProgram("tools/judge", judge)
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        let plan = try project.plan(Calculator.onePhase(check: "[judge]"))
        try require(
            try await project.autopack("run", "--plan", plan, "--id", "r1", with: path), exits: 0)
        let range = "main..autopack/r1"
        let same = try await project.autopack("verify", range, "--rerun", with: path)
        expect(same, exits: 0)
        #expect(same.output.contains("1 checkpoint of runs"), "\(same)")
        #expect(same.errors.contains("tests on "), "\(same)")
        // The tool judges otherwise now.
        try folder.writeProgram("tools/judge", "#!/bin/sh\nexit 3\n")
        expect(try await project.autopack("verify", range, with: path), exits: 0)
        let other = try await project.autopack("verify", range, "--rerun", "--json", with: path)
        expect(other, exits: 1)
        let found = try JSONReader.value(other.output)
        #expect(found["findings"]?.array?.first?["id"]?.string == "check_differs", "\(other)")
        // A tool that is not there says nothing of the commit.
        try folder.remove("tools/judge")
        let none = try await project.autopack("verify", range, "--rerun", with: path)
        expect(none, exits: 4)
        #expect(none.output.contains("cannot be repeated"), "\(none)")
    }
}
