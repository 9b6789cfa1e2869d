import Commands
import Effects
import Git
import RunModel
import Testing
import TestSupport
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A repository of the user's and a cache beside it.
struct WorkspaceScene {
    let scratch: ScratchRepository
    let cache: String
    var settings = WorkspaceSettings()

    init(bare: Bool = false) throws {
        scratch = try ScratchRepository(bare: bare)
        cache = scratch.directory.path("cache/autopack")
    }

    var repository: Repository {
        get throws {
            try Repository.open(gitDirectory: scratch.path, environment: scratch.environment)
        }
    }

    /// A workspace without bubblewrap, which works on every machine.
    func plain() throws -> Workspace {
        try take(Sandbox(launcher: BuildProducts.launcher, withoutBubblewrap: "not in this test"))
    }

    /// A workspace in the sandbox of this machine.
    func sandboxed() async throws -> Workspace { try take(await Bubblewrapped.sandbox.value) }

    func take(_ sandbox: Sandbox) throws -> Workspace {
        try Workspace(
            for: repository, cacheDirectory: cache, settings: settings, sandbox: sandbox,
            processes: .live, environment: scratch.environment)
    }

    /// Commits what stands in the user's checkout.
    func commit(_ message: String = "a commit") throws -> ObjectID {
        try id(scratch.commit(message))
    }

    func id(_ hex: String) throws -> ObjectID {
        guard let id = ObjectID(hex: hex) else { throw TestFailure("no id: \(hex)") }
        return id
    }

    /// Stores a tree made of lines for `git mktree`, and a commit of it.
    func commit(tree lines: String) throws -> ObjectID {
        try commit(treeID: scratch.git("mktree", input: lines))
    }

    func commit(treeID tree: String) throws -> ObjectID {
        try id(scratch.git("commit-tree", tree, "-m", "made by hand"))
    }

    func blob(_ text: String) throws -> String {
        try scratch.git("hash-object", "-w", "--stdin", input: text)
    }

    /// What git, which reads every file anew, finds in a workspace that is not in its commit.
    func differences(_ workspace: Workspace) throws -> String {
        let index = scratch.directory.path("index-of-git")
        unlink(index)
        let variables = [
            "GIT_DIR": workspace.path + ".state/git", "GIT_WORK_TREE": workspace.path,
            "GIT_INDEX_FILE": index,
        ]
        try scratch.git("read-tree", "HEAD", environment: variables)
        return try scratch.git(
            "status", "--porcelain", "--untracked-files=all", "--ignored", environment: variables)
    }

    /// What git finds by the index that lies in the workspace.
    func status(_ workspace: Workspace) throws -> String {
        try scratch.git(
            "status", "--porcelain", "--untracked-files=all", "--ignored",
            environment: [
                "GIT_DIR": workspace.path + ".state/git", "GIT_WORK_TREE": workspace.path,
            ])
    }

    /// Every path below the user's repository with its mode, its time of change and its bytes.
    func everything() -> [String: [UInt8]] { Snapshot.of(scratch.path) }
}

/// What lies below a folder.
enum Snapshot {
    static func of(_ folder: String) -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        var pending = [folder]
        while let path = pending.popLast() {
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            let facts = "\(status.st_mode) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)\n"
            found[path] = Array(facts.utf8) + (ScratchFolder.read(path) ?? [])
            guard status.st_mode & S_IFMT == S_IFDIR, let stream = opendir(path) else { continue }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != "." && name != ".." { pending.append("\(path)/\(name)") }
            }
        }
        return found
    }

    static func inode(_ path: String) -> UInt64 {
        var status = stat()
        return lstat(path, &status) == 0 ? UInt64(status.st_ino) : 0
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }
}

/// The sandbox of this machine, probed once for all tests.
enum Bubblewrapped {
    static let sandbox = Task {
        await Sandbox.probe(
            .live, launcher: BuildProducts.launcher, path: TestEnvironment.searchPath)
    }

    static var works: Bool { get async { await sandbox.value.bubblewrap != nil } }

    /// Printed where such a test is skipped.
    static let reason: Comment = "bubblewrap does not work here"
}

extension Check {
    /// A check that runs a shell script.
    static func script(_ text: String, timeoutSeconds: Double = 600) -> Check {
        Check(name: "script", run: ["/bin/sh", "-c", text], timeoutSeconds: timeoutSeconds)
    }
}

extension CheckRun {
    var text: String { String(decoding: output, as: UTF8.self) }
}
