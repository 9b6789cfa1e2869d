/// One entry of a tree.
package struct TreeEntry: Sendable, Hashable {
    /// One component, in the repository's bytes.
    package var name: [UInt8]
    package var mode: FileMode
    package var id: ObjectID

    package init(name: [UInt8], mode: FileMode, id: ObjectID) {
        self.name = name
        self.mode = mode
        self.id = id
    }
}

/// The stored form of a tree: `<octal mode> <name>\0<20 bytes>` for each entry, in git's order.
package enum TreeFormat {
    /// Reads all entries.
    ///
    /// - Throws: ``GitError`` `.corrupt`.
    package static func read(_ bytes: [UInt8], of tree: ObjectID) throws(GitError) -> [TreeEntry] {
        var entries: [TreeEntry] = []
        var position = 0
        while position < bytes.count {
            guard let entry = next(bytes, &position) else {
                throw GitError(.corrupt, "read tree \(tree)", detail: "an entry is malformed")
            }
            entries.append(entry)
        }
        return entries
    }

    /// The entry of that name, without making the others; nil where there is none.
    ///
    /// - Throws: ``GitError`` `.corrupt` for a malformed entry before it.
    package static func find(
        _ name: some Collection<UInt8>, in bytes: [UInt8], of tree: ObjectID
    ) throws(GitError) -> TreeEntry? {
        var position = 0
        while position < bytes.count {
            guard let bounds = bounds(bytes, position) else {
                throw GitError(.corrupt, "read tree \(tree)", detail: "an entry is malformed")
            }
            if bytes[bounds.name].elementsEqual(name) { return next(bytes, &position) }
            position = bounds.end
        }
        return nil
    }

    /// Writes entries, which have to be in git's order.
    package static func write(_ entries: [TreeEntry]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * 40)
        for entry in entries {
            bytes.append(contentsOf: String(entry.mode.rawValue, radix: 8).utf8)
            bytes.append(UInt8(ascii: " "))
            bytes.append(contentsOf: entry.name)
            bytes.append(0)
            bytes.append(contentsOf: entry.id.bytes)
        }
        return bytes
    }

    /// Git's order: by bytes, a folder as though its name ended in a slash.
    static func precedes(_ left: TreeEntry, _ right: TreeEntry) -> Bool {
        let common = min(left.name.count, right.name.count)
        for index in 0..<common where left.name[index] != right.name[index] {
            return left.name[index] < right.name[index]
        }
        return following(left, common) < following(right, common)
    }

    private static func following(_ entry: TreeEntry, _ index: Int) -> UInt8 {
        guard index == entry.name.count else { return entry.name[index] }
        return entry.mode.isTree ? UInt8(ascii: "/") : 0
    }

    /// Calls for each entry, with slices of the stored bytes.
    static func visit(
        _ bytes: [UInt8], of tree: ObjectID,
        _ body: (ArraySlice<UInt8>, FileMode, ArraySlice<UInt8>) -> Void
    ) throws(GitError) {
        var position = 0
        while position < bytes.count {
            guard let bounds = bounds(bytes, position), let mode = mode(bytes, position, bounds)
            else {
                throw GitError(.corrupt, "read tree \(tree)", detail: "an entry is malformed")
            }
            body(bytes[bounds.name], mode, bytes[(bounds.name.upperBound + 1)..<bounds.end])
            position = bounds.end
        }
    }

    private static func mode(
        _ bytes: [UInt8], _ position: Int, _ bounds: (name: Range<Int>, end: Int)
    ) -> FileMode? {
        var mode: UInt32 = 0
        for digit in bytes[position..<(bounds.name.lowerBound - 1)] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
            mode = mode << 3 | UInt32(digit - UInt8(ascii: "0"))
        }
        return FileMode(rawValue: mode)
    }

    private static func next(_ bytes: [UInt8], _ position: inout Int) -> TreeEntry? {
        guard let bounds = bounds(bytes, position), let mode = mode(bytes, position, bounds) else {
            return nil
        }
        guard let id = ObjectID(bytes: bytes[(bounds.name.upperBound + 1)..<bounds.end]) else {
            return nil
        }
        position = bounds.end
        return TreeEntry(
            name: Array(bytes[bounds.name]), mode: mode, id: id)
    }

    private static func bounds(
        _ bytes: [UInt8], _ start: Int
    ) -> (name: Range<Int>, end: Int)? {
        var index = start
        while index < bytes.count, bytes[index] != UInt8(ascii: " ") { index += 1 }
        // Seven octal digits are more than any mode has.
        guard index > start, index - start <= 7 else { return nil }
        let name = index + 1
        index = name
        while index < bytes.count, bytes[index] != 0 { index += 1 }
        let end = index + 1 + ObjectID.byteCount
        guard index > name, end <= bytes.count else { return nil }
        return (name..<index, end)
    }
}
