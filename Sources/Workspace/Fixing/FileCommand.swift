import Git
import Governance
import RunModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Commands over files, done without a process.
///
/// A path is resolved anew for each command, and links that lead out of the workspace are refused
/// whatever stood there when the command was judged; the files themselves are reached from the
/// workspace's own folder, component by component.
struct FileCommand {
    let tree: WorkTree

    /// Why a command failed, as the program of its name would say it.
    struct Failure: Error {
        var path: String
        var reason: String
    }

    /// Runs the command.
    ///
    /// - Throws: ``Failure`` where it did not succeed; what it did before stays done.
    func run(_ command: CommandLine) throws(Failure) {
        let options = command.words.dropFirst().prefix { $0.hasPrefix("-") || $0 == "!" }
        let isForced = options.contains("-f") || options.contains("-rf")
        let paths = command.paths
        switch command.program {
        case "rm":
            let isDeep = options.contains("-r") || options.contains("-rf")
            for path in paths { try remove(path, isDeep: isDeep, isForced: isForced) }
        case "mkdir":
            for path in paths { try makeFolder(path, withParents: options.contains("-p")) }
        case "cp", "mv":
            guard let target = paths.last else { return }
            for source in paths.dropLast() {
                let place = try destination(of: source, in: target, isOneOfMany: paths.count > 2)
                command.program == "mv"
                    ? try move(source, to: place)
                    : try copy(source, to: place, isDeep: options.contains("-r"))
            }
        case "touch": for path in paths { try touch(path) }
        case "test": for path in paths { try test(path, options.map(\.self)) }
        case "ls":
            for path in paths where try look(try resolved(path)) == nil {
                throw Failure(path: path, reason: Self.text(ENOENT))
            }
        default:
            throw Failure(path: command.program, reason: "no command over files")
        }
    }

    // MARK: Commands

    private func remove(_ path: String, isDeep: Bool, isForced: Bool) throws(Failure) {
        let place = try resolved(path, followsLast: false)
        guard let found = try look(place) else {
            if isForced { return }
            throw Failure(path: path, reason: Self.text(ENOENT))
        }
        try within(place, path) { folder, name throws(Failure) in
            if found == .folder {
                guard isDeep else { throw Failure(path: path, reason: Self.text(EISDIR)) }
                do throws(WorkspaceError) { try tree.trash.take(name, in: folder) } catch {
                    throw Failure(path: path, reason: error.detail)
                }
            } else {
                try Self.check(unlinkat(folder, name, 0), path)
            }
        }
    }

    private func makeFolder(_ path: String, withParents: Bool) throws(Failure) {
        let place = try resolved(path)
        if let found = try look(place) {
            guard withParents, found == .folder else {
                throw Failure(path: path, reason: Self.text(EEXIST))
            }
            return
        }
        if withParents, let slash = place.lastIndex(of: "/") {
            try makeFolder(String(place[..<slash]), withParents: true)
        }
        try within(place, path) { folder, name throws(Failure) in
            try Self.check(mkdirat(folder, name, 0o777), path)
        }
    }

    private func touch(_ path: String) throws(Failure) {
        try within(try resolved(path), path) { folder, name throws(Failure) in
            let flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
            let file = openat(folder, name, flags, 0o666)
            if file < 0, errno == EISDIR {
                return try Self.check(utimensat(folder, name, nil, AT_SYMLINK_NOFOLLOW), path)
            }
            try Self.check(file, path)
            defer { close(file) }
            try Self.check(futimens(file, nil), path)
        }
    }

    private func move(_ source: String, to target: String) throws(Failure) {
        let from = try resolved(source, followsLast: false)
        guard let found = try look(from) else {
            throw Failure(path: source, reason: Self.text(ENOENT))
        }
        try refuse(moving: from, into: target, found, source)
        try within(from, source) { folder, name throws(Failure) in
            try within(target, target) { there, new throws(Failure) in
                try Self.check(renameat(folder, name, there, new), source)
            }
        }
    }

