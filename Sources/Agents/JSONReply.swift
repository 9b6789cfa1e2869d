import FoundationEssentials

/// Finds the one JSON object that a reply is meant to be.
enum JSONReply {
    /// Reads the first object of the reply that has the marker key and is of the type.
    ///
    /// - Parameter marker: A key that tells the object from others in the prose.
    static func read<Value: Decodable>(
        _ type: Value.Type, from reply: [UInt8], marker: String
    ) throws(ReplyFault) -> Value {
        var fault = "the reply holds no JSON object with '\(marker)'"
        for object in objects(in: reply) {
            do {
                return try JSONDecoder().decode(Value.self, from: Data(object))
            } catch {
                guard String(decoding: object, as: UTF8.self).contains("\"\(marker)\"") else {
                    continue
                }
                fault = "the reply's JSON is not as asked: \(sentence(error))"
            }
        }
        throw ReplyFault(message: fault)
    }

    /// The outermost `{…}` of a text, strings and escapes respected, in order.
    static func objects(in text: [UInt8]) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var index = 0
        while index < text.count, found.count < 32 {
            guard text[index] == UInt8(ascii: "{"), let end = end(of: index, in: text) else {
                index += 1
                continue
            }
            found.append(Array(text[index...end]))
            index = end + 1
        }
        return found
    }

    private static func end(of start: Int, in text: [UInt8]) -> Int? {
        var depth = 0
        var inString = false
        var index = start
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\\") where inString: index += 1
            case UInt8(ascii: "\""): inString.toggle()
            case UInt8(ascii: "{") where !inString: depth += 1
            case UInt8(ascii: "}") where !inString:
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
            index += 1
        }
        return nil
    }

    private static func sentence(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .keyNotFound(let key, _): return "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return path.isEmpty
                ? context.debugDescription : "at '\(path)': \(context.debugDescription)"
        @unknown default: return "\(error)"
        }
    }
}
