import Git

/// Short names for what is too long to compare or to call a folder by.
enum Digest {
    /// 40 hexadecimal digits that stand for these texts in this order.
    static func of(_ texts: [String]) throws(WorkspaceError) -> String {
        // Lengths keep ["ab", "c"] and ["a", "bc"] apart.
        let bytes = texts.flatMap { Array("\($0.utf8.count) \($0)\n".utf8) }
        return try asking { () throws(GitError) in try ObjectID(ofBlob: bytes).hex }
    }
}
