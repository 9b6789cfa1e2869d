package import RunModel

/// An event as people read it, in `git log` and on the terminal.
package enum EventSentence {
    /// One sentence without its place; text of models and logs is quoted in at most 200 characters.
    package static func write(_ event: Event, _ state: RunState) -> String {
        switch event {
        case .runCreated(let created):
            "run created on \(short(created.base)): \(quoted(created.goal))"
        case .healthChecked(let checked):
            checked.ok
                ? checked.findings.first { $0.id == "endpoint" }.map { quoted($0.what) }
                    ?? "environment checked"
                : "environment checked: \(count(checked.findings.count, "finding"))"
        case .settingsChanged(let changed):
            "settings changed: \(changed.changed.joined(separator: ", "))"
        case .planAdopted(let adopted), .replanAdopted(let adopted):
            "plan \(adopted.version) adopted: \(count(adopted.plan.phases.count, "phase")),"
                + " from \(adopted.source.rawValue)"
        case .baselineChecked(let checked): "baseline: \(outcome(of: checked, isBaseline: true))"
        case .phaseStarted: "phase started"
        case .attemptStarted(let moved):
            moved.reason.isEmpty ? "started" : "started, \(moved.reason)"
        case .callReserved(let call):
            "\(call.role.rawValue) asks \(call.provider)/\(call.model) (\(call.why))"
        case .callFinished(let call):
            "\(call.role.rawValue) answered: \(call.usage.input)+\(call.usage.output) tokens,"
                + " \(call.cost.value?.description ?? "price unknown")"
        case .callFailed(let call):
            "call failed (\(call.category.rawValue)"
                + (call.status.value.map { ", HTTP \($0)" } ?? "") + "): \(quoted(call.message))"
                + (call.mayHaveCost == true ? ", counted as spent" : "")
                + (call.retryInSeconds.value == nil ? "" : ", tried again")
        case .providerDisabled(let moved):
            (moved.downgraded == true
                ? "provider \(moved.provider) is asked last: "
                : "provider \(moved.provider) disabled"
                    + (moved.until.value.map { " until \($0.time)" } ?? "") + ": ")
                + quoted(moved.why)
        case .providerEnabled(let moved): "provider \(moved.provider) enabled: \(quoted(moved.why))"
        case .candidateCreated(let created):
            "candidate \(short(created.commit)): \(count(created.files.count, "file")) changed,"
                + " +\(created.files.map(\.added).reduce(0, UsageRow.sum))"
                + " -\(created.files.map(\.removed).reduce(0, UsageRow.sum))"
        case .candidateRefused(let refused):
            "reply refused (\(refused.reason)): \(quoted(firstLine(refused.message)))"
        case .checksFinished(let checked): outcome(of: checked)
        case .auditFinished(let audit):
            audit.approved
                ? "audit approves"
                    + (audit.issues.isEmpty ? "" : ", \(count(audit.issues.count, "issue"))")
                : "audit rejects: \(count(audit.issues.count, "issue"))"
        case .gateDecided(let gate):
            "gate: \(gate.verdict.rawValue), risk \(gate.risk)"
                + (gate.findings.first { $0.severity == gate.verdict && gate.verdict != .ok }
                    .map { ", \(quoted($0.message))" } ?? "")
        case .approvalRequested(let approval): "waits for approval: \(quoted(approval.why))"
        case .approvalGiven(let approval): "approved by \(approval.who)"
        case .checkpointPlanned(let planned):
            "checkpoint planned: \(short(planned.refs.first?.new.value ?? ""))"
        case .checkpointCommitted(let moved): "checkpoint \(short(moved.commit))"
        case .attemptFailed(let failed):
            "failed (\(failed.category.rawValue)): \(quoted(failed.rootCause))"
        case .doctorDecided(let decided): "doctor: \(decided.action.rawValue)"
        case .fixStarted(let fix): started(fix)
        case .fixFinished(let fix): finished(fix)
        case .hintRecorded(let hint): "hint: \(quoted(hint.text))"
        case .budgetExceeded(let exceeded):
            "budget \(exceeded.budget.rawValue) reached: \(amount(exceeded.spent, exceeded.budget))"
                + " of \(amount(exceeded.cap, exceeded.budget))"
        case .phaseFinished(let moved):
            "phase \(moved.state.rawValue)"
                + (moved.reason.isEmpty ? "" : ": \(quoted(moved.reason))")
        case .leaseTaken(let lease):
            "held by process \(lease.owner.processID) on \(lease.owner.host)"
        case .runResumed(let moved): "resumed: \(quoted(moved.message))"
        case .runAborted(let moved): "aborted: \(quoted(moved.message))"
        case .runFinished(let moved):
            "run \(moved.state.rawValue)" + (moved.reason.value.map { " (\($0.rawValue))" } ?? "")
                + (moved.message.isEmpty ? "" : ": \(quoted(moved.message))")
        case .landPlanned(let planned): "landing planned (\(planned.way)) on \(names(planned.refs))"
        case .runLanded(let moved): "landed \(short(moved.commit)) on \(names(moved.refs))"
        case .rollbackPlanned(let planned):
            "rollback planned (\(planned.way)): \(names(planned.refs))"
        case .runRolledBack(let moved):
            "rolled back to \(short(moved.commit)): \(names(moved.refs))"
        case .archivePlanned: "archiving planned"
        case .runArchived: "archived"
        case .runForgotten(let forgotten): "forgotten: \(count(forgotten.erased.count, "object"))"
        }
    }

    private static func started(_ fix: Fix) -> String {
        guard let analysis = fix.analysis else { return "fix started (\(fix.fixType))" }
        return "fix \(fix.number ?? 1) started (\(analysis.category.rawValue)):"
            + " \(quoted(analysis.rootCause))"
    }

    private static func finished(_ fix: Fix) -> String {
        guard let outcome = fix.outcome else { return fix.fixed ? "fixed" : "not fixed" }
        let said = fix.results.joined(separator: "; ")
        return "fix \(fix.number ?? 1) \(outcome.rawValue)"
            + (said.isEmpty ? "" : ": \(quoted(said))")
    }

    /// What there is to say beyond the sentence; text of others is quoted, and begins no line.
    package static func paragraph(_ event: Event) -> String? {
        switch event {
        case .fixStarted(let fix):
            guard let analysis = fix.analysis else { return nil }
            let place = analysis.file.map { "\($0)" + (analysis.line.map { ":\($0)" } ?? "") }
            return [
                place.map { "Place: \(quoted($0))." },
                analysis.failed.map { "Fails: \(quoted($0.joined(separator: ", ")))." },
                "Signature: \(quoted(analysis.signature)).",
            ].compactMap(\.self).joined(separator: "\n")
        case .checksFinished(let checked), .baselineChecked(let checked):
            let isBaseline = event.name == .baselineChecked
            let failing = isBaseline ? [] : checked.checks.flatMap(\.newFailures)
            var lines = checked.findings.map { finding in
                "\(finding.severity.rawValue), \(quoted(finding.id)): \(quoted(finding.what))"
            }
            if !failing.isEmpty {
                lines.append("New failures: \(quoted(failing.joined(separator: ", "))).")
            }
            return lines.isEmpty ? nil : lines.joined(separator: "\n")
        case .auditFinished(let audit):
            guard !audit.issues.isEmpty else { return nil }
            return audit.issues.map { issue in
                "- \(issue.severity.rawValue) \(quoted(issue.path)):\(issue.line)"
                    + " \(quoted(issue.description))"
            }.joined(separator: "\n")
        case .gateDecided(let gate):
            guard !gate.findings.isEmpty else { return nil }
            return gate.findings.map { finding in
                "- \(finding.severity.rawValue) \(quoted(finding.rule)): \(quoted(finding.message))"
            }.joined(separator: "\n")
        default: return nil
        }
    }

    /// - Parameter isBaseline: What fails there is compared with nothing, so nothing is new.
    private static func outcome(of checked: TreeChecked, isBaseline: Bool = false) -> String {
        let failing = checked.checks.filter { !$0.passed }
        let flaky = checked.checks.reduce(0) { $0 + $1.flaky.count }
        let note = flaky == 0 ? "" : ", \(count(flaky, "failure")) gone when run again"
        if checked.checks.isEmpty { return "no check to run" }
        guard !failing.isEmpty else {
            return "\(count(checked.checks.count, "check")) passed\(note)"
        }
        return failing.map { result in
            let new = isBaseline ? 0 : result.newFailures.count
            let end =
                result.exit == CheckResult.cutShort
                ? "stopped at its time limit" : "exit \(result.exit)"
            return "\(result.name) fails (\(end)"
                + (result.failed.isEmpty ? "" : ", \(count(result.failed.count, "test"))")
                + (new == 0 ? "" : ", \(new) new") + ")"
        }.joined(separator: ", ") + note
    }

    private static func amount(_ value: Double, _ budget: BudgetName) -> String {
        switch budget {
        case .cost: Money(usd: value).description
        case .tokens: "\(whole(value)) tokens"
        case .wallClock: "\(whole(value)) s"
        case .http500, .patchFailures, .totalFailures: "\(whole(value))"
        }
    }

    /// The number without its fraction; one that no integer is, as it stands in the journal.
    private static func whole(_ value: Double) -> String {
        Int(exactly: value.rounded(.towardZero)).map(String.init) ?? "\(value)"
    }

    private static func count(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
    }

    private static func short(_ id: String) -> String { String(id.prefix(10)) }

    private static func names(_ refs: [RefMove]) -> String {
        guard !refs.isEmpty else { return "the checkout alone" }
        return refs.map { ref in
            let name = ref.name
            return name.hasPrefix("refs/heads/") ? String(name.dropFirst(11)) : name
        }.joined(separator: ", ")
    }

    private static func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? text
    }

    private static func quoted(_ text: String) -> String {
        JournalMessage.oneLine(text, limit: 200)
    }
}
