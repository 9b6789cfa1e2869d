import Governance

/// A file of a tree, by its path and the name of its contents.
package struct CataloguedFile: Hashable, Sendable {
    package var path: String
    package var id: ContentID
    package var language: Language?

    package init(path: String, id: ContentID, language: Language? = nil) {
        self.path = path
        self.id = id
        self.language = language
    }

    /// The folder that it is in; empty for the root.
    var folder: Substring { path.lastIndex(of: "/").map { path[..<$0] } ?? "" }
}

/// All files of a tree, looked up by what a text says of them.
package struct Catalogue: Sendable {
    package let root: Folder

    package init(_ root: Folder) { self.root = root }

    /// The file at a path, nil where there is none.
    package func file(at path: String) -> CataloguedFile? {
        var folder = root
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        for component in components.dropLast() {
            guard let next = folder.folders.first(where: { $0.name == component }) else {
                return nil
            }
            folder = next.folder
        }
        guard let name = components.last else { return nil }
        let hash = NameHash.of(name.utf8)
        return folder.files.first { $0.hash == hash && folder.name(of: $0) == name }.map {
            CataloguedFile(path: path, id: $0.id, language: $0.language)
        }
    }

    /// The folder at a path is there.
    func hasFolder(at path: Substring) -> Bool {
        var folder = root
        for component in path.split(separator: "/") {
            guard let next = folder.folders.first(where: { $0.name == component }) else {
                return false
            }
            folder = next.folder
        }
        return true
    }

    /// The file that a log means by a path, which may be absolute or begin in a folder of the tree.
    ///
    /// A path of a machine ends in one of the tree: the longest such end is meant. A path that is
    /// not from the root is taken for the one file that ends in it; where there are several, for
    /// none.
    package func resolve(_ path: String) -> CataloguedFile? {
        var rest = path[...]
        while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
        if let file = file(at: String(rest)) { return file }
        if rest.hasPrefix("/") {
            var components = rest.split(separator: "/")[...]
            while components.count > 1 {
                components = components.dropFirst()
                if let file = file(at: components.joined(separator: "/")) { return file }
            }
            return nil
        }
        guard let name = rest.split(separator: "/").last else { return nil }
        let found = files(named: [String(name)], limit: 64).filter {
            $0.path == rest || $0.path.hasSuffix("/\(rest)")
        }
        return found.count == 1 ? found[0] : nil
    }

    /// The files that have one of these names, whatever folder they are in.
    ///
    /// - Parameter limit: A name that more files have says nothing, and finds none of them.
    func files(named names: Set<String>, limit: Int) -> [CataloguedFile] {
        let hashes = Set(names.map { NameHash.of($0.utf8) })
        return files(with: hashes, by: \.hash, limit: limit) { names.contains($0) }
    }

    /// The files whose name without its ending is one of these words, case apart.
    func files(stemmed words: Set<String>, limit: Int) -> [CataloguedFile] {
        let hashes = Set(words.map { NameHash.ofStem($0.utf8) })
        return files(with: hashes, by: \.stem, limit: limit) { _ in true }
    }

    private func files(
        with hashes: Set<UInt64>, by key: KeyPath<Folder.File, UInt64>, limit: Int,
        where isMeant: (String) -> Bool
    ) -> [CataloguedFile] {
        guard !hashes.isEmpty else { return [] }
        let sieve = HashSieve(hashes)
        var found: [UInt64: [CataloguedFile]] = [:]
        let isName = key == \Folder.File.hash
        walk { path, folder in
            for file in folder.files {
                let hash = isName ? file.hash : file.stem
                guard sieve.mayHold(hash), hashes.contains(hash) else { continue }
                guard found[hash, default: []].count <= limit else { continue }
                let name = folder.name(of: file)
                guard isMeant(name) else { continue }
                found[hash, default: []].append(
                    CataloguedFile(
                        path: path.isEmpty ? name : "\(path)/\(name)", id: file.id,
                        language: file.language))
            }
            return true
        }
        return found.values.filter { $0.count <= limit }.flatMap(\.self).sorted {
            $0.path < $1.path
        }
    }

    /// The files that patterns match, in the order of the tree.
    ///
    /// - Parameters:
    ///   - limit: How many at most.
    ///   - lookLimit: Files that are looked at, at most.
    func files(
        matching globs: [Glob], limit: Int, lookLimit: Int = 200_000
    ) -> [CataloguedFile] {
        var found: [CataloguedFile] = []
        var looks = lookLimit
        var folders = Catalogue.folderLimit
        func visit(_ folder: Folder, _ path: String, _ walks: [GlobWalk]) {
            let coversAll = walks.contains(where: \.coversAll)
            for file in folder.files {
                guard found.count < limit, looks > 0 else { return }
                looks -= 1
                let name = folder.name(of: file)
                guard coversAll || walks.contains(where: { $0.matches(file: name) }) else {
                    continue
                }
                found.append(
                    CataloguedFile(
                        path: path.isEmpty ? name : "\(path)/\(name)", id: file.id,
                        language: file.language))
            }
            for (name, next) in folder.folders {
                guard found.count < limit, looks > 0, folders > 0 else { return }
                folders -= 1
                let inner = walks.map { $0.entering(name) }.filter { !$0.isDone }
                guard !inner.isEmpty else { continue }
                visit(next, path.isEmpty ? name : "\(path)/\(name)", inner)
            }
        }
        let walks = globs.map { GlobWalk($0) }.filter { !$0.isDone }
        if !walks.isEmpty { visit(root, "", walks) }
        return found
    }

    /// Visits the folders, each before those in it; a visit that says false is not entered further.
    ///
    /// A tree that names one folder many times, many levels deep, has no end: after
    /// ``folderLimit`` visits it is enough.
    func walk(_ visit: (String, Folder) -> Bool) {
        var left = Catalogue.folderLimit
        func go(_ folder: Folder, _ path: String) {
            guard left > 0 else { return }
            left -= 1
            guard visit(path, folder) else { return }
            for (name, next) in folder.folders where left > 0 {
                go(next, path.isEmpty ? name : "\(path)/\(name)")
            }
        }
        go(root, "")
    }

    /// Folders of a tree that are looked into.
    static let folderLimit = 100_000
}

/// A table of bits that turns away nearly every hash that is not in a small set.
private struct HashSieve {
    private var bits = [UInt64](repeating: 0, count: 1024)

    init(_ hashes: Set<UInt64>) {
        for hash in hashes { bits[Int(hash & 1023)] |= 1 << (hash >> 10 & 63) }
    }

    func mayHold(_ hash: UInt64) -> Bool { bits[Int(hash & 1023)] >> (hash >> 10 & 63) & 1 == 1 }
}
