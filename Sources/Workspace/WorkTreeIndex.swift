import Git

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files that belong into the workspace, each with what the file system said when it was
/// written, in git's order of paths.
///
/// It is git's own index too (``IndexFormat``), so that a check can use git, and there is one record
/// of the truth.
struct WorkTreeIndex: Sendable {
    /// One file.
    struct Entry: Sendable {
        var mode: FileMode
        var blob: RecordedID
        var status: FileStatus
        fileprivate var pathStart: UInt32
        fileprivate var pathCount: UInt32

        var id: ObjectID { blob.id }
    }

    private(set) var entries: [Entry] = []
    /// The paths of all entries one after the other, those of former ones among them.
    private var paths: [UInt8] = []

    var count: Int { entries.count }

    /// The bytes of the path of an entry.
    func path(_ position: Int) -> ArraySlice<UInt8> {
        let entry = entries[position]
        return paths[Int(entry.pathStart)..<Int(entry.pathStart + entry.pathCount)]
    }

    /// The length of the path of an entry.
    func pathCount(_ position: Int) -> Int { Int(entries[position].pathCount) }

    func treePath(_ position: Int) -> TreePath { TreePath(bytes: path(position)) }

    /// Adds an entry behind all others.
    ///
    /// - Returns: False where the path does not come after the last one.
    mutating func append(
        _ path: UnsafeRawBufferPointer, mode: FileMode, blob: RecordedID, status: FileStatus
    ) -> Bool {
        if !entries.isEmpty, !isAfterLast(path) { return false }
        entries.append(
            Entry(
                mode: mode, blob: blob, status: status, pathStart: UInt32(paths.count),
                pathCount: UInt32(path.count)))
        paths.append(contentsOf: path)
        return true
    }

    private func isAfterLast(_ path: UnsafeRawBufferPointer) -> Bool {
        let last = self.path(entries.count - 1)
        return last.withUnsafeBytes { last in
            guard let left = last.baseAddress, let right = path.baseAddress else { return false }
            let order = memcmp(left, right, min(last.count, path.count))
            return order < 0 || order == 0 && last.count < path.count
        }
    }

    /// Records what a file is like now.
    mutating func setStatus(_ status: FileStatus, at position: Int) {
        entries[position].status = status
    }

    mutating func reserve(_ count: Int, pathBytes: Int) {
        entries.reserveCapacity(count)
        paths.reserveCapacity(pathBytes)
    }
}

// MARK: - Looking up

extension WorkTreeIndex {
    /// The position of a path, nil where it is no file of the tree.
    func position(of path: some RandomAccessCollection<UInt8>) -> Int? {
        position(of: path, within: 0..<entries.count)
    }

    /// The position of a path among the entries of a folder above it.
    func position(
        of path: some RandomAccessCollection<UInt8>, within range: Range<Int>
    ) -> Int? {
        paths.withUnsafeBufferPointer { pool in
            let found = lowerBound(of: path, in: range, pool)
            guard found < range.upperBound, Self.compare(pool, entries[found], path) == 0 else {
                return nil
            }
            return found
        }
    }

    /// The entries in a folder, at any depth.
    func range(inFolder folder: some RandomAccessCollection<UInt8>) -> Range<Int> {
        range(inFolder: folder, within: 0..<entries.count)
    }

    /// The entries in a folder, at any depth, among those of a folder above it.
    func range(
        inFolder folder: some RandomAccessCollection<UInt8>, within range: Range<Int>
    ) -> Range<Int> {
        guard !folder.isEmpty else { return range }
        // '0' follows '/' in the order of bytes.
        let first = Array(folder) + [UInt8(ascii: "/")]
        let end = Array(folder) + [UInt8(ascii: "0")]
        return paths.withUnsafeBufferPointer { pool in
            let lower = lowerBound(of: first, in: range, pool)
            return lower..<lowerBound(of: end, in: lower..<range.upperBound, pool)
        }
    }

    /// The first entry in a range whose path is not before the given one.
    private func lowerBound(
        of path: some RandomAccessCollection<UInt8>, in range: Range<Int>,
        _ pool: UnsafeBufferPointer<UInt8>
    ) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if Self.compare(pool, entries[middle], path) < 0 {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// Negative, zero or positive as the entry's path is before, at or after the other.
    private static func compare(
        _ pool: UnsafeBufferPointer<UInt8>, _ entry: Entry,
        _ path: some RandomAccessCollection<UInt8>
    ) -> Int {
        var position = Int(entry.pathStart)
        let end = position + Int(entry.pathCount)
        for byte in path {
            guard position < end else { return -1 }
            if pool[position] != byte { return pool[position] < byte ? -1 : 1 }
            position += 1
        }
        return position < end ? 1 : 0
    }
}

// MARK: - Changing

/// One path of the next tree that differs from the present one.
struct WorkTreeChange: Sendable {
    var path: TreePath
    /// What belongs there; nil for nothing.
    var new: (mode: FileMode, id: ObjectID)?
}

extension WorkTreeIndex {
    /// The index after changes, their files with an unknown status.
    ///
    /// - Parameter changes: In order of their paths, each path once.
    func applying(_ changes: [WorkTreeChange]) -> WorkTreeIndex {
        var next = WorkTreeIndex()
        // The paths stay where they are: those that no entry names go with the next reading.
        next.paths = paths
        next.reserve(
            count + changes.count,
            pathBytes: paths.count + changes.reduce(0) { $0 + $1.path.bytes.count })
        var position = 0
        for change in changes {
            let same = paths.withUnsafeBufferPointer { pool in
                lowerBound(of: change.path.bytes, in: position..<count, pool)
            }
            next.entries += entries[position..<same]
            position = same
            if position < count, path(position).elementsEqual(change.path.bytes) { position += 1 }
            guard let new = change.new else { continue }
            next.entries.append(
                Entry(
                    mode: new.mode, blob: RecordedID(new.id), status: .unknown,
                    pathStart: UInt32(next.paths.count),
                    pathCount: UInt32(change.path.bytes.count)))
            next.paths += change.path.bytes
        }
        next.entries += entries[position...]
        return next
    }
}

extension WorkTreeIndex {
    /// Verifies that what changes put into this index can be written by anybody.
    ///
    /// - Throws: ``WorkspaceError`` `.unsafeTree` for a name that a file system may misread, and
    ///   for a path that is there twice, or as a file and as a folder: a link in the place of a
    ///   folder would lead the writing elsewhere.
    func check(_ changes: [WorkTreeChange]) throws(WorkspaceError) {
        var last: TreePath?
        for change in changes {
            let path = change.path
            do throws(GitError) {
                try path.check()
            } catch {
                throw WorkspaceError(
                    .unsafeTree, error.operation, detail: error.detail, git: error)
            }
            let isTwice = last.map { !($0 < path) } ?? false
            last = path
            guard change.new != nil || isTwice else { continue }
            let isFolder = !range(inFolder: path.bytes).isEmpty
            let isBelowFile = path.ancestors.contains { position(of: $0.bytes) != nil }
            if isTwice || isFolder || isBelowFile {
                throw WorkspaceError(
                    .unsafeTree, "write \(path)", detail: "the tree holds the path twice",
                    remedy: "look at the damaged tree\ngit fsck --strict")
            }
        }
    }
}
