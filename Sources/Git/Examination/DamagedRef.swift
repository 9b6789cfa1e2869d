/// A loose ref whose file holds no object's name, as after a power failure.
package struct DamagedRef: Sendable, Hashable {
    /// As in `refs/heads/main`.
    package var name: String
    /// The file; absolute.
    package var path: String
    /// The file has no bytes at all; else they are no name of an object.
    package var isEmpty: Bool
    /// The last commit that its reflog names, where that is stored.
    package var recorded: ObjectID?
    /// What `packed-refs` says the ref names; it counts once the file is gone.
    package var packed: ObjectID?

    package init(
        name: String, path: String, isEmpty: Bool, recorded: ObjectID? = nil,
        packed: ObjectID? = nil
    ) {
        self.name = name
        self.path = path
        self.isEmpty = isEmpty
        self.recorded = recorded
        self.packed = packed
    }

    /// A ref that only this program writes.
    package var isOurs: Bool {
        ["refs/autopack/", "refs/heads/autopack/", "refs/notes/autopack"].contains {
            name.hasPrefix($0)
        }
    }
}

/// A `HEAD` that git cannot read, so that it takes the repository for none.
package struct DamagedHead: Sendable, Hashable {
    /// What stands in it, at most 60 bytes; empty for a link, whose target is nobody's business.
    package var content: String
    /// The file is a symbolic link.
    package var isLink = false
    /// The branch that it named last, by its reflog, or the only one there is.
    package var branch: RefName?

    package init(content: String, branch: RefName?) {
        self.content = content
        self.branch = branch
    }
}

/// What the files of refs say, without asking git, which gives up at the first that is damaged.
package struct RefExamination: Sendable, Hashable {
    package var damaged: [DamagedRef] = []
    /// Nil where `HEAD` can be read.
    package var head: DamagedHead?
    /// The numbers of lines of `packed-refs` that git cannot read.
    package var packedLines: [Int] = []
    /// The refs in all, loose and packed.
    package var count = 0

    /// Reads the files of refs.
    ///
    /// - Parameter isStored: Whether a commit of that name is stored.
    package init(_ location: RepositoryLocation, isStored: (ObjectID) -> Bool) {
        let packed = PackedRefs(
            FileSystem.bytes(of: "\(location.commonDirectory)/packed-refs", limitBytes: 1 << 30))
        packedLines = packed.illegible
        var names = Set(packed.names.keys)
        var folders = ["\(location.commonDirectory)/refs"]
        if location.isLinkedWorktree { folders.append("\(location.gitDirectory)/refs") }
        for file in folders.flatMap({ FileSystem.files(below: $0) })
        where file.isFile && !file.name.hasSuffix(".lock") {
            let start =
                file.path.hasPrefix("\(location.gitDirectory)/refs/")
                ? location.gitDirectory : location.commonDirectory
            let name = String(file.path.dropFirst(start.utf8.count + 1))
            guard RefName(name) != nil else { continue }
            names.insert(name)
            guard !Self.isLegible(file) else { continue }
            let recorded = Self.lastRecorded("\(start)/logs/\(name)")
            damaged.append(
                DamagedRef(
                    name: name, path: file.path, isEmpty: file.isEmpty,
                    recorded: recorded.flatMap { isStored($0) ? $0 : nil },
                    packed: packed.names[name]))
        }
        count = names.count
        head = Self.damagedHead(location, branches: names.filter { $0.hasPrefix("refs/heads/") })
    }

    /// The file names an object, or another ref.
    private static func isLegible(_ file: FolderEntry) -> Bool {
        guard let bytes = FileSystem.bytes(of: file.path, limitBytes: 4096) else { return true }
        if bytes.starts(with: "ref: refs/".utf8) { return true }
        let name = bytes.prefix { !isBlank($0) }
        // Zeros are git's word for no object.
        return (name.count == 40 || name.count == 64) && Hexadecimal.areDigits(name)
            && name.contains { $0 != UInt8(ascii: "0") }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        [0x20, 0x09, 0x0a, 0x0d].contains(byte)
    }

    /// The new value in the last line of a reflog.
    private static func lastRecorded(_ log: String) -> ObjectID? {
        let lines = (FileSystem.bytes(of: log, limitBytes: 1 << 22) ?? [])
            .split(separator: UInt8(ascii: "\n"))
        return lines.last.flatMap { line in
            let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
            return fields.count > 1
                ? ObjectID(hex: String(decoding: fields[1], as: UTF8.self)) : nil
        }
    }

    private static func damagedHead(
        _ location: RepositoryLocation, branches: Set<String>
    ) -> DamagedHead? {
        guard !location.isHeadLegible else { return nil }
        let file = "\(location.gitDirectory)/HEAD"
        let isLink = FileSystem.target(of: file) != nil
        let line = isLink ? "" : FileSystem.line(of: file) ?? ""
        var head = DamagedHead(
            content: String(line.prefix(60)), branch: lastBranch(location, branches))
        head.isLink = isLink
        return head
    }

    /// Where the last `checkout: moving from a to b` went, or the only branch.
    private static func lastBranch(
        _ location: RepositoryLocation, _ branches: Set<String>
    ) -> RefName? {
        let log = FileSystem.bytes(of: "\(location.gitDirectory)/logs/HEAD", limitBytes: 1 << 22)
        for line in (log ?? []).split(separator: UInt8(ascii: "\n")).reversed() {
            let text = String(decoding: line, as: UTF8.self)
            guard let message = text.split(separator: "\t", maxSplits: 1).dropFirst().first,
                message.hasPrefix("checkout: moving from "),
                let target = message.split(separator: " ").last
            else { continue }
            let name = "refs/heads/\(target)"
            return branches.contains(name) ? RefName(name) : nil
        }
        let own = branches.filter { !$0.hasPrefix("refs/heads/autopack/") }
        if own.count == 1 { return own.first.flatMap { RefName($0) } }
        return ["refs/heads/main", "refs/heads/master"].first(where: own.contains)
            .flatMap { RefName($0) }
    }
}

