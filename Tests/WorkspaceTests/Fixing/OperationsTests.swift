import Git
import RunModel
import TestSupport
import Testing
import Workspace

/// What a program left half-way in the private repository is found, and hinders nothing.
struct OperationsTests {
    @Test(
        arguments: [
            (.merge, "! git merge -q OTHER", ["a.txt"]),
            (.rebase, "! git rebase -q OTHER", ["a.txt"]),
            (.rebase, "! git rebase -q --apply OTHER", ["a.txt"]),
            (.cherryPick, "! git cherry-pick OTHER", ["a.txt"]),
            (.revert, "! git revert --no-edit BASE..OTHER; true", ["a.txt"]),
            (.am, "git format-patch -q -1 --stdout OTHER > p; ! git am -q -3 p", ["a.txt"]),
            (.bisect, "git bisect start -q HEAD BASE", []),
            (
                .merge,
                "git checkout -q BASE; echo x > a.txt; git stash -q; git checkout -q OTHER;"
                    + " ! git stash pop -q", ["a.txt"]
            ),
            (nil, "echo x > n.txt; git add n.txt; git commit -qm n; git tag t; git gc -q", []),
            (nil, "git stash -q; git checkout -q -b side", []),
        ] as [(OperationInProgress.Kind?, String, [String])])
    func `an operation is named with its conflicts, and ended by bringing the next commit`(
        kind: OperationInProgress.Kind?, script: String, conflicts: [String]
    ) async throws {
        let scene = try FixScene.plain()
        let workspace = scene.workspace
        try await workspace.bring(to: scene.main)
        #expect(try await workspace.operationInProgress() == nil)
        try await scene.letWork(
            scene.gitHere
                + script.replacing("OTHER", with: scene.other.hex)
                .replacing("BASE", with: scene.base.hex))
        let found = try await workspace.operationInProgress()
        #expect(found?.kind == kind, "\(script)")
        #expect((found?.conflicts ?? []).map(\.description) == conflicts)
        #expect(found == nil || found?.description.contains("in progress") == true)
        for commit in [scene.main, scene.base] {
            try await workspace.bring(to: commit)
            #expect(try scene.scene.status(workspace) == "", "\(script)")
            #expect(try scene.scene.differences(workspace) == "")
            #expect(try scene.state()[1] == "0 ")
            #expect(try scene.state()[4] == "0 ")
            #expect(try scene.state()[2] == "0 \(commit)\n")
            #expect(try await workspace.operationInProgress() == nil)
        }
    }

    @Test func `files that a program staged count as its work`() async throws {
        let scene = try FixScene.plain()
        try await scene.workspace.bring(to: scene.main)
        try await scene.letWork(
            scene.gitHere + "echo s > staged.txt; git add staged.txt; git rm -q b.txt;"
                + " echo u > loose.txt; git commit -qm half")
        let difference = try await scene.workspace.difference()
        #expect(difference.files.map(\.path.description) == ["b.txt", "loose.txt", "staged.txt"])
    }

    @Test(
        arguments: [
            "rm -rf git", "rm -rf git; mkfifo git", "rm git/HEAD; mkfifo git/HEAD",
            "rm git/index; mkdir git/index", "rm git/index; mkfifo git/index", "rm -rf git/refs",
            "rm -rf git/refs; ln -s /tmp git/refs", "echo junk > git/HEAD", "echo junk > git/index",
            "rm -rf git/objects", "echo /nowhere > git/objects/info/alternates",
            "echo '[' > git/config", "rm git/config; mkfifo git/config", "touch git/index.lock",
            "mkfifo git/packed-refs", "chmod 000 git/refs", "rm -rf git; ln -s /tmp git",
        ])
    func `whatever is done to the private repository, the next commit is brought`(script: String)
        async throws
    {
        let scene = try FixScene.plain()
        let workspace = scene.workspace
        try await workspace.bring(to: scene.main)
        try await scene.letWork("echo x > b.txt; cd \(workspace.path).state; \(script)")
        let difference = try await workspace.difference()
        #expect(difference.files.map(\.path.description) == ["b.txt"], "\(script)")
        _ = try await workspace.operationInProgress()
        for commit in [scene.main, scene.other] {
            try await workspace.bring(to: commit)
            #expect(try scene.scene.status(workspace) == "", "\(script)")
            #expect(try scene.scene.differences(workspace) == "")
        }
        let check = try await workspace.check(.script("cat a.txt"))
        #expect(check.text == "one\nTHEIRS\nthree\n")
    }
}
