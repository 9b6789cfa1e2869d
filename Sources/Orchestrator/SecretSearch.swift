import Editing
import Git
import RunModel

/// Looks for secrets in files before their first blob is written.
struct SecretSearch {
    private let redactor: Redactor

    init(_ redactor: Redactor) { self.redactor = redactor }

    /// The first secret that the files bring in; one that the base has already is not theirs, also
    /// where it moves from one file to another.
    func secret(
        in files: [FileChange], on base: TreeBase
    ) throws(GitError) -> CandidateRefused? {
        var known: [SecretKind: Set<[UInt8]>]?
        for file in files {
            guard let bytes = file.bytes else { continue }
            if file.kind == .create || file.kind == .rename, let kind = kind(ofName: file.path) {
                return CandidateRefused(
                    category: .secretFound, reason: FailureCategory.secretFound.rawValue,
                    message: "the name of a file would be a secret (\(kind.rawValue))",
                    nearest: nil)
            }
            let text = WideText.narrow(bytes)
            let secrets = redactor.secrets(in: text)
            let marks = Redactor.marks(in: text)
            guard !secrets.isEmpty || !marks.isEmpty else { continue }
            if !secrets.isEmpty, known == nil { known = try before(files, base) }
            let added = secrets.filter { kind, values in
                !values.isSubset(of: known?[kind] ?? [])
            }.keys.min()
            // What is applied is what was recorded, and there the secret is a mark already.
            let old = marks.isEmpty ? [:] : Redactor.marks(in: try before(file, base))
            let marked = marks.filter { $0.value > old[$0.key, default: 0] }.keys.min()
            guard let kind = added ?? marked else { continue }
            return CandidateRefused(
                category: .secretFound, reason: FailureCategory.secretFound.rawValue,
                message: "\(file.path): the edit writes a secret (\(kind.rawValue)) into the"
                    + " repository; read it from the environment instead", nearest: nil)
        }
        return nil
    }

    /// A name that was recorded is redacted already.
    private func kind(ofName path: String) -> SecretKind? {
        let bytes = Array(path.utf8)
        return redactor.redact(bytes).found.keys.min() ?? Redactor.marks(in: bytes).keys.min()
    }

    /// The secrets of all files that change, as they were.
    private func before(
        _ files: [FileChange], _ base: TreeBase
    ) throws(GitError) -> [SecretKind: Set<[UInt8]>] {
        var known: [SecretKind: Set<[UInt8]>] = [:]
        for file in files {
            let text = WideText.narrow(try before(file, base))
            known.merge(redactor.secrets(in: text)) { $0.union($1) }
        }
        return known
    }

    private func before(_ file: FileChange, _ base: TreeBase) throws(GitError) -> [UInt8] {
        let path = file.oldPath ?? file.path
        guard let entry = try base.entry(at: path), entry == .file || entry == .executable else {
            return []
        }
        return try base.bytes(at: path)
    }
}
