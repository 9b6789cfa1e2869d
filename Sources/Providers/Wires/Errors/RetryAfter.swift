import Effects
import RunModel

/// How long a provider asks to wait.
enum RetryAfter {
    /// Seconds: `retry-after-ms`, then `retry-after` as a number or as a date, which is measured
    /// against the reply's own `date`, so that no clock has to be right.
    static func seconds(of reply: HTTPReply) -> Double? {
        if let text = reply[header: "retry-after-ms"], let value = Double(text), value >= 0,
            value.isFinite
        {
            return value / 1000
        }
        guard let text = reply[header: "retry-after"] else { return nil }
        if let value = Double(text) { return value >= 0 && value.isFinite ? value : nil }
        guard let until = HTTPDate.time(text),
            let now = reply[header: "date"].flatMap(HTTPDate.time)
        else { return nil }
        return Double(max(0, until.seconds - now.seconds))
    }
}
