import FoundationEssentials

/// Finds the one JSON object that a reply is meant to be.
enum JSONReply {
    /// Reads the object of the reply that has the marker key and is of the type.
    ///
    /// Objects that say different things are none: prose may quote what it does not mean.
    ///
    /// - Parameter marker: A key that tells the object from others in the prose.
    static func read<Value: Decodable & Equatable>(
        _ type: Value.Type, from reply: [UInt8], marker: String
    ) throws(ReplyFault) -> Value {
        var fault: String?
        var found: Value?
        for object in objects(in: reply)
        where String(decoding: object, as: UTF8.self).contains("\"\(marker)\"") {
            do {
                let value = try JSONDecoder().decode(Value.self, from: Data(object))
                if let found, found != value {
                    throw ReplyFault(message: "its objects with '\(marker)' contradict each other")
                }
                found = value
            } catch let contradiction as ReplyFault {
                throw contradiction
            } catch {
                fault = fault ?? "the reply's JSON is not as asked: \(sentence(error))"
            }
        }
        if let fault, found != nil {
            throw ReplyFault(
                message: "its objects with '\(marker)' contradict each other: \(fault)")
        }
        if let found { return found }
        throw ReplyFault(message: fault ?? "the reply holds no JSON object with '\(marker)'")
    }

    /// The outermost `{…}` of a text, strings and escapes respected, in order.
    static func objects(in text: [UInt8]) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var index = 0
        var unclosed = 0
        while index < text.count, found.count < 32 {
            guard text[index] == UInt8(ascii: "{") else {
                index += 1
                continue
            }
            guard let end = end(of: index, in: text) else {
                // Each that is not closed costs a pass to the end.
                unclosed += 1
                guard unclosed < unclosedLimit else { return found }
                index += 1
                continue
            }
            found.append(Array(text[index...end]))
            index = end + 1
        }
        return found
    }

    private static let unclosedLimit = 64

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
