import Git
import Governance
import RunModel

/// What an update pushes beside commits: annotated tags, one of another even, and trees and files
/// that no commit holds.
struct PushedTag {
    private let repository: Repository
    private let redactor: Redactor

    /// A tag of a tag of a tag: nobody needs more.
    private static let depthLimit = 32

    init(_ session: Session) {
        repository = session.repository
        redactor = session.redactor
    }

    /// The secrets in the ref's name, in the tags, and in what they are of where that is no commit.
    func findings(in update: PushUpdate) throws(GitError) -> [PushFinding] {
        var findings = secrets(in: Array(update.remoteRef.utf8)).map { kind in
            PushFinding(
                .secret, ref: redactor.redact(update.remoteRef).0.text,
                what: "a secret (\(kind.rawValue)) is in the name of the ref",
                fix: "revoke it, and push to another name")
        }
        guard var id = update.local.flatMap(ObjectID.init(hex:)) else { return findings }
        var kind = try repository.header(of: id)?.kind
        for _ in 0..<Self.depthLimit where kind == .tag {
            let tag = try repository.readTag(id)
            findings += secrets(in: tag.text).map { kind in
                PushFinding(
                    .secret, ref: update.remoteRef, commit: tag.id.hex,
                    what: "a secret (\(kind.rawValue)) is in the tag's message",
                    fix: "revoke it, and make the tag anew: git tag -a -f")
            }
            id = tag.target
            kind = try repository.header(of: id)?.kind
        }
        switch kind {
        case .tag:
            throw GitError(
                .tooLarge, "read tag \(id)", detail: "more than \(Self.depthLimit) tags are nested")
        case .tree:
            findings += try AddedTexts(repository).read(id, parents: [])
                .flatMap { $0.findings(redactor) }
        case .blob:
            let bytes = try repository.readBlob(id, limitBytes: AddedTexts.limitBytes)
            findings += AddedText(path: update.localRef, whole: bytes).findings(redactor)
        case .commit, nil: break
        }
        for index in findings.indices where findings[index].ref.isEmpty {
            findings[index].ref = update.remoteRef
        }
        return findings
    }

    private func secrets(in text: [UInt8]) -> [SecretKind] {
        redactor.redact(String(decoding: text, as: UTF8.self)).found.keys.sorted()
    }
}
