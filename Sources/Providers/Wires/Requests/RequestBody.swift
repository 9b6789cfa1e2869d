import Effects
import RunModel

/// The body of a request while it is made.
struct RequestBody {
    var members: [String: JSON]

    /// Without these there is no request, whatever a provider says of them.
    private static let needed: Set<String> = ["model", "messages", "input", "contents", "tools"]

    /// What a conversation can do without; the rest of it is what was said.
    private static let spare: Set<String> = [
        "reasoning", "reasoning_content", "reasoning_details", "refusal",
    ]

    init(_ members: [String: JSON]) { self.members = members }

    subscript(key: String) -> JSON? {
        get { members[key] }
        set { members[key] = newValue }
    }

    /// Leaves out what the model was found not to take.
    ///
    /// Providers name parameters by a path (`text.format`, `reasoning.effort`) or by the last part
    /// alone (Gemini's `responseJsonSchema`), which is then looked for outside the conversation.
    mutating func drop(_ names: Set<String>, keeping kept: Set<String> = []) {
        for name in names.sorted() {
            let path = name.split(separator: ".").map { String($0.prefix { $0 != "[" }) }
                .filter { !$0.isEmpty && !$0.utf8.allSatisfy { $0 < 0x3A && $0 > 0x2F } }
            guard let first = path.first, !kept.contains(first) else { continue }
            if Self.needed.contains(first) {
                guard let last = path.last, Self.spare.contains(last) else { continue }
                members[first] = members[first]?.removing(everywhere: last)
            } else if members[first] != nil {
                members[first] = members[first]?.removing(path.dropFirst())
            } else if let last = path.last {
                for key in members.keys where !Self.needed.contains(key) {
                    members[key] = members[key]?.removing(everywhere: last)
                }
            }
        }
    }

    /// The request, with the headers that the endpoint's wire wants beside the usual ones.
    func request(to url: String, _ endpoint: Endpoint) -> HTTPRequest {
        let usual = [
            HTTPHeader("content-type", "application/json"),
            HTTPHeader("accept", endpoint.streams ? "text/event-stream" : "application/json"),
        ]
        return HTTPRequest(
            method: "POST", url: url, headers: usual + endpoint.wire.headers(key: endpoint.key),
            body: JSON.object(members).bytes)
    }
}

extension JSON {
    /// The value without what is at a path; nil where nothing is left of it.
    fileprivate func removing(_ path: ArraySlice<String>) -> JSON? {
        guard let key = path.first else { return nil }
        guard case .object(var members) = self, let inner = members[key] else { return self }
        members[key] = inner.removing(path.dropFirst())
        return members.isEmpty ? nil : .object(members)
    }

    /// The value without a key, wherever it is; camel case and snake case are the same.
    fileprivate func removing(everywhere key: String) -> JSON {
        switch self {
        case .object(let members):
            let wanted = JSON.folded(key)
            return .object(
                members.filter { JSON.folded($0.key) != wanted }
                    .mapValues { $0.removing(everywhere: key) })
        case .array(let values): return .array(values.map { $0.removing(everywhere: key) })
        default: return self
        }
    }

    private static func folded(_ name: String) -> String {
        String(name.lowercased().filter { $0 != "_" })
    }
}
