/// A value as it was written, and where.
///
/// What a scalar means is decided by what is expected in its place (``Shape``), so that
/// `run: [sleep, 5]` is two words and `timeout: 5` a time.
struct Node: Sendable {
    enum Content: Sendable {
        /// - plain: written without quotes, so that it may mean null, a number or a truth value.
        case scalar(String, plain: Bool)
        case list([Node])
        case map([Entry])
    }

    /// A key with its value.
    struct Entry: Sendable {
        var key: String
        var origin: Origin
        var value: Node
    }

    var content: Content
    var origin: Origin
    /// The key that it was found under, as `phases[0].checks[1].run`.
    var path = ""

    init(_ content: Content, origin: Origin) {
        self.content = content
        self.origin = origin
    }

    /// The words by which YAML means nothing at all.
    private static let nulls: Set<String> = ["", "~", "null", "Null", "NULL"]

    var isNull: Bool {
        guard case .scalar(let text, plain: true) = content else { return false }
        return Node.nulls.contains(text)
    }

    /// The text of a scalar.
    var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// The items of a list, else none.
    var items: [Node] {
        guard case .list(let items) = content else { return [] }
        return items
    }

    /// The entries of a map, else none.
    var entries: [Entry] {
        guard case .map(let entries) = content else { return [] }
        return entries
    }

    /// The value of a map's key.
    subscript(key: String) -> Node? { entries.first { $0.key == key }?.value }

    /// What it is, for messages: `'abc'`, `a list`, `a mapping`.
    var found: String {
        switch content {
        case .scalar(let text, _):
            isNull ? "nothing" : "'\(text.count > 60 ? text.prefix(60) + "…" : text[...])'"
        case .list: "a list"
        case .map: "a mapping"
        }
    }
}
