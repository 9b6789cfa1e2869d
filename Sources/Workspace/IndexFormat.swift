import Git

/// Git's index file, version 2, as `gitformat-index` describes it.
///
/// The checksum at its end is left zero, as git itself does with `index.skipHash`: hashing the index
/// of a large repository would take longer than everything else here.
enum IndexFormat {
    private static let signature = Array("DIRC".utf8)
    private static let fixedBytes = 62
    private static let trailerBytes = ObjectID.byteCount

    static func write(_ index: WorkTreeIndex) -> [UInt8] {
        var file: [UInt8] = []
        file.reserveCapacity(12 + index.count * 110 + trailerBytes)
        file += signature
        put(2, into: &file)
        put(UInt32(index.count), into: &file)
        for (position, entry) in index.entries.enumerated() {
            let path = index.path(position)
            let status = entry.status
            for word in [
                status.changedSeconds, status.changedNanoseconds, status.modifiedSeconds,
                status.modifiedNanoseconds, status.device, status.inode, entry.mode.rawValue,
                status.user, status.group, status.size,
            ] { put(word, into: &file) }
            file += entry.id.bytes
            let length = UInt16(min(path.count, 0xFFF))
            file.append(UInt8(length >> 8))
            file.append(UInt8(length & 0xFF))
            file += path
            // One to eight NUL bytes, to a multiple of eight.
            let padding = 8 - (fixedBytes + path.count) % 8
            for _ in 0..<padding { file.append(0) }
        }
        for _ in 0..<trailerBytes { file.append(0) }
        return file
    }

    /// Reads what ``write(_:)`` wrote; nil where it is damaged or was written by somebody else.
    static func read(_ file: [UInt8]) -> WorkTreeIndex? {
        guard file.count >= 12 + trailerBytes, file.starts(with: signature) else { return nil }
        return file.withUnsafeBytes { read($0) }
    }

    private static func read(_ file: UnsafeRawBufferPointer) -> WorkTreeIndex? {
        guard word(file, 4) == 2 else { return nil }
        let count = Int(word(file, 8))
        let end = file.count - trailerBytes
        guard count <= (end - 12) / (fixedBytes + 2) else { return nil }
        var index = WorkTreeIndex()
        index.reserve(count, pathBytes: end - 12 - count * fixedBytes)
        var position = 12
        for _ in 0..<count {
            let start = position + fixedBytes
            guard start < end, let id = ObjectID(bytes: file[(position + 40)..<(position + 60)])
            else { return nil }
            var pathEnd = start
            while pathEnd < end, file[pathEnd] != 0 { pathEnd += 1 }
            guard pathEnd > start, pathEnd < end else { return nil }
            let status = FileStatus(file, at: position)
            let mode = FileMode(rawValue: word(file, position + 24))
            guard mode.isFile || mode.isSymbolicLink || mode.isSubmodule,
                index.append(file[start..<pathEnd], mode: mode, id: id, status: status)
            else { return nil }
            position = start + (pathEnd - start) + 8 - (fixedBytes + pathEnd - start) % 8
        }
        return position == end ? index : nil
    }

    private static func put(_ word: UInt32, into file: inout [UInt8]) {
        file.append(UInt8(truncatingIfNeeded: word >> 24))
        file.append(UInt8(truncatingIfNeeded: word >> 16))
        file.append(UInt8(truncatingIfNeeded: word >> 8))
        file.append(UInt8(truncatingIfNeeded: word))
    }

    fileprivate static func word(_ file: UnsafeRawBufferPointer, _ position: Int) -> UInt32 {
        UInt32(bigEndian: file.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }
}

extension FileStatus {
    fileprivate init(_ file: UnsafeRawBufferPointer, at position: Int) {
        func word(_ number: Int) -> UInt32 { IndexFormat.word(file, position + 4 * number) }
        changedSeconds = word(0)
        changedNanoseconds = word(1)
        modifiedSeconds = word(2)
        modifiedNanoseconds = word(3)
        device = word(4)
        inode = word(5)
        user = word(7)
        group = word(8)
        size = word(9)
    }
}
