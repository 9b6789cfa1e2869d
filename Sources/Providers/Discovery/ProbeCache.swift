package import Effects
import RunModel

/// What the looks at providers found lately, so that not every start asks again.
///
/// Only what was up is kept: who has just mended a key or started a server need not wait. No key is
/// stored, but a check value of 32 bits, too short to find a key by, which tells a changed one.
package struct ProbeCache: Sendable {
    private let files: Files
    private let path: String
    private let nowMilliseconds: Int64
    private let holdsSeconds: Double

    /// - Parameters:
    ///   - path: The file, which need not exist.
    ///   - holdsSeconds: How long an answer is believed.
    package init(files: Files, path: String, clock: Clock, holdsSeconds: Double) {
        self.files = files
        self.path = path
        nowMilliseconds = clock.nowMilliseconds()
        self.holdsSeconds = holdsSeconds
    }

    /// What was found at an endpoint with a key.
    struct Entry: Hashable, Codable {
        var provider: String
        var wire: Wire
        var baseURL: String
        var keyCheck: UInt32?
        var timeMilliseconds: Int64
        var latencyMilliseconds: Int
        var models: [ListedModel]?

        enum CodingKeys: String, CodingKey {
            case provider, wire, models
            case baseURL = "base_url"
            case keyCheck = "key_check"
            case timeMilliseconds = "time_ms"
            case latencyMilliseconds = "latency_ms"
        }
    }

    private struct Document: Codable {
        var version = 1
        /// Mixed into the check values, so that those of two machines say nothing of each other.
        var salt: UInt64
        var entries: [Entry]

        enum CodingKeys: String, CodingKey {
            case salt, entries
            case version = "v"
        }
    }

    /// The entry that still holds; nil where there is none.
    func entry(_ provider: String, _ wire: Wire, _ baseURL: String, _ key: APIKey?) -> Entry? {
        guard let document = read() else { return nil }
        let check = key.map { ProbeCache.check($0, salt: document.salt) }
        return document.entries.first {
            isFresh($0) && $0.provider == provider && $0.wire == wire && $0.baseURL == baseURL
                && $0.keyCheck == check
        }
    }

    /// Keeps entries beside those that still hold; where that cannot be, nothing is kept.
    func keep(_ found: [(entry: Entry, key: APIKey?)], random: RandomSource) {
        guard !found.isEmpty else { return }
        var document = read() ?? Document(salt: random.next(), entries: [])
        let names = Set(found.map(\.entry.provider))
        document.entries.removeAll { names.contains($0.provider) || !isFresh($0) }
        document.entries += found.map { entry, key in
            var entry = entry
            entry.keyCheck = key.map { ProbeCache.check($0, salt: document.salt) }
            return entry
        }
        guard let bytes = try? CanonicalJSON.encode(document) else { return }
        try? files.write(path, bytes)
    }

    private func read() -> Document? {
        guard let bytes = try? files.read(path),
            let document = try? CanonicalJSON.decode(Document.self, from: bytes),
            document.version == 1
        else { return nil }
        return document
    }

    private func isFresh(_ entry: Entry) -> Bool {
        let age = Double(nowMilliseconds - entry.timeMilliseconds) / 1000
        return age >= 0 && age < holdsSeconds
    }

    /// FNV-1a over the salt and the key, folded to 32 bits.
    private static func check(_ key: APIKey, salt: UInt64) -> UInt32 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: salt >> (8 * $0)) } + key.secret.utf8
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
