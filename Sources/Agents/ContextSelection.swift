import Governance
package import RunModel

/// Chooses what a Builder sees: what is asked for and named first, then what is in scope.
package struct ContextSelection {
    /// A file of the base tree.
    package struct Candidate: Hashable, Sendable {
        package var path: String
        package var sizeBytes: Int

        package init(path: String, sizeBytes: Int) {
            self.path = path
            self.sizeBytes = sizeBytes
        }
    }

    /// Larger files are no context for a model (`storage.md`, The workspace).
    package static let fileLimitBytes = 1 << 20
    /// Never sent, whatever the user adds (`security.md`, What leaves the machine).
    package static let neverSent = [
        ".env*", "**/.env*", "*.pem", "**/*.pem", "*.key", "**/*.key", "**/secrets/**",
        "secrets/**", "**/id_rsa*", "**/id_ed25519*",
    ]

    private let phase: Phase
    private let neverSend: [Glob]
    /// Contents together, as many bytes at most.
    private let limitBytes: Int
    /// Paths listed at most.
    private let listingLimit: Int

    /// - Parameter neverSend: Globs that the user adds to ``neverSent``.
    package init(
        phase: Phase, neverSend: [String] = [], limitBytes: Int = 120_000, listingLimit: Int = 400
    ) {
        self.phase = phase
        self.neverSend = [Glob](
            patterns: ContextSelection.neverSent + neverSend, reading: .exclusion)
        self.limitBytes = limitBytes
        self.listingLimit = listingLimit
    }

    /// Whether a file's text may leave the machine.
    package func maySend(_ path: String) -> Bool { neverSend.first(matching: path) == nil }

    /// Chooses from the files of a tree.
    ///
    /// - Parameters:
    ///   - candidates: Every regular file, in the tree's order.
    ///   - asked: Paths that the Builder asked for; they come first.
    ///   - mentions: Text that may name files: the goal, failing output, a refusal.
    ///   - read: The bytes of a file.
    package func choose<Failure: Error>(
        from candidates: [Candidate], asked: [String], mentions: String,
        read: (String) throws(Failure) -> [UInt8]
    ) throws(Failure) -> Context {
        let sendable = candidates.filter { maySend($0.path) }
        let ranked = rank(sendable, asked: Set(asked), mentions: mentions)
        var files: [ContextFile] = []
        var used = 0
        for candidate in ranked {
            guard candidate.sizeBytes <= ContextSelection.fileLimitBytes,
                used + candidate.sizeBytes <= limitBytes
            else { continue }
            let bytes = try read(candidate.path)
            guard !bytes.contains(0) else { continue }
            files.append(
                ContextFile(path: candidate.path, text: String(decoding: bytes, as: UTF8.self)))
            used += candidate.sizeBytes
        }
        let listing = sendable.prefix(listingLimit).map(\.path)
        return Context(
            files: files, listing: listing, unlisted: sendable.count - listing.count)
    }

    /// Asked for, named, in the write scope, in the read scope; the rest stays out where a scope
    /// says what matters.
    private func rank(
        _ candidates: [Candidate], asked: Set<String>, mentions: String
    ) -> [Candidate] {
        let write = [Glob](patterns: phase.scope.write, reading: .permission)
        let read = [Glob](patterns: phase.scope.read, reading: .permission)
        let words = ContextSelection.words(mentions + "\n" + phase.goal)
        var ranked: [(rank: Int, candidate: Candidate)] = []
        for candidate in candidates {
            let name = candidate.path.split(separator: "/").last.map(String.init) ?? ""
            let rank: Int
            if asked.contains(candidate.path) {
                rank = 0
            } else if words.contains(candidate.path) {
                rank = 1
            } else if words.contains(name) {
                rank = 2
            } else if write.first(matching: candidate.path) != nil {
                rank = 3
            } else if read.first(matching: candidate.path) != nil {
                rank = 4
            } else if phase.scope.write.isEmpty {
                rank = 5
            } else {
                continue
            }
            ranked.append((rank, candidate))
        }
        return ranked.sorted {
            ($0.rank, $0.candidate.sizeBytes, $0.candidate.path)
                < ($1.rank, $1.candidate.sizeBytes, $1.candidate.path)
        }.map(\.candidate)
    }

    /// The words of a text that could be paths or names of files.
    private static func words(_ text: String) -> Set<String> {
        var words: Set<String> = []
        for word in text.split(whereSeparator: { isSeparator($0) }) {
            var trimmed = word
            while trimmed.last == "." { trimmed.removeLast() }
            if trimmed.hasPrefix("./") { trimmed = trimmed.dropFirst(2) }
            guard trimmed.contains(".") || trimmed.contains("/") else { continue }
            words.insert(String(trimmed))
        }
        return words
    }

    private static func isSeparator(_ character: Character) -> Bool {
        character.isWhitespace || "\"'`()[]{}<>,;:=!?*|".contains(character)
    }
}
