import Commands
import Effects
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A check that attacks the user's repository from the private one it runs in.
@Suite(.enabled("bubblewrap does not work here", Bubblewrapped.works))
struct `An attack on the user's repository` {
    var scene = SandboxScene()
    private let git = [
        "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "GIT_CONFIG_SYSTEM": "/dev/null",
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b",
        "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@d",
        "GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_DATE": "1700000000 +0000",
    ]

    init() async throws {
        scene = SandboxScene()
        let checkout = scene.profile.checkout
        let workspace = scene.profile.workspace
        // The user's: a commit, a stash, a branch. The private one: the user's objects by a path
        // that is not inside the checkout.
        try await prepare(
            """
            cd \(checkout) && git init -q -b main . && git add file && git commit -qm base
            echo changed >> file && git stash -q && git branch keep
            cd \(workspace) && rm -rf .git && git init -q -b main . &&
            ln -s \(checkout)/.git/objects ../objects &&
            echo \(scene.folder["cache"])/objects > .git/objects/info/alternates &&
            git update-ref --no-deref HEAD $(git -C \(checkout) rev-parse main) && git reset -q --hard
            """)
        scene.profile.readable = [
            .init("\(checkout)/.git/objects", at: scene.folder["cache/objects"])
        ]
    }

    private func prepare(_ script: String) async throws {
        let result = try await scene.processes.run(
            ProcessRequest(
                executable: "/bin/sh", arguments: ["-ec", script], environment: git,
                workingDirectory: scene.folder.path))
        try #require(result.succeeded, "\(String(decoding: result.standardError, as: UTF8.self))")
    }

    /// Every path below the user's checkout with its mode, time of change and bytes.
    private func everything() -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        var pending = [scene.profile.checkout]
        while let path = pending.popLast() {
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            let facts = "\(status.st_mode) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)\n"
            found[path] = Array(facts.utf8) + (ScratchFolder.read(path) ?? [])
            guard status.st_mode & S_IFMT == S_IFDIR, let stream = opendir(path) else { continue }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != "." && name != ".." { pending.append("\(path)/\(name)") }
            }
        }
        return found
    }

    @Test(arguments: [true, false])
    mutating func `leaves it byte for byte the same`(gitIsReadOnly: Bool) async throws {
        if !gitIsReadOnly { scene.profile.readOnly = [] }
        let before = everything()
        #expect(before.count > 30)
        let checkout = scene.profile.checkout
        let result = try await scene.run(
            await Bubblewrapped.sandbox.value,
            """
            exec >attack.log 2>&1
            git stash drop; git stash clear; echo x >> file; git stash
            git config user.name Mallory; git -C \(checkout) config core.hooksPath /evil
            git branch -D keep; git update-ref -d refs/heads/main; git gc --prune=now
            echo evil > \(checkout)/.git/hooks/pre-commit
            echo evil > \(checkout)/.git/refs/heads/evil
            rm -rf \(checkout)/.git; mv \(checkout)/.git \(checkout)/gone
            rm -rf \(scene.folder["cache/objects"])/*
            chmod -R 777 \(scene.folder["cache/objects"]) \(checkout); touch \(checkout)/new
            find / -xdev -name refs -path '*git*' -exec rm -rf {} +
            kill -9 -1 \(getpid())
            """)
        // `kill -9 -1` ends the attack itself at the latest.
        #expect(!result.succeeded)
        #expect(scene.folder.text("cache/w0/attack.log") != nil, "the attack ran")
        #expect(everything() == before)
        try await prepare("git -C \(checkout) fsck --strict && git -C \(checkout) stash show -p")
    }

    @Test func `is not needed to use git in a check`() async throws {
        let output = try await scene.output(
            "git log --format=%s; git status --porcelain -uno; git cat-file -t HEAD^{tree}; cat file"
        )
        #expect(output == "base\ntree\nmine\n")
    }

    @Test func `finds no stash, branch or configuration of the user's`() async throws {
        #expect(
            try await scene.output("git stash list; git branch --list; git rev-parse --git-dir")
                == "* (no branch)\n.git\n")
    }
}
