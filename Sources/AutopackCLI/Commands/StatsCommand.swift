import ArgumentParser
import Effects
import Ledger
import RunModel

/// `git autopack stats`.
struct StatsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Say what all runs did, used, and learned to mend.")

    @Option(help: "Only from then on: a date, or 12h, 30d, 2w.")
    var since: String?

    @Option(help: "Group by provider, model, role, phase, week or category.")
    var by: String?

    @Flag(help: "One JSON object.")
    var json = false

    @Flag(help: "A row for each group, as RFC 4180 has it.")
    var csv = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        guard !(json && csv) else {
            throw UserError(.usage, "usage", "--json and --csv exclude each other")
        }
        let now = Timestamp(milliseconds: session.world.clock.nowMilliseconds())
        let (since, grouping) = (try since(now), try grouping())
        let ledger = StatisticsLedger(session.repository, files: session.world.files)
        let statistics = try userLedger { () throws(LedgerError) in
            try ledger.statistics(since: since)
        }
        for (run, error) in ledger.unreadable.sorted(by: { $0.key < $1.key }) {
            session.output.note("warning: \(run) is left out: \(Visible.line(error.detail))")
            session.output.note("hint: git autopack fsck --repair \(run)")
        }
        if csv { return session.output.write(StatisticsCSV.write(statistics, by: grouping)) }
        if json {
            return session.output.json(
                StatisticsDocument.make(
                    statistics, by: grouping, since: since, now: now,
                    invalid: ledger.unreadable.keys.sorted()))
        }
        StatisticsPage(session.output).print(statistics, by: grouping, since: since, now: now)
    }

    private func since(_ now: Timestamp) throws(UserError) -> Timestamp? {
        guard let since else { return nil }
        guard let moment = Since.read(since, now: now) else {
            throw UserError(
                .usage, "usage", "--since \(since): expected \(Since.legal), not in the future",
                hint: "git autopack stats --since 30d")
        }
        return moment
    }

    private func grouping() throws(UserError) -> Statistics.Grouping? {
        guard let by else { return nil }
        guard let grouping = Statistics.Grouping(rawValue: by) else {
            let legal = Statistics.Grouping.allCases.map(\.rawValue)
            let nearest = Nearest.word(to: by, among: legal)
            throw UserError(
                .usage, "usage", "--by \(by): expected \(legal.joined(separator: ", "))",
                hint: "git autopack stats --by \(nearest ?? "category")")
        }
        return grouping
    }
}
