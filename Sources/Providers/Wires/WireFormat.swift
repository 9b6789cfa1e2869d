package import Effects
package import RunModel

/// A protocol of a provider: how a call is asked, and how what comes back is read.
///
/// A stream is put together to the body that would have come without streaming, so that both are
/// read by the same function and give the same reply.
package protocol WireFormat: Sendable {
    associatedtype Stream: StreamedBody

    /// Makes the request of a call.
    static func request(_ call: Call, to endpoint: Endpoint) -> HTTPRequest

    /// What a complete body of a good status says is wrong; nil where it is a reply.
    static func failure(in body: JSON) -> ProviderFailure?

    /// Reads a complete body, as far as it is one.
    static func reply(from body: JSON) -> Reply
}

/// A body that comes as events.
package protocol StreamedBody: Sendable {
    init()

    /// Takes the next event.
    ///
    /// - Returns: The visible text in it.
    /// - Throws: What the event says is wrong.
    mutating func take(_ event: JSON, name: String?) throws(ProviderFailure) -> String

    /// Takes `[DONE]`, with which some streams end.
    mutating func takeDone()

    /// Whether the mark that ends every whole stream of this wire has come.
    var isComplete: Bool { get }

    /// What came so far, in the form of a complete body.
    var body: JSON { get }
}

extension StreamedBody {
    package mutating func takeDone() {}
}

/// Who is asked, and how.
package struct Endpoint: Sendable {
    /// The configured name, which a turn in the provider's own form is kept under.
    package var provider: String
    package var wire: Wire
    package var model: String
    /// Scheme, host and leading path.
    package var baseURL: String
    package var key: APIKey?
    package var capability: ModelCapability
    /// Parameters that the model was found not to take.
    package var dropped: Set<String>
    package var streams: Bool

    package init(
        provider: String, wire: Wire, model: String, baseURL: String, key: APIKey? = nil,
        capability: ModelCapability? = nil, dropped: Set<String> = [], streams: Bool = false
    ) {
        self.provider = provider
        self.wire = wire
        self.model = model
        self.baseURL = baseURL
        self.key = key
        self.capability = capability ?? ModelCapability(of: wire)
        self.dropped = dropped
        self.streams = streams
    }

    /// The URL of a path below the base; a version that both have stands once.
    func url(_ path: String, version: String? = nil) -> String {
        Wire.url(path, below: baseURL, version: version)
    }

    /// What the model may write at most for a call.
    func outputLimit(of call: Call) -> Int {
        max(1, min(call.maxOutputTokens, capability.maxOutput ?? .max))
    }
}
