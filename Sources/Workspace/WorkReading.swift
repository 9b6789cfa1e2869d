import Git

/// Reads changed files one by one, within limits.
struct WorkReading {
    let tree: WorkTree
    let limits: WorkLimits
    private var bytes = 0
    private var result = WorkDifference()

    init(tree: WorkTree, limits: WorkLimits) {
        self.tree = tree
        self.limits = limits
    }

    /// What was read, in order of the paths.
    var difference: WorkDifference {
        WorkDifference(
            files: result.files.sorted { $0.path < $1.path },
            refused: result.refused.sorted { $0.path < $1.path })
    }

    /// Takes one path in.
    ///
    /// - Parameter before: What the tree has there; nil for nothing.
    mutating func read(
        _ path: TreePath, before: (mode: FileMode, id: ObjectID, size: Int)?
    ) throws(WorkspaceError) {
        // Past the limit the names say enough.
        guard result.files.count + result.refused.count < limits.files else {
            if result.refused.last?.why != Self.tooMany(limits) {
                result.refused.append(.init(path: path, why: Self.tooMany(limits)))
            }
            return
        }
        if let why = Self.objection(to: path) {
            return result.refused.append(.init(path: path, why: why))
        }
        switch try tree.look(at: path) {
        case .nothing, .other:
            if before != nil { result.files.append(.init(path: path, content: .gone)) }
        case .link(let target):
            if let before, before.mode.isSymbolicLink, try before.id == id(of: target) { return }
            result.files.append(.init(path: path, content: .link(target)))
        case .file(let size, let isExecutable):
            try readFile(path, size: size, isExecutable: isExecutable, before: before)
        }
    }

    private mutating func readFile(
        _ path: TreePath, size: Int, isExecutable: Bool,
        before: (mode: FileMode, id: ObjectID, size: Int)?
    ) throws(WorkspaceError) {
        let limit = limits.fileBytes
        // A large file that was only touched is no change.
        guard size <= limit || size == before?.size else {
            return result.refused.append(.init(path: path, why: Self.tooLarge(size, limit)))
        }
        let found = try tree.read(path, limitBytes: max(size, limit))
        if let before, before.mode == (isExecutable ? .executable : .regular),
            try before.id == id(of: found)
        {
            return
        }
        guard found.count <= limit else {
            return result.refused.append(.init(path: path, why: Self.tooLarge(found.count, limit)))
        }
        bytes += found.count
        guard bytes <= limits.totalBytes else {
            return result.refused.append(
                .init(
                    path: path,
                    why: "all changes together are more than \(Self.megabytes(limits.totalBytes))"))
        }
        result.files.append(
            .init(path: path, content: .file(found, isExecutable: isExecutable)))
    }

    private func id(of bytes: [UInt8]) throws(WorkspaceError) -> ObjectID {
        try asking { () throws(GitError) in try ObjectID(ofBlob: bytes) }
    }

    /// Why no candidate may have this path, whatever stands there.
    private static func objection(to path: TreePath) -> String? {
        guard path.text != nil else { return "its name is not UTF-8" }
        do throws(GitError) {
            try path.check()
            return nil
        } catch {
            return error.detail
        }
    }

    private static func tooMany(_ limits: WorkLimits) -> String {
        "more than \(limits.files) files changed"
    }

    private static func tooLarge(_ size: Int, _ limit: Int) -> String {
        "\(megabytes(size)), more than \(megabytes(limit))"
    }

    private static func megabytes(_ bytes: Int) -> String {
        bytes < 1 << 20 ? "\(bytes) bytes" : "\((bytes + (1 << 20) - 1) >> 20) MB"
    }
}
