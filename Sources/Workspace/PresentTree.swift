import Git

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The record of which tree the index on disk holds.
///
/// Bound to that very file: after a kill between the two writes nothing is known, rather than
/// something wrong.
enum PresentTree {
    static func read(from place: WorkspacePlace) -> ObjectID? {
        guard let lines = DiskFile.text(place.presentFile)?.split(separator: "\n"),
            lines.count == 2, let binding = binding(place), lines[1] == binding
        else { return nil }
        return ObjectID(hex: lines[0])
    }

    static func write(_ tree: ObjectID, to place: WorkspacePlace) throws(WorkspaceError) {
        try DiskFile.write("\(tree)\n\(binding(place) ?? "")\n", to: place.presentFile)
    }

    private static func binding(_ place: WorkspacePlace) -> String? {
        guard let status = DiskFile.status(place.indexFile) else { return nil }
        let file = FileStatus(status)
        return "\(file.inode) \(file.size) \(file.modifiedSeconds).\(file.modifiedNanoseconds)"
    }
}
