import Editing
import Git
import RunModel

/// Looks for secrets in files before their first blob is written.
struct SecretSearch {
    private let redactor: Redactor

    init(_ redactor: Redactor) { self.redactor = redactor }

    /// The first secret that the files bring in; one that the base has already is not theirs.
    func secret(
        in files: [FileChange], on base: TreeBase
    ) throws(GitError) -> CandidateRefused? {
        for file in files {
            guard let bytes = file.bytes else { continue }
            let found = secrets(in: bytes)
            guard !found.isEmpty else { continue }
            let old = secrets(in: try before(file, base))
            guard let kind = found.first(where: { $0.value > old[$0.key, default: 0] })?.key else {
                continue
            }
            return CandidateRefused(
                category: .secretFound, reason: FailureCategory.secretFound.rawValue,
                message: "\(file.path): the edit writes a secret (\(kind.rawValue)) into the"
                    + " repository; read it from the environment instead", nearest: nil)
        }
        return nil
    }

    private func before(_ file: FileChange, _ base: TreeBase) throws(GitError) -> [UInt8] {
        let path = file.oldPath ?? file.path
        guard let entry = try base.entry(at: path), entry == .file || entry == .executable else {
            return []
        }
        return try base.bytes(at: path)
    }

    /// What the redactor finds, and the marks it left when the reply was stored: what is applied is
    /// what was recorded, and there the secret is a mark already.
    private func secrets(in bytes: [UInt8]) -> [SecretKind: Int] {
        redactor.redact(bytes).found.merging(Redactor.marks(in: bytes), uniquingKeysWith: +)
    }
}