extension RepositoryLocation {
    /// `HEAD` names a ref or an object; where not, git takes the repository for none.
    package var isHeadLegible: Bool {
        let path = "\(gitDirectory)/HEAD"
        // An old way: a link to the branch's file.
        if FileSystem.target(of: path)?.hasPrefix("refs/") == true { return true }
        let line = FileSystem.line(of: path) ?? ""
        if line.hasPrefix("ref:") {
            return line.dropFirst(4).drop { $0 == " " || $0 == "\t" }.hasPrefix("refs/")
        }
        let digits = line.utf8.prefix { ![0x20, 0x09, 0x0d].contains($0) }
        return (digits.count == 40 || digits.count == 64) && Hexadecimal.areDigits(digits)
    }
}

extension RepositoryLocation {
    /// The refs whose name begins so, read from their files; those that cannot be read are left
    /// out.
    package func legibleRefs(prefix: String) -> [(name: RefName, id: ObjectID)] {
        let packed = PackedRefs(
            FileSystem.bytes(of: "\(commonDirectory)/packed-refs", limitBytes: 1 << 30))
        var found = packed.names
        for file in FileSystem.files(below: "\(commonDirectory)/refs") where file.isFile {
            guard let id = FileSystem.line(of: file.path).flatMap({ ObjectID(hex: $0) }) else {
                continue
            }
            found[name(of: file.path)] = id
        }
        return found.filter { $0.key.hasPrefix(prefix) }
            .compactMap { name, id in RefName(name).map { ($0, id) } }
            .sorted { $0.name < $1.name }
    }

    /// Moves a ref by its file, under its lock, for when neither git nor libgit2 moves any.
    ///
    /// - Throws: ``GitError`` `.conflict` where the file does not say `old`.
    package func moveLoose(
        _ name: RefName, from old: ObjectID?, to new: ObjectID
    ) throws(GitError) {
        let path = "\(commonDirectory)/\(name)"
        let lock = Array("\(path).lock".utf8)
        try DiskEntry.create(lock)
        defer { try? DiskEntry.remove(lock) }
        guard FileSystem.line(of: path).flatMap({ ObjectID(hex: $0) }) == old else {
            throw GitError(.conflict, "move \(name)", detail: "it names something else")
        }
        try DiskEntry(kind: .file, permissions: 0o644)
            .put(Array("\(new)\n".utf8), at: Array(path.utf8))
    }
}

/// The lines of `packed-refs`.
package struct PackedRefs {
    /// What each ref names.
    private(set) var names: [String: ObjectID] = [:]
    /// The numbers of lines that git would refuse.
    private(set) var illegible: [Int] = []
    /// The file without those lines.
    package private(set) var legible: [UInt8] = []

    /// - Parameter bytes: The file; nil where there is none.
    package init(_ bytes: [UInt8]?) {
        let lines = (bytes ?? []).split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            // Behind the last line's end.
            if line.isEmpty, number == lines.count - 1 { continue }
            guard isLegible(line) else {
                illegible.append(number + 1)
                continue
            }
            legible += line + [UInt8(ascii: "\n")]
        }
    }

    private mutating func isLegible(_ line: ArraySlice<UInt8>) -> Bool {
        if line.first == UInt8(ascii: "#") { return true }
        if line.first == UInt8(ascii: "^") { return Self.isID(line.dropFirst()) }
        guard let blank = line.firstIndex(of: UInt8(ascii: " ")), Self.isID(line[..<blank]) else {
            return false
        }
        let name = String(decoding: line[(blank + 1)...], as: UTF8.self)
        guard name.hasPrefix("refs/") else { return false }
        names[name] = ObjectID(hex: String(decoding: line[..<blank], as: UTF8.self))
        return true
    }

    private static func isID(_ digits: ArraySlice<UInt8>) -> Bool {
        (digits.count == 40 || digits.count == 64) && Hexadecimal.areDigits(digits)
    }
}