    private func copy(_ source: String, to target: String, isDeep: Bool) throws(Failure) {
        let from = try resolved(source, followsLast: !isDeep)
        guard let found = try look(from) else {
            throw Failure(path: source, reason: Self.text(ENOENT))
        }
        guard isDeep || found == .file else {
            throw Failure(path: source, reason: "it is no file")
        }
        try refuse(moving: from, into: target, found, source)
        var copy = FolderCopy(limitBytes: Self.copyLimitBytes, refusesRepositories: true)
        try within(from, source) { folder, name throws(Failure) in
            try within(target, target) { there, new throws(Failure) in
                do throws(WorkspaceError) {
                    try copy.copy(name, of: folder, to: new, in: there)
                } catch {
                    throw Failure(path: source, reason: error.detail)
                }
            }
        }
    }

    /// More than a fix could have to copy, and less than fills a disk.
    private static let copyLimitBytes = 256 << 20

    private func test(_ path: String, _ options: [String]) throws(Failure) {
        let place = try resolved(path)
        let found = try look(place)
        let holds: Bool
        switch options.last {
        case "-f": holds = found == .file
        case "-d": holds = found == .folder
        case "-s":
            holds = found != nil && (DiskFile.status("\(tree.path)/\(place)")?.st_size ?? 0) > 0
        default: holds = found != nil
        }
        guard holds != options.contains("!") else {
            throw Failure(path: path, reason: "the test does not hold")
        }
    }

    // MARK: Places

    /// Where a file goes: into a folder that is there, under its own name.
    private func destination(
        of source: String, in target: String, isOneOfMany: Bool
    ) throws(Failure) -> String {
        let place = try resolved(target)
        if try look(place) == .folder {
            let name = source.split(separator: "/").last ?? ""
            return try resolved("\(place)/\(name)", followsLast: false)
        }
        if isOneOfMany { throw Failure(path: target, reason: Self.text(ENOTDIR)) }
        return place
    }

    /// A folder has no place in itself, and takes none of what it does not replace.
    private func refuse(
        moving from: String, into target: String, _ found: CommandFacts.Entry, _ source: String
    ) throws(Failure) {
        guard "\(target)/".hasPrefix("\(from)/") == false else {
            throw Failure(path: source, reason: "it would go into itself")
        }
        let there = try look(target)
        if there == .folder || found == .folder && there != nil {
            throw Failure(path: target, reason: Self.text(EEXIST))
        }
    }

    /// The path without links.
    private func resolved(_ path: String, followsLast: Bool = true) throws(Failure) -> String {
        let folder = tree.path
        let resolution = LinkResolution { CommandFacts.Entry.look(at: $0, in: folder) }
        switch resolution.resolve(path, followsLast: followsLast) {
        case .inside(let place) where !place.isEmpty: return place
        case .inside: throw Failure(path: path, reason: "it is the workspace itself")
        case .outside, .endless: throw Failure(path: path, reason: "it leads out of the workspace")
        }
    }

    private func look(_ place: String) throws(Failure) -> CommandFacts.Entry? {
        CommandFacts.Entry.look(at: place, in: tree.path)
    }

    /// Does something with the open folder of a path and the name in it; no link is followed.
    private func within(
        _ place: String, _ path: String, _ body: (Int32, [CChar]) throws(Failure) -> Void
    ) throws(Failure) {
        let bytes = Array(place.utf8)
        guard let folder = tree.openExisting(folderOf: bytes) else {
            throw Failure(path: path, reason: Self.text(errno))
        }
        defer { if folder != tree.root { close(folder) } }
        try body(folder, terminated(WorkTree.lastName(of: bytes)))
    }

    private static func check(_ status: Int32, _ path: String) throws(Failure) {
        guard status < 0 else { return }
        throw Failure(path: path, reason: text(errno))
    }

    private static func text(_ reason: Int32) -> String { String(cString: strerror(reason)) }
}
