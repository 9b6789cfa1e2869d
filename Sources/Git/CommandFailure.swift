import Effects

/// Reads git's complaint.
struct CommandFailure {
    let error: GitError

    init(_ result: ProcessResult, operation: String, patience: Patience) {
        let text = String(decoding: result.standardError, as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        let complaint =
            lines.first { $0.hasPrefix("fatal: ") || $0.hasPrefix("error: ") } ?? lines.first
        var detail = complaint ?? Self.ending(result.end)
        for prefix in ["fatal: ", "error: "] where detail.hasPrefix(prefix) {
            detail = String(detail.dropFirst(prefix.count))
        }
        if let path = Self.lock(in: text) {
            let now = Int(patience.nowMilliseconds() / 1000)
            let age = FileSystem.status(path).map { max(0, now - FileSystem.modified($0)) }
            error = GitError(
                .locked, operation,
                detail: "the lock file \(path) "
                    + (age.map { "is there since \($0) s" } ?? "was there"),
                remedy: "if no git process runs in the repository, remove it\nrm '\(path)'",
                lockFile: GitError.LockFile(path: path, ageSeconds: age))
            return
        }
        error = GitError(Self.code(text), operation, detail: detail)
    }

    private static func ending(_ end: ProcessEnd) -> String {
        switch end {
        case .exited(let status): "git ended with status \(status) and said nothing"
        case .signalled(let signal): "git was ended by signal \(signal)"
        case .timedOut: "git took too long"
        }
    }

    private static func code(_ text: String) -> GitError.Code {
        let meanings: [(GitError.Code, [String])] = [
            (.noSpace, ["No space left on device", "Disk quota exceeded"]),
            (.permission, ["Permission denied", "Read-only file system"]),
            (.nameTaken, ["exists; cannot create", "; cannot create"]),
            (
                .conflict,
                [
                    "but expected", "reference already exists", "unable to resolve reference",
                    "reference is missing",
                ]
            ),
            (.overlap, ["would be overwritten", "not uptodate", "would lose untracked"]),
            (.corrupt, ["corrupt", "bad object", "missing blob", "missing tree"]),
            (.noIdentity, ["empty ident name", "unable to auto-detect email"]),
        ]
        return meanings.first { $0.1.contains(where: text.contains) }?.0 ?? .failed
    }

    /// The path in `Unable to create '…/x.lock': File exists`.
    private static func lock(in text: String) -> String? {
        guard let start = text.firstRange(of: "nable to create '"),
            let end = text[start.upperBound...].firstRange(of: "': File exists")
        else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }
}
