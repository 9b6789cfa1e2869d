import Synchronization

/// The folders that the programs of a `PATH` need to run.
///
/// A program below the home folder is often a link or a shim into a tree beside it
/// (`~/.pyenv/shims`, `~/.cargo/bin`, a virtual environment's `python`), so each entry stands for
/// its installation, and links are followed to the installations they lead to.
enum Toolchains {
    private struct Question: Hashable {
        var folders: [String]
        var home: String
        var readable: [String]
    }

    /// What was found out in this process: the folders of a `PATH` hold thousands of links.
    private static let known = Mutex<[Question: [String]]>([:])

    /// The installations that `folders` of programs belong to, outside the `readable` folders.
    ///
    /// - Parameters:
    ///   - folders: Absolute folders with programs in them, as from `PATH`.
    ///   - home: The user's home folder; it is never taken as a whole, nor is a folder above it.
    ///   - readable: Folders that are visible already.
    /// - Returns: Existing absolute paths, none inside another, sorted.
    static func roots(of folders: [String], home: String, readable: [String]) -> [String] {
        let question = Question(folders: folders, home: home, readable: readable)
        if let answer = known.withLock({ $0[question] }) { return answer }
        let answer = search(folders, home: home, readable: readable)
        known.withLock { $0[question] = answer }
        return answer
    }

    private static func search(
        _ folders: [String], home: String, readable: [String]
    ) -> [String] {
        var roots: Set<String> = []
        var pending = folders.filter { $0.hasPrefix("/") }
        var seen: Set<String> = []
        while let folder = pending.popLast(), seen.count < 256 {
            guard seen.insert(folder).inserted else { continue }
            guard let resolved = FileSystemLook.resolved(folder) else { continue }
            if resolved != folder { pending.append(resolved) }
            for root in installations(of: folder, home: home) where !root.isWithin(any: readable) {
                guard FileSystemLook.kind(of: root) != .nothing else { continue }
                roots.insert(root)
            }
            pending += linkTargets(in: folder).filter { !$0.isWithin(any: readable) }
        }
        return roots.filter { root in
            !roots.contains { $0 != root && root.isWithin($0) }
        }.sorted()
    }

    /// What lies in visible installations and is nobody's business.
    static func secrets(in roots: [String], home: String) -> [String] {
        [".cargo/credentials", ".cargo/credentials.toml"]
            .map { "\(home)/\($0)" }
            .filter { $0.isWithin(any: roots) && FileSystemLook.kind(of: $0) != .nothing }
    }

    private static func installations(of folder: String, home: String) -> [String] {
        // A link into the home folder itself is no reason to show all of it.
        guard !home.isWithin(folder) else { return [] }
        guard ["bin", "sbin", "shims"].contains(folder.lastPathComponent) else { return [folder] }
        let around = folder.enclosingFolder
        if around == "\(home)/.local" { return [folder, "\(around)/lib"] }
        // Cargo's programs are one program that looks for its toolchains here.
        if around == "\(home)/.cargo" { return [around, "\(home)/.rustup"] }
        // Around `~/bin` or `/tmp/bin` is everything else too.
        let isShared = home.isWithin(around) || around.enclosingFolder == "/"
        return isShared ? [folder] : [around]
    }

    /// The folders that the links in a folder of programs lead to.
    private static func linkTargets(in folder: String) -> [String] {
        var targets: Set<String> = []
        for name in FileSystemLook.names(in: folder, limit: 4096) {
            let path = "\(folder)/\(name)"
            // A link to a neighbour leads nowhere new; where that one leads, it says itself.
            guard let next = FileSystemLook.link(at: path), next.contains("/"),
                let target = FileSystemLook.resolved(path)
            else { continue }
            targets.insert(target.enclosingFolder)
            // A chain may pass through another installation: `.venv/bin/python` ->
            // `~/.pyenv/versions/3.12/bin/python` -> `python3.12`.
            if next.hasPrefix("/") { targets.insert(next.enclosingFolder) }
        }
        return targets.sorted()
    }
}

extension String {
    /// Whether this absolute path is one of `folders` or lies below one.
    func isWithin(any folders: [String]) -> Bool { folders.contains { isWithin($0) } }
}
