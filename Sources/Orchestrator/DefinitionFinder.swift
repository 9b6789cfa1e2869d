import Agents
import Effects
import Git
import Workspace

/// Finds what files define: with universal-ctags where it is installed, else line by line.
final class DefinitionFinder {
    private let repository: Repository
    private let world: World
    /// The program's absolute path; nil: it is not installed.
    private let program: String?
    private var cache: DefinitionCache
    /// Nil: there is no place for a cache.
    private let cachePath: String?

    /// Larger files are data or generated.
    private static let fileLimitBytes = 256 << 10
    /// Bytes of files that are read at one time; what is behind that is left to the next time.
    private static let readLimitBytes = 8 << 20
    /// The program is given up after this long.
    private static let timeLimitSeconds = 10.0

    init(repository: Repository, world: World) {
        self.repository = repository
        self.world = world
        program = Self.program(world, notIn: repository)
        let method = program == nil ? "lines" : "tags"
        cachePath = Self.cachePath(of: repository, world)
        let bytes = cachePath.flatMap { try? world.files.read($0) }
        cache =
            bytes.flatMap { DefinitionCache($0, method: method) } ?? DefinitionCache(method: method)
    }

    /// The definitions of files, those of the first files first where they are too many to be read
    /// at one time.
    func definitions(
        of files: [CataloguedFile], in source: ContextReader
    ) async throws(GitError) -> [ContentID: [Definition]] {
        var found: [ContentID: [Definition]] = [:]
        var unknown: [(id: ContentID, bytes: [UInt8], language: Language)] = []
        var left = Self.readLimitBytes
        for file in files where found[file.id] == nil {
            if let known = cache[file.id] {
                found[file.id] = known
                continue
            }
            guard let language = file.language else { continue }
            let size = try source.sizeBytes(of: file.id)
            guard size <= Self.fileLimitBytes, size <= left else { continue }
            left -= size
            let bytes = try source.bytes(of: file.id)
            found[file.id] = []
            guard !bytes.contains(0) else { continue }
            unknown.append((file.id, bytes, language))
        }
        guard !unknown.isEmpty else { return found }
        let tagged = await tags(of: unknown.filter { TagProtocol.knows($0.language) })
        for file in unknown {
            let definitions =
                tagged[file.id] ?? DefinitionScanner.definitions(in: file.bytes, file.language)
            found[file.id] = definitions
            cache.add(definitions, of: file.id)
        }
        save()
        return found
    }

    /// What the program says of files; those that it did not come to, or said nothing sensible of,
    /// are not in it.
    private func tags(
        of files: [(id: ContentID, bytes: [UInt8], language: Language)]
    ) async -> [ContentID: [Definition]] {
        guard let program, !files.isEmpty else { return [:] }
        let sources = files.map { (bytes: $0.bytes, language: $0.language) }
        let request = ProcessRequest(
            executable: program, arguments: TagProtocol.arguments, environment: ["LC_ALL": "C"],
            workingDirectory: "/", standardInput: TagProtocol.request(sources),
            timeoutSeconds: Self.timeLimitSeconds, outputLimitBytes: 4 << 20)
        // Without the program there are the lines: a fault of it is no fault of the run.
        guard let result = try? await world.processes.run(request), result.droppedBytes == 0 else {
            return [:]
        }
        let all = TagProtocol.definitions(in: result.standardOutput, of: sources)
        return Dictionary(
            zip(files, all).map { ($0.id, $1) }, uniquingKeysWith: { first, _ in first })
    }

    private func save() {
        guard let cachePath, cache.hasNews else { return }
        // A cache: where it cannot be written, it is made again.
        try? world.files.write(cachePath, cache.encoded())
        cache.markSaved()
    }

    // MARK: Places

    /// The program, found by the user's `PATH`, and never one that lies in the repository.
    private static func program(_ world: World, notIn repository: Repository) -> String? {
        let path = world.environment["PATH"] ?? ""
        for name in ["ctags-universal", "uctags", "ctags"] {
            guard let found = world.processes.find(name, path), found.hasPrefix("/") else {
                continue
            }
            let own = [repository.workTree, repository.commonDirectory].compactMap(\.self)
            if !own.contains(where: { found.hasPrefix($0 + "/") }) { return found }
        }
        return nil
    }

    private static func cachePath(of repository: Repository, _ world: World) -> String? {
        guard let cache = Workspace.cacheDirectory(environment: world.environment),
            let folder = try? Workspace.folder(of: repository, cacheDirectory: cache)
        else { return nil }
        return "\(folder)/definitions"
    }
}
