import Editing
import Foundation
import Testing

/// Runs the development corpus, where it is there.
@Suite struct CorpusTests {
    @Test func `the development corpus is applied, and nothing is applied wrongly`() throws {
        guard let folder = Corpus.folder else {
            print("skipped: no fixtures/edits beside the package or in AUTOPACK_SHARED")
            return
        }
        var correct = 0
        var wrong: [String] = []
        var missed: [String] = []
        var reasons = 0
        let cases = try Corpus.cases(in: folder)
        for example in cases {
            let outcome = EditApplier.apply(reply: Array(example.reply.utf8), to: example.base)
            let verdict = example.judge(outcome)
            switch verdict {
            case .correct: correct += 1
            case .wronglyApplied: wrong.append(example.name)
            case .missed(let got): missed.append("\(example.name) \(got)")
            }
            if case .refused(let refusal) = outcome, example.reason != nil,
                refusal.reason.rawValue != example.reason
            {
                reasons += 1
            }
        }
        if let path = ProcessInfo.processInfo.environment["AUTOPACK_EDIT_FAILURES"] {
            let text = (wrong.map { "WRONG \($0)" } + missed).joined(separator: "\n") + "\n"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        print(
            "edits: correct \(correct)/\(cases.count), wrongly applied \(wrong.count), "
                + "other reason \(reasons)")
        #expect(wrong.isEmpty, "wrongly applied: \(wrong)")
        #expect(cases.count > 1000)
        #expect(Double(correct) >= 0.99 * Double(cases.count), "not as expected: \(missed)")
    }
}

/// The corpus on disk.
enum Corpus {
    /// The folder beside the package, or in the folder that `AUTOPACK_SHARED` names.
    static var folder: URL? {
        let package = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        var shared = [package.appending(path: "../shared")]
        if let named = ProcessInfo.processInfo.environment["AUTOPACK_SHARED"] {
            shared.append(URL(filePath: named))
        }
        return shared.map { $0.appending(path: "fixtures/edits") }.first {
            FileManager.default.fileExists(atPath: $0.path)
        }
    }

    /// All cases of a folder.
    static func cases(in folder: URL) throws -> [Case] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".jsonl.gz") }.sorted()
        return try files.flatMap { name in
            try unpacked(folder.appending(path: name)).split(separator: 0x0A).compactMap { line in
                try Case(line)
            }
        }
    }

    private static func unpacked(_ file: URL) throws -> Data {
        let gzip = Process()
        let pipe = Pipe()
        gzip.executableURL = URL(filePath: "/bin/gzip")
        gzip.arguments = ["-dc", file.path]
        gzip.standardOutput = pipe
        try gzip.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        gzip.waitUntilExit()
        return data
    }

    /// What an outcome is worth.
    enum Verdict {
        case correct, wronglyApplied
        case missed(String)
    }

    /// One case.
    struct Case {
        var name: String
        var reply: String
        var files: [String: String]
        var base: MemoryBase
        var outcome: String
        var reason: String?
        /// The trees that are right; `nil` for a path that is not there.
        var accepted: [[String: String?]]

        init?(_ line: Data) throws {
            guard let object = try JSONSerialization.jsonObject(with: line) as? [String: Any],
                let id = object["id"] as? String, let reply = object["reply"] as? String,
                let files = object["files"] as? [String: String],
                let expect = object["expect"] as? [String: Any],
                let outcome = expect["outcome"] as? String
            else { return nil }
            let defects = object["defects"] as? [String] ?? []
            name = "\(id) \(object["format"] as? String ?? "") \(defects) \(outcome)"
            self.reply = reply
            self.files = files
            self.outcome = outcome
            reason = expect["reason"] as? String
            base = MemoryBase(files)
            for (path, mode) in object["modes"] as? [String: String] ?? [:] where mode == "120000" {
                base.set(path, to: .symlink, bytes: Array((files[path] ?? "").utf8))
            }
            var trees = expect["also"] as? [[String: Any]] ?? []
            if outcome == "applied", let tree = expect["files"] as? [String: Any] {
                trees.insert(tree, at: 0)
            }
            accepted = trees.map { tree in
                var whole: [String: String?] = files
                for (path, text) in tree { whole[path] = .some(text as? String) }
                return whole.filter { $0.value != nil }
            }
        }

        func judge(_ result: EditOutcome) -> Verdict {
            switch result {
            case .applied(let applied):
                var tree: [String: String?] = files
                for change in applied.files {
                    if let old = change.oldPath { tree[old] = nil }
                    if let bytes = change.bytes {
                        tree[change.path] = String(decoding: bytes, as: UTF8.self)
                    } else {
                        tree[change.path] = nil
                    }
                }
                return accepted.contains { equal($0, tree) } ? .correct : .wronglyApplied
            case .refused(let refusal):
                return outcome == "refused"
                    ? .correct : .missed("refused \(refusal.reason.rawValue)")
            case .noEdits:
                return outcome == "no-edits" ? .correct : .missed("no-edits")
            }
        }

        private func equal(_ one: [String: String?], _ other: [String: String?]) -> Bool {
            one.count == other.count
                && one.allSatisfy { path, text in
                    guard let there = other[path] else { return false }
                    return Array((there ?? "").utf8) == Array((text ?? "").utf8)
                }
        }
    }
}
