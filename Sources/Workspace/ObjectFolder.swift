#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

import Git

/// A folder of objects, as a check may see it.
///
/// A repository says where it borrows objects from, or links its own folder to some place: without
/// a look that would show a check whatever is there, as the user's home folder.
enum ObjectFolder {
    /// Refuses a folder that holds anything else than git keeps among objects.
    ///
    /// - Throws: ``WorkspaceError`` `.unreadable`.
    static func refuseOther(_ folder: String) throws(WorkspaceError) {
        guard let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != "..", !isKept(name) else { continue }
            throw WorkspaceError(
                .unreadable, "show the objects to a check",
                detail: "\(folder) is where the repository has objects, and it holds more than"
                    + " objects: \(name)",
                remedy: "look at .git/objects, and at what it borrows from\n"
                    + "cat .git/objects/info/alternates")
        }
    }

    /// As in `gitrepository-layout(5)`, with what is being written.
    private static func isKept(_ name: String) -> Bool {
        if ["pack", "info", "maintenance.lock"].contains(name) { return true }
        if ["tmp_", ".tmp-", "incoming-"].contains(where: name.hasPrefix) { return true }
        return name.utf8.count == 2
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }
}
