import Agents
import Commands
import Effects
import Git
import Orchestrator
import RunModel
import Synchronization
import TestSupport
import Testing
import Workspace

/// What models are shown, read from real objects.
struct ContextReaderTests {
    private func context(
        _ scene: RunScene, _ reader: ContextReader, goal: String = "Do it.",
        scope: Scope = Scope(), tree: ObjectID? = nil, failing: String = ""
    ) async throws -> Context {
        let id = try #require(PhaseID("one"))
        let tip = try reader.catalogue(of: try self.tree(scene))
        let request = ContextRequest(
            goal: goal, phase: Phase(id: id, goal: "", scope: scope), failing: failing)
        return try await ContextAssembly(request, from: reader).context(
            base: tip, tip: tip,
            current: try tree.map { tree throws(GitError) in try reader.catalogue(of: tree) } ?? tip
        )
    }

    private func tree(_ scene: RunScene) throws -> ObjectID {
        let repository = try scene.repository()
        return try repository.readCommit(try repository.resolve("HEAD")).tree
    }

    private func reader(_ scene: RunScene, _ world: World? = nil) throws -> ContextReader {
        ContextReader(try scene.repository(), world: world ?? scene.world)
    }

    @Test func `only regular files with a name in UTF-8 are catalogued`() async throws {
        let scene = try RunScene()
        try scene.scratch.write("src/a.py", "A = 1\n")
        try scene.scratch.git("add", ".")
        let blob = try scene.scratch.git("rev-parse", "HEAD:word.txt")
        try scene.scratch.git(
            "update-index", "--add", "--cacheinfo", "120000,\(blob),link", "--cacheinfo",
            "160000,\(blob),module", "--cacheinfo", "100755,\(blob),run.sh")
        try scene.scratch.git("commit", "--quiet", "--message", "kinds")
        let catalogue = try reader(scene).catalogue(of: try tree(scene))
        #expect(catalogue.root.fileCount == 4)
        for path in ["src/a.py", "sum.txt", "word.txt", "run.sh"] {
            #expect(catalogue.file(at: path) != nil, "\(path)")
        }
        for path in ["link", "module", "src", "src/b.py", "", "src/a.py/x"] {
            #expect(catalogue.file(at: path) == nil, "\(path)")
        }
    }

