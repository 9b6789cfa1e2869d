import Agents
import Git
import Governance
import Healing
import Ledger
import Providers
import RunModel

/// The calls of a Builder with tools.
extension Run {
    /// Makes one call.
    ///
    /// - Parameter editsMade: Every edit of the same reply was; else it is not the time to end.
    func perform(
        _ call: ToolCall, _ work: ToolWork, editsMade: Bool
    ) async throws(RunError) -> ToolOutcome {
        let request: ToolRequest
        do throws(ToolFault) {
            request = try ToolRequest(call)
        } catch {
            return .failed(clean(error.message))
        }
        let desk = try desk()
        if let outcome = try git({ () throws(GitError) in
            try desk.perform(request, on: work.tree)
        }) {
            return outcome
        }
        if case .check(let name) = request { return try await check(name, work) }
        precondition(!editsMade, "the loop ends by itself")
        return .failed("not ended: an edit of the same reply was not made; look at it first")
    }

    /// Where tools work on object space.
    func desk() throws(RunError) -> ToolDesk {
        ToolDesk(
            ledger.repository, tip: try tree(of: ledger.state.tip), phase: phase, policy: policy,
            neverSend: ledger.state.settings.neverSend, redactor: tools.redactor)
    }

    /// Text for a model, without secrets.
    private func clean(_ text: String) -> String { tools.redactor.redact(text).text.text }

    private func check(
        _ name: String?, _ work: ToolWork
    ) async throws(RunError) -> ToolOutcome {
        let all = ledger.state.plan.checks + phase.checks
        let limit = ledger.state.settings.agent.maxChecks
        guard work.conversation.checks + work.checks < limit else {
            return .failed("check: the checks ran \(limit) times already (agent.max_checks)")
        }
        let wanted = name.map { name in all.filter { $0.name == name } } ?? all
        guard !wanted.isEmpty else {
            guard let name else { return .failed("check: this phase has no checks") }
            let names = all.map(\.name)
            let meant = Nearest.word(to: name, among: names).map { "; perhaps '\($0)'" } ?? ""
            return .failed(
                "check: there is no check '\(name)'\(meant); there are"
                    + " \(names.joined(separator: ", "))")
        }
        try await tools.bench.bring(to: try pinned(work.tree))
        var parts: [String] = []
        for check in wanted { parts.append(try await sentence(of: check)) }
        return ToolOutcome(text: clean(parts.joined(separator: "\n")), checks: 1)
    }

    private func sentence(of check: Check) async throws(RunError) -> String {
        let result = try run(try await tools.bench.run(check), of: check)
        guard result.exit != 0 else { return "\(check.name): passes\n" }
        var text = "\(check.name): fails (exit \(result.exit))\n"
        let before = ledger.state.baseline?.checks.first { $0.name == check.name }
        if let before, !before.passed {
            let known = Set(before.failed)
            let new = result.failed.filter { !known.contains($0) }
            text +=
                "It failed before the change too"
                + (new.isEmpty ? ".\n" : "; new failures: \(new.joined(separator: ", "))\n")
        }
        guard let blob = result.log else { return text }
        let log = try kept(blob)
        return text
            + Fence.wrap(
                LogExcerpt.condense(
                    String(decoding: log, as: UTF8.self), limitBytes: Run.logLimitBytes),
                label: "Its output:")
    }
}
