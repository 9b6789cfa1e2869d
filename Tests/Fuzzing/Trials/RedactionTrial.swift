import RunModel

extension Trial {
    /// Any text that is about to be stored, logged or sent.
    static let redaction = Trial("redaction") { input in
        for redactor in [Redactor(), Redactor(values: [own])] {
            let (text, found) = redactor.redact(input)
            let again = redactor.redact(text.bytes)
            try demand(
                again.text == text && again.found.isEmpty, "what is redacted stays as it is")
            try demand(
                found.isEmpty == (text.bytes == input), "a text without secrets stays as it is")
            if String(validating: input, as: UTF8.self) != nil {
                try demand(
                    String(validating: text.bytes, as: UTF8.self) != nil, "text stays text")
            }
            if (try? JSON(parsing: input)) != nil {
                try demand((try? JSON(parsing: text.bytes)) != nil, "JSON stays JSON")
            }
            var stream = RedactionStream(redactor)
            let first = stream.redact(input.prefix(input.count / 2))
            let rest = stream.redact(input.dropFirst(input.count / 2))
            try demand(
                first.bytes + rest.bytes + stream.end().bytes == text.bytes,
                "a stream is redacted like the whole")
            _ = redactor.secrets(in: input)
        }
        _ = Redactor.marks(in: input)
        let redactor = Redactor(values: [own])
        for secret in [token, own] {
            // A line of its own in the middle.
            let planted =
                input[..<(input.count / 2)] + Array("\n\(secret)\n".utf8)
                + input[(input.count / 2)...]
            let clean = redactor.redact(Array(planted)).text.bytes
            try demand(
                clean[...].position(of: Array(secret.utf8)[...]) == nil,
                "no planted secret is left")
        }
    }

    private static let token = "ghp_" + "q7Zt2LwX9bKd4Rf8Vn3Hs6Pm1Yc5Gj0TaEuo"
    private static let own = "own-value-Kq83hfLx02"
}
