import Agents
import Editing
import Git
import RunModel

/// Turns a fixer's JSON changes into files (`cli.md`, What the models answer).
enum FixerChanges {
    enum Outcome {
        case applied([FileChange], [AppliedHunk])
        case refused(CandidateRefused)
    }

    /// All changes or none.
    static func apply<Base: EditBase>(
        _ changes: [FixerChange], to base: Base
    ) throws(Base.Failure) -> Outcome {
        var edits: [Edit] = []
        var files: [FileChange] = []
        for change in changes {
            switch try one(change, base) {
            case .edit(let edit): edits.append(edit)
            case .file(let file): files.append(file)
            case .refused(let refused): return .refused(refused)
            }
        }
        guard !edits.isEmpty else { return .applied(files, []) }
        switch try EditApplier.apply(Edits(edits), to: base) {
        case .applied(let applied):
            let paths = Set(applied.files.map(\.path))
            guard files.allSatisfy({ !paths.contains($0.path) }) else {
                return .refused(
                    CandidateRefused(
                        category: .ambiguous, reason: "overlap",
                        message: "a file is changed in part and as a whole", nearest: nil))
            }
            return .applied(applied.files + files, applied.hunks.map(AppliedHunk.init))
        case .refused(let refusal): return .refused(CandidateRefused(refusal))
        case .noEdits: return .applied(files, [])
        }
    }

    private enum One {
        case edit(Edit)
        case file(FileChange)
        case refused(CandidateRefused)
    }

    private static func one<Base: EditBase>(
        _ change: FixerChange, _ base: Base
    ) throws(Base.Failure) -> One {
        let path: String
        do throws(PathRules.Violation) {
            path = try PathRules.normalised(change.file)
        } catch {
            return .refused(refused(.pathDenied, "path", "\(change.file): \(error.reason)"))
        }
        let entry = try base.entry(at: path)
        switch (change.action, change.search, change.code) {
        case (.delete, _, _):
            guard entry != nil else { return .refused(missing(path)) }
            return .file(FileChange(path: path, kind: .delete, bytes: nil))
        case (.modify, let search?, let code?):
            return .edit(replacing(search, with: code, in: path))
        case (_, _, let code?):
            return try whole(path, code, entry, base)
        case (_, _, nil):
            return .refused(refused(.replyMalformed, "malformed", "\(path): 'code' is missing"))
        }
    }

    /// A whole file takes the place of one only where it keeps at least 40 % of its lines.
    private static func whole<Base: EditBase>(
        _ path: String, _ code: String, _ entry: EditBaseEntry?, _ base: Base
    ) throws(Base.Failure) -> One {
        let text = Array((code.hasSuffix("\n") ? code : code + "\n").utf8)
        guard let entry else { return .file(FileChange(path: path, kind: .create, bytes: text)) }
        guard entry == .file || entry == .executable else {
            return .refused(refused(.pathDenied, "path", "\(path) is no regular file"))
        }
        let old = try base.bytes(at: path).split(separator: 0x0a)
        let new = Set(text.split(separator: 0x0a))
        let kept = old.count { new.contains($0) }
        guard kept * 10 >= old.count * 4 else {
            return .refused(
                refused(
                    .notFound, "needs_search",
                    "\(path): 'code' without 'search' would replace the whole file and keeps \(kept)"
                        + " of its \(old.count) lines; say what it replaces in 'search'"))
        }
        return .file(
            FileChange(
                path: path, kind: .modify, bytes: text, isExecutable: entry == .executable))
    }

    private static func replacing(_ search: String, with code: String, in path: String) -> Edit {
        let before = lines(of: search).map { Hunk.Line.remove($0) }
        let after = lines(of: code).map { Hunk.Line.add($0) }
        return Edit(
            path: path,
            action: .change([Hunk(lines: before + after, allowsPartOfLine: true)]),
            format: .structured)
    }

    private static func lines(of text: String) -> [[UInt8]] {
        var lines = Array(text.utf8).split(
            separator: 0x0a, omittingEmptySubsequences: false
        ).map { line in Array(line.last == 0x0d ? line.dropLast() : line) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func missing(_ path: String) -> CandidateRefused {
        refused(.notFound, "not-found", "\(path): there is no such file")
    }

    private static func refused(
        _ category: FailureCategory, _ reason: String, _ message: String
    ) -> CandidateRefused {
        CandidateRefused(category: category, reason: reason, message: message, nearest: nil)
    }
}

extension FixerChange {
    /// A secret was taken out of it when it was recorded.
    var hasMark: Bool {
        [search, code].contains {
            $0.map { Redactor.firstMark(in: Array($0.utf8)[...]) != nil } ?? false
        }
    }
}
