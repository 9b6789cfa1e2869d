import Effects
import Providers
import RunModel
import TestSupport

/// Replies handed over in pieces, as a transport does.
enum Pieces {
    static func random(of bytes: [UInt8], seed: UInt64) -> [[UInt8]] {
        var random = SeededGenerator(seed: seed)
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let size = Int.random(in: 1...40, using: &random)
            pieces.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return pieces
    }

    /// Reads a reply; `shown` is what was shown of it on its way.
    static func read<Format: WireFormat>(
        _ format: Format.Type, _ wire: Wire, _ status: Int = 200, _ headers: [HTTPHeader] = [],
        _ pieces: [[UInt8]], key: APIKey? = nil, cut: HTTPFailure? = nil, limit: Int = 16 << 20
    ) -> (result: Result<Reply, ProviderFailure>, shown: String) {
        var assembly = ReplyAssembly<Format>(
            Endpoint(provider: "p", wire: wire, model: "m", baseURL: "http://x", key: key),
            eventLimitBytes: limit)
        var shown = assembly.take(.head(status: status, headers: headers))
        for piece in pieces { shown += assembly.take(.body(piece)) }
        do {
            return (.success(try assembly.reply(cut: cut)), shown)
        } catch {
            return (.failure(error), shown)
        }
    }

    /// Reads a text in one piece.
    static func read<Format: WireFormat>(
        _ format: Format.Type, wire: Wire = .openAIChat, _ text: String, status: Int = 200,
        key: APIKey? = nil
    ) -> (result: Result<Reply, ProviderFailure>, shown: String) {
        read(format, wire, status, [], text.isEmpty ? [] : [Array(text.utf8)], key: key)
    }
}
