/// What files define, by the name of their contents, as it is kept between runs.
///
/// It holds nothing that could not be found out again: what cannot be read, or was damaged, is no
/// cache, and is made anew.
package struct DefinitionCache: Sendable {
    private var known: [ContentID: [Definition]] = [:]
    /// What was asked for or added since it was made; the rest goes first where there is too much.
    private var fresh: Set<ContentID> = []
    /// There is more than when it was read.
    package private(set) var hasNews = false
    /// How the definitions were found; what was found in another way is not used.
    private let method: String

    /// Entries that are kept at most.
    package static let entryLimit = 20_000
    /// A larger file is no cache.
    package static let byteLimit = 32 << 20

    /// - Parameter method: A word for how definitions are found.
    package init(method: String) { self.method = method }

    package subscript(id: ContentID) -> [Definition]? {
        mutating get {
            guard let found = known[id] else { return nil }
            fresh.insert(id)
            return found
        }
    }

    package mutating func add(_ definitions: [Definition], of id: ContentID) {
        known[id] = definitions
        fresh.insert(id)
        hasNews = true
    }

    package mutating func markSaved() { hasNews = false }

    // MARK: As bytes

    private static let title = "autopack definitions 1"

    /// A head line with the check sum, then each entry: the id, the number of definitions, and of
    /// each its depth, and its name and head with their lengths before them.
    package func encoded() -> [UInt8] {
        var body: [UInt8] = []
        let ordered =
            known.count <= DefinitionCache.entryLimit
            ? Array(known) : Array(known.filter { fresh.contains($0.key) }.prefix(Self.entryLimit))
        for (id, definitions) in ordered {
            body += id.bytes
            body.append(UInt8(min(definitions.count, Definition.fileLimit)))
            for definition in definitions.prefix(Definition.fileLimit) {
                body.append(UInt8(clamping: definition.depth))
                for text in [definition.name, definition.head] {
                    // Names and heads are short; a longer one is cut where it can be read again.
                    let bytes = Array(text.utf8)
                    let kept = bytes.count <= 255 ? bytes : Array("?".utf8)
                    body.append(UInt8(kept.count))
                    body += kept
                }
            }
        }
        let sum = String(NameHash.of(body), radix: 16)
        return Array("\(Self.title) \(method) \(sum)\n".utf8) + body
    }

    /// Reads what ``encoded()`` wrote; nil for anything else.
    package init?(_ bytes: [UInt8], method: String) {
        guard bytes.count <= DefinitionCache.byteLimit, let end = bytes.firstIndex(of: 0x0a) else {
            return nil
        }
        let body = bytes[(end + 1)...]
        let sum = String(NameHash.of(body), radix: 16)
        guard bytes[..<end].elementsEqual("\(Self.title) \(method) \(sum)".utf8) else { return nil }
        self.method = method
        var rest = body
        func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        func text() -> String? {
            guard let count = take(1)?.first, let bytes = take(Int(count)) else { return nil }
            return String(validating: bytes, as: UTF8.self)
        }
        while !rest.isEmpty {
            guard let id = take(ContentID.byteCount).flatMap(ContentID.init(bytes:)),
                let count = take(1)?.first
            else { return nil }
            var definitions: [Definition] = []
            for _ in 0..<count {
                guard let depth = take(1)?.first, let name = text(), let head = text() else {
                    return nil
                }
                definitions.append(Definition(name: name, head: head, depth: Int(depth)))
            }
            known[id] = definitions
        }
    }
}