    @Test func `what git lists is catalogued, whatever the names`() async throws {
        let scene = try RunScene()
        var random = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                ["a", "b b", "ü", "x.py", "-d", "é.swift"].randomElement(using: &random) ?? ""
            }
            // A name may be a folder already, or be needed as one.
            try? scene.scratch.write(parts.joined(separator: "/") + ".t", "\(parts)")
        }
        try scene.scratch.commit("many")
        let listed = try scene.scratch.git("ls-tree", "-r", "-z", "--name-only", "HEAD").split(
            separator: "\0"
        ).map(String.init)
        let catalogue = try reader(scene).catalogue(of: try tree(scene))
        #expect(catalogue.root.fileCount == listed.count && listed.count > 50)
        for path in listed { #expect(catalogue.file(at: path)?.path == path) }
    }

    @Test func `a folder that is the same in two trees is read once`() async throws {
        let scene = try RunScene()
        for number in 0..<5 { try scene.scratch.write("d\(number)/a.py", "x = \(number)\n") }
        try scene.scratch.commit("folders")
        let reader = try reader(scene)
        let before = try reader.catalogue(of: try tree(scene))
        try scene.scratch.write("d3/a.py", "changed = 1\n")
        try scene.scratch.commit("one file")
        let after = try reader.catalogue(of: try tree(scene))
        for (old, new) in zip(before.root.folders, after.root.folders) {
            let isSame = old.folder === new.folder
            #expect(isSame == (old.name != "d3"), "\(old.name)")
        }
    }

    @Test func `a large blob is told by its size and not shown`() async throws {
        let scene = try RunScene()
        let size = 8 << 20
        try scene.scratch.write("big.py", [UInt8](repeating: UInt8(ascii: "\n"), count: size))
        try scene.scratch.commit("big")
        let reader = try reader(scene)
        let shown = try await context(
            scene, reader, goal: "Mend big.py", scope: Scope(write: ["**"]),
            failing: "big.py:1: E")
        #expect(!(shown.files + shown.ofAttempt).contains { $0.path == "big.py" })
        #expect(shown.map.contains("big.py"))
        let id = try #require(try reader.catalogue(of: try tree(scene)).file(at: "big.py")?.id)
        #expect(try reader.sizeBytes(of: id) == size)
    }

    // MARK: Definitions

    /// The world with another `ctags`, or none, and how often it was started.
    private func world(
        _ scene: RunScene, ctags: String?,
        run: (@Sendable (ProcessRequest) async throws(ProcessFailure) -> ProcessResult)? = nil
    ) -> World {
        var world = scene.world
        world.processes = Processes(
            run: run ?? world.processes.run, find: { name, _ in name == "ctags" ? ctags : nil })
        return world
    }

    private func mapped(_ scene: RunScene, _ world: World) async throws -> String {
        try scene.scratch.write("lib/tool.py", "def tool(a,\n         b):\n    x = 1\n")
        try scene.scratch.write("lib/kit.swift", "struct Kit {\n    func use() {}\n}\n")
        if try !scene.scratch.git("status", "--porcelain").isEmpty {
            try scene.scratch.commit("code")
        }
        return try await context(
            scene, try reader(scene, world), scope: Scope(write: ["sum.txt"])
        ).map
    }

    @Test(.enabled(if: Ctags.isAtHand, "universal-ctags is not installed"))
    func `universal-ctags tells definitions, in its sandbox`() async throws {
        let scene = try RunScene()
        let calls = Mutex<[ProcessRequest]>([])
        let live = scene.world.processes
        var world = scene.world
        world.processes = Processes(
            run: { request throws(ProcessFailure) in
                calls.withLock { $0.append(request) }
                return try await live.run(request)
            }, find: live.find)
        world.environment["PATH"] = "/usr/bin:/bin"
        try scene.scratch.write(
            "lib/deep.ts", "export class Deep {\n  look(at: string) {\n  }\n}\n")
        let map = try await mapped(scene, world)
        #expect(map.contains("lib/tool.py\n  def tool(a,\n"))
        #expect(map.contains("lib/kit.swift\n  struct Kit\n    func use() {}\n"))
        #expect(map.contains("lib/deep.ts\n  export class Deep\n    look(at: string)\n"))
        let call = try #require(calls.withLock { $0.first })
        #expect(call.arguments.contains("--_interactive=sandbox"))
        #expect(call.arguments.contains("--options=NONE"))
        #expect(call.environment == ["LC_ALL": "C"] && call.workingDirectory == "/")
        // The next run finds them in the cache.
        #expect(try await mapped(scene, world) == map)
        #expect(calls.withLock { $0.count } == 1)
    }

    @Test func `without ctags the lines tell definitions`() async throws {
        let scene = try RunScene()
        let map = try await mapped(scene, world(scene, ctags: nil))
        #expect(map.contains("lib/tool.py\n  def tool(a,\n"))
        #expect(map.contains("lib/kit.swift\n  struct Kit\n    func use() {}\n"))
    }

    @Test(arguments: [
        "", "garbage\n", "{\"_type\": \"program\", \"name\": \"Universal Ctags\"}\n{",
    ])
    func `a ctags that says nonsense is not believed`(output: String) async throws {
        let scene = try RunScene()
        let map = try await mapped(
            scene,
            world(scene, ctags: "/usr/bin/ctags") { _ throws(ProcessFailure) in
                ProcessResult(end: .signalled(11), standardOutput: Array(output.utf8))
            })
        #expect(map.contains("lib/tool.py\n  def tool(a,\n"))
    }

    @Test func `a ctags of the repository is not run`() async throws {
        let scene = try RunScene()
        let map = try await mapped(
            scene,
            world(scene, ctags: "\(scene.scratch.path)/bin/ctags") {
                request throws(ProcessFailure) in
                Issue.record("\(request.executable) was run")
                return ProcessResult(end: .exited(0))
            })
        #expect(map.contains("def tool"))
    }

    @Test func `a broken cache is made anew`() async throws {
        let scene = try RunScene()
        let world = world(scene, ctags: nil)
        let map = try await mapped(scene, world)
        let cache = try #require(Workspace.cacheDirectory(environment: world.environment))
        let folder = try Workspace.folder(of: try scene.repository(), cacheDirectory: cache)
        let found = "\(folder)/definitions"
        let good = try world.files.read(found)
        for bad in [[], Array("nonsense".utf8), Array(good.dropLast(3)), good + good] {
            try world.files.write(found, bad)
            #expect(try await mapped(scene, world) == map)
            #expect(try world.files.read(found) != bad)
        }
    }
}

/// The universal-ctags of this machine.
enum Ctags {
    static let isAtHand: Bool = ["/usr/bin/ctags-universal", "/usr/bin/uctags"].contains {
        Files.live.kind($0) != .nothing
    }
}
