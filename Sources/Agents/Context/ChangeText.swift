/// A change as a model is shown it: whole files and whole hunks, and what is left out is said.
package struct ChangeText: Sendable {
    private var files: [FilePatch]
    /// Files that never leave the machine, and those that are too large to be compared.
    private let unshown: [(path: String, why: String)]

    /// - Parameters:
    ///   - patch: As `git diff` prints it.
    ///   - unshown: Files that the patch leaves out, and why.
    package init(patch: [UInt8], unshown: [(path: String, why: String)] = []) {
        files = FilePatch.split(patch)
        self.unshown = unshown
    }

    /// The change in at most so many bytes.
    ///
    /// Where not all fits, files that programs wrote go first, the largest of them first, then the
    /// largest; of the last one that is left as many hunks as fit are shown.
    package func text(limitBytes: Int) -> String {
        var shown = files.map { Optional($0) }
        var notes = unshown.map { "[\($0.path) \($0.why)]\n" }
        var total = files.reduce(0) { $0 + $1.byteCount }
        let order = files.indices.sorted { left, right in
            let (one, other) = (files[left], files[right])
            return (one.isGenerated ? 0 : 1, -one.byteCount, one.path)
                < (other.isGenerated ? 0 : 1, -other.byteCount, other.path)
        }
        for index in order where total > limitBytes {
            let file = files[index]
            let room = limitBytes - (total - file.byteCount)
            total -= file.byteCount
            let part = file.isGenerated ? nil : file.beginning(limitBytes: room)
            shown[index] = part
            total += part?.byteCount ?? 0
            notes.append(file.note(shownHunks: part?.hunks.count ?? 0))
        }
        return shown.compactMap { $0?.text }.joined() + notes.joined()
    }
}

/// The part of a patch that is about one file.
struct FilePatch: Sendable {
    /// As git writes it, perhaps quoted.
    let path: String
    /// What is before the first hunk.
    let head: String
    var hunks: [String]

    /// A line of a hunk never begins with this: it begins with a blank, `+`, `-` or `\`.
    private static let mark = Array("diff --git ".utf8)
    private static let hunkMark = Array("@@ ".utf8)

    static func split(_ patch: [UInt8]) -> [FilePatch] {
        var files: [FilePatch] = []
        var head: [UInt8] = []
        var hunks: [[UInt8]] = []
        func finish() {
            guard !head.isEmpty else { return }
            files.append(
                FilePatch(
                    path: path(in: head), head: String(decoding: head, as: UTF8.self),
                    hunks: hunks.map { String(decoding: $0, as: UTF8.self) }))
        }
        var start = 0
        while start < patch.count {
            let end = patch[start...].firstIndex(of: 0x0a).map { $0 + 1 } ?? patch.count
            let line = patch[start..<end]
            if line.starts(with: mark) {
                finish()
                (head, hunks) = (Array(line), [])
            } else if line.starts(with: hunkMark) {
                hunks.append(Array(line))
            } else if hunks.isEmpty {
                head += line
            } else {
                hunks[hunks.count - 1] += line
            }
            start = end
        }
        finish()
        return files
    }

    var byteCount: Int { hunks.reduce(head.utf8.count) { $0 + $1.utf8.count } }
    var text: String { head + hunks.joined() }

    /// As many hunks from the beginning as fit; nil where not even one does.
    func beginning(limitBytes: Int) -> FilePatch? {
        var part = self
        part.hunks = []
        var left = limitBytes - head.utf8.count
        for hunk in hunks {
            left -= hunk.utf8.count
            guard left >= 0 else { break }
            part.hunks.append(hunk)
        }
        return part.hunks.isEmpty ? nil : part
    }

    /// What is left out of it.
    func note(shownHunks: Int) -> String {
        let left = hunks.dropFirst(shownHunks)
        var (added, removed) = (0, 0)
        for hunk in left {
            for line in hunk.utf8.split(separator: 0x0a).dropFirst() {
                if line.first == UInt8(ascii: "+") { added += 1 }
                if line.first == UInt8(ascii: "-") { removed += 1 }
            }
        }
        let what =
            shownHunks == 0 ? "its change" : "\(left.count) of \(hunks.count) hunks of its change"
        let why = isGenerated ? ", which a program seems to have written," : ""
        return "[\(path): \(what)\(why) is not shown: \(added) lines added, \(removed) removed]\n"
    }

    /// Written by a program, by its name: locked dependencies, what is minified or built.
    var isGenerated: Bool {
        let lower = path.lowercased()
        let name = lower.split(separator: "/").last.map(String.init) ?? lower
        let parts = lower.split(separator: "/").dropLast()
        return FilePatch.generatedNames.contains(name)
            || FilePatch.generatedEndings.contains { name.hasSuffix($0) }
            || parts.contains { FilePatch.generatedFolders.contains(String($0)) }
    }

    private static let generatedNames: Set<String> = [
        "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock",
        "cargo.lock", "go.sum", "package.resolved", "poetry.lock", "uv.lock", "pdm.lock",
        "pipfile.lock", "gemfile.lock", "composer.lock", "podfile.lock", "flake.lock",
    ]
    private static let generatedEndings = [
        ".min.js", ".min.css", ".map", ".snap", ".pb.go", "_pb2.py", ".pb.h", ".pb.cc", ".g.dart",
        ".generated.swift", ".generated.ts", ".designer.cs",
    ]
    private static let generatedFolders: Set<String> = [
        "dist", "vendor", "node_modules", "third_party", "__snapshots__", "generated",
    ]

    /// The new path, from the last name of the first line, or that of `+++`.
    private static func path(in head: [UInt8]) -> String {
        let lines = head.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
        for mark in ["+++ b/", "rename to ", "--- a/"] {
            if let line = lines.first(where: { $0.hasPrefix(mark) }) {
                return String(line.dropFirst(mark.count)).trimmingBlanks()
            }
        }
        let first = lines.first ?? ""
        return first.firstRange(of: " b/").map { String(first[$0.upperBound...]) } ?? first
    }
}
