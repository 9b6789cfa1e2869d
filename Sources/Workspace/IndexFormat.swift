import Git

/// Git's index file, version 2, as `gitformat-index` describes it.
///
/// The checksum at its end is left zero, as git itself does with `index.skipHash`: hashing the index
/// of a large repository would take longer than everything else here.
enum IndexFormat {
    private static let signature = Array("DIRC".utf8)
    private static let headerBytes = 12
    private static let fixedBytes = 62
    private static let trailerBytes = ObjectID.byteCount

    static func write(_ index: WorkTreeIndex) -> [UInt8] {
        let size = index.entries.indices.reduce(headerBytes + trailerBytes) { size, position in
            size + entryBytes(pathBytes: index.pathCount(position))
        }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let file = UnsafeMutableRawBufferPointer(buffer)
            file.copyBytes(from: signature)
            put(2, in: file, at: 4)
            put(UInt32(index.count), in: file, at: 8)
            var position = headerBytes
            for number in index.entries.indices {
                write(number, of: index, to: file, at: position)
                position += entryBytes(pathBytes: index.pathCount(number))
            }
            file[position...].initializeMemory(as: UInt8.self, repeating: 0)
            count = size
        }
    }

    private static func write(
        _ number: Int, of index: WorkTreeIndex, to file: UnsafeMutableRawBufferPointer,
        at start: Int
    ) {
        let entry = index.entries[number]
        let status = entry.status
        put(status.changedSeconds, in: file, at: start)
        put(status.changedNanoseconds, in: file, at: start + 4)
        put(status.modifiedSeconds, in: file, at: start + 8)
        put(status.modifiedNanoseconds, in: file, at: start + 12)
        put(status.device, in: file, at: start + 16)
        put(status.inode, in: file, at: start + 20)
        put(entry.mode.rawValue, in: file, at: start + 24)
        put(status.user, in: file, at: start + 28)
        put(status.group, in: file, at: start + 32)
        put(status.size, in: file, at: start + 36)
        entry.blob.store(in: file, at: start + 40)
        let count = index.pathCount(number)
        let length = UInt16(min(count, 0xFFF))
        file[start + 60] = UInt8(length >> 8)
        file[start + 61] = UInt8(length & 0xFF)
        let path = start + fixedBytes
        index.path(number).withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(rebasing: file[path..<(path + count)])
                .copyMemory(from: bytes)
        }
        for byte in (path + count)..<(start + entryBytes(pathBytes: count)) { file[byte] = 0 }
    }

    /// With one to eight NUL bytes at its end, to a multiple of eight.
    private static func entryBytes(pathBytes: Int) -> Int { (fixedBytes + pathBytes) / 8 * 8 + 8 }

    /// Reads what ``write(_:)`` wrote; nil where it is damaged or was written by somebody else.
    static func read(_ file: [UInt8]) -> WorkTreeIndex? {
        guard file.count >= headerBytes + trailerBytes, file.starts(with: signature) else {
            return nil
        }
        return file.withUnsafeBytes { read($0) }
    }

    private static func read(_ file: UnsafeRawBufferPointer) -> WorkTreeIndex? {
        guard word(file, 4) == 2 else { return nil }
        let count = Int(word(file, 8))
        let end = file.count - trailerBytes
        guard count <= (end - headerBytes) / (fixedBytes + 2) else { return nil }
        var index = WorkTreeIndex()
        index.reserve(count, pathBytes: end - headerBytes - count * fixedBytes)
        var position = headerBytes
        for _ in 0..<count {
            let start = position + fixedBytes
            guard start < end else { return nil }
            var pathEnd = start
            while pathEnd < end, file[pathEnd] != 0 { pathEnd += 1 }
            guard pathEnd > start, pathEnd < end else { return nil }
            let path = UnsafeRawBufferPointer(rebasing: file[start..<pathEnd])
            let blob = RecordedID(file, at: position + 40)
            let status = FileStatus(file, at: position)
            let mode = FileMode(rawValue: word(file, position + 24))
            guard mode.isFile || mode.isSymbolicLink || mode.isSubmodule,
                index.append(path, mode: mode, blob: blob, status: status)
            else { return nil }
            position += entryBytes(pathBytes: path.count)
        }
        return position == end ? index : nil
    }

    private static func put(
        _ word: UInt32, in file: UnsafeMutableRawBufferPointer, at position: Int
    ) {
        file.storeBytes(of: word.bigEndian, toByteOffset: position, as: UInt32.self)
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
