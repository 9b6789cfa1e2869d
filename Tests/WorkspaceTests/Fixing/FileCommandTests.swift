import Git
import Governance
import RunModel
import TestSupport
import Testing
import Workspace

/// Commands over files do what the programs of their names do, and follow no link outside.
struct FileCommandTests {
    /// Fixes that the programs of these names can do as well.
    private static let fixes: [[String]] = [
        ["rm a.txt"], ["rm -f nothing a.txt"], ["rm nothing"], ["rm lib"], ["rm -r lib"],
        ["rm -rf nothing lib"], ["rm -r nothing"], ["mkdir x"], ["mkdir lib"], ["mkdir -p lib/x/y"],
        ["mkdir x/y"], ["mkdir -p a.txt/x"], ["cp a.txt c.txt"], ["cp a.txt b.txt"],
        ["cp a.txt lib"], ["cp a.txt b.txt lib"], ["cp a.txt b.txt nowhere"], ["cp lib x"],
        ["cp -r lib x"], ["cp -r lib x", "cp -r lib x"], ["cp a.txt x/y"], ["cp nothing x"],
        ["mv a.txt c.txt"], ["mv a.txt b.txt"], ["mv a.txt lib"], ["mv lib other"],
        ["mv a.txt b.txt lib/"], ["mv nothing x"], ["mv lib a.txt"], ["touch n.txt lib/m.txt"],
        ["touch x/y"], ["touch lib"], ["cp link copied.txt"], ["cp -r link copied"],
        ["mv link moved"], ["rm link"], ["touch link"], ["cp -r sideways x"],
        ["mkdir sideways/x"], ["cp a.txt sideways"], ["rm sideways/core.py"], ["cp run.sh r.sh"],
        ["cp -r lib lib/x"], ["mv lib lib/x"], ["cp a.txt a.txt"], ["mv a.txt a.txt"],
        ["mkdir x", "mv lib x", "cp -r x y", "rm -rf x", "touch y/lib/z"],
    ]

    @Test func `commands do what the programs of their names do`() async throws {
        let scene = try FixScene.plain()
        let scratch = scene.scene.scratch
        for (mode, text, path) in [
            ("120000", "a.txt", "link"), ("120000", "lib", "sideways"),
            ("100755", "run\n", "run.sh"),
        ] {
            let blob = try scene.scene.blob(text)
            try scratch.git("update-index", "--add", "--cacheinfo", "\(mode),\(blob),\(path)")
        }
        try scratch.git("commit", "--quiet", "-m", "more")
        let commit = try scene.scene.id(scratch.head)
        for commands in Self.fixes {
            try scratch.git("clean", "--quiet", "-fd")
            try scratch.git("reset", "--quiet", "--hard")
            let outcome = try await scene.execute(
                commands, verify: "test -e run.sh", as: .file, on: .commit(commit))
            #expect(outcome.denied.isEmpty, "\(outcome)")
            let shell = try await Invocation(
                "sh", ["-c", commands.joined(separator: " && ")],
                environment: scratch.environment, in: scratch.path
            ).run()
            #expect(outcome.isVerified == (shell.status == 0), "\(outcome) \(shell)")
            guard outcome.isVerified else {
                #expect(outcome.steps.last?.output.isEmpty == false)
                continue
            }
            try scratch.git("add", "--all")
            let made = try scratch.git("diff", "--cached", "--name-only", "--no-renames", "HEAD")
                .split(separator: "\n").map(String.init)
            #expect(outcome.difference.files.map(\.path.description) == made, "\(commands)")
            for file in outcome.difference.files {
                guard case .file(let bytes, let isExecutable) = file.content else { continue }
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(text == (try? scratch.read("\(file.path)")), "\(commands)")
                #expect(isExecutable == ["r.sh"].contains("\(file.path)"), "\(commands)")
            }
        }
    }

    @Test func `no link leads a command outside, wherever it came from`() async throws {
        let scene = try FixScene.plain()
        let directory = scene.scene.scratch.directory
        try directory.write("outside/secret.txt", "secret\n")
        let outside = directory.path("outside")
        try await scene.workspace.bring(to: scene.main)
        // A link that is harmless where it stands, and leads out one folder higher.
        try await scene.letWork(
            """
            mkdir -p one/two; ln -s ../../lib one/two/l; ln -s \(outside) abs; ln -s .. up
            ln -s ../.git g
            """)
        let before = Snapshot.of(outside)
        for commands in [
            ["cp abs/secret.txt x"], ["touch abs/x"], ["rm -rf abs/"], ["cp -r abs x"],
            ["mv a.txt abs"], ["mkdir up/x"], ["rm -f up/a"], ["touch g/config"],
            ["mv one/two/l l", "touch l/x"], ["cp -r one/two t", "rm -rf t/l/core.py"],
            ["cp -r one/two t", "touch t/l/x"], ["mv one/two two", "cp a.txt two/l"],
        ] {
            let outcome = try await scene.execute(
                commands, verify: "git status", as: .file, on: .asLeft)
            #expect(!outcome.isVerified, "\(commands) \(outcome)")
            #expect(Snapshot.of(outside) == before)
        }
    }

    @Test(
        arguments: [
            ("test -f a.txt", true), ("test -f lib", false), ("test -d lib", true),
            ("test -e nothing", false), ("test ! -e nothing", true), ("test ! -f a.txt", false),
            ("test -s a.txt", true), ("test -s empty.txt", false), ("ls a.txt lib", true),
            ("ls a.txt nothing", false), ("git ls-files --error-unmatch -- a.txt", true),
            ("git ls-files --error-unmatch -- empty.txt", false),
        ])
    func `what verifies says how it is`(verify: String, holds: Bool) async throws {
        let scene = try FixScene.plain()
        let outcome = try await scene.execute(
            ["touch empty.txt"], verify: verify, as: .file, on: .commit(scene.main))
        #expect(outcome.isVerified == holds, "\(outcome)")
    }

    @Test func `what is ignored is no part of the result`() async throws {
        let scene = try FixScene.plain()
        try scene.scene.scratch.write(".gitignore", "*.log\n")
        let commit = try scene.scene.commit("ignore")
        let outcome = try await scene.execute(
            ["touch x.log x.txt"], verify: "test -e x.log", as: .file, on: .commit(commit))
        #expect(outcome.isVerified && Array(outcome.texts.keys) == ["x.txt"], "\(outcome)")
    }
}
