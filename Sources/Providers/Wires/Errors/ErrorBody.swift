import RunModel

/// The error in a body, whatever its shape.
struct ErrorBody {
    var message: String
    /// Codes, types, states and reasons, which different providers put in different places.
    var codes: Set<String>
    var param: String?
    /// The status that the body names, where it is one of HTTP's for errors.
    var status: Int?
    /// Gemini's `RetryInfo`.
    var retryAfterSeconds: Double?
    var requestID: String?

    /// Longer pages of proxies are cut.
    private static let messageLimit = 2000

    init(_ bytes: [UInt8]) {
        if let body = try? JSON(parsing: bytes) {
            self.init(body)
            if !message.isEmpty { return }
        } else {
            self.init(.null)
        }
        message = String(decoding: bytes.prefix(ErrorBody.messageLimit), as: UTF8.self)
    }

    init(_ body: JSON) {
        // Gemini's errors of a stream that is no stream stand in an array.
        let whole = body.array?.first ?? body
        let error = whole["error"] ?? whole["response"]?["error"] ?? whole
        message = ErrorBody.message(of: error) ?? ErrorBody.message(of: whole) ?? ""
        codes = Set(["code", "type", "status"].compactMap { error[$0]?.code })
        param = error["param"]?.string
        status = error["code"]?.code.flatMap { Int($0) }.flatMap {
            (400..<600).contains($0) ? $0 : nil
        }
        requestID = whole["request_id"]?.string
        for detail in error["details"]?.array ?? [] {
            if let reason = detail["reason"]?.string { codes.insert(reason) }
            if let delay = detail["retryDelay"]?.string { retryAfterSeconds = seconds(delay) }
        }
        codes.remove("")
    }

    private static func message(of error: JSON) -> String? {
        if let text = error.string ?? error["error"]?.string { return text }
        for key in ["message", "msg", "detail", "error_description"] {
            if let text = error[key]?.string { return text }
        }
        // FastAPI's: a place and a sentence each.
        let faults = (error["detail"]?.array ?? []).compactMap { fault in
            fault["msg"]?.string.map { "\(fault["loc"]?.array?.last?.code ?? "request"): \($0)" }
        }
        return faults.isEmpty ? nil : faults.joined(separator: "; ")
    }

    /// `34.4s`.
    private func seconds(_ text: String) -> Double? {
        guard text.hasSuffix("s"), let value = Double(text.dropLast()), value >= 0, value.isFinite
        else { return nil }
        return value
    }

    func isCoded(_ wanted: String...) -> Bool { wanted.contains(where: codes.contains) }

    func says(_ phrases: String...) -> Bool {
        let folded = message.lowercased()
        return phrases.contains { folded.contains($0) }
    }
}
