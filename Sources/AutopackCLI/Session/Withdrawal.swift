import Providers
import RunModel

/// Models that their vendor takes away soon.
enum Withdrawal {
    /// Days within which the end of a model is worth a word.
    private static let noticeDays: Int64 = 30

    static func findings(
        of models: [ModelName], in settings: RunSettings, nowMilliseconds now: Int64
    ) -> [HealthFinding] {
        models.compactMap { model in
            guard let end = settings.withdrawals[model.description],
                let date = Timestamp("\(end.date)T00:00:00.000Z"),
                date.milliseconds - now <= noticeDays * 86_400_000
            else { return nil }
            return HealthFinding(
                id: "withdrawal", severity: .warning,
                what: "\(model) is withdrawn on \(end.date); \(end.successor) takes its place",
                why: "calls of it fail from that day on",
                fix: "name \(end.successor) in its place")
        }
    }
}
