import Git
import Ledger
package import RunModel

/// Takes a run up again after a stop.
package struct Resuming {
    private let held: HeldRun
    private var ledger: RunLedger { held.ledger }
    private var command: GitCommand { held.command }
    private var author: Signature { held.author }

    package init(_ held: HeldRun) { self.held = held }

    /// Does what was planned when the run stopped, and makes the run go on.
    ///
    /// After an end, providers that were disabled are asked again.
    ///
    /// - Parameters:
    ///   - settings: New settings and what differs; nil: those of the journal.
    ///   - takeOver: The run was held on another host, whose process the person knows to be gone.
    /// - Throws: ``RunError`` `.held` for a run of another host, `.refused` for one that is over.
    package func begin(
        settings: (settings: RunSettings, changed: [String])?, takeOver: Bool
    ) async throws(RunError) {
        let state = ledger.state
        try refuseOtherHost(state, takeOver: takeOver)
        guard state.planned != nil || !state.status.isFinal else {
            throw RunError(
                .refused, "resume run \(state.run)",
                detail: "it is \(state.status.rawValue), and there is nothing to go on with",
                remedy: state.status == .rolledBack
                    ? "git autopack rollback --undo \(state.run)"
                    : "git autopack show \(state.run)")
        }
        try record(
            .leaseTaken(
                LeaseTaken(state: state.status, reason: "resumed", owner: .current())))
        try await finishPlanned()
        if let settings {
            try record(
                .settingsChanged(
                    SettingsChanged(
                        settings: settings.settings, who: author.person,
                        changed: settings.changed)))
        }
        let now = ledger.state.status
        guard now == .paused || now == .failed || now.isUnderWay else { return }
        try record(
            .runResumed(RunMoved(state: .executing, message: "after \(now.rawValue)")))
        if !now.isUnderWay { try enableProviders() }
    }

    /// Gives the providers that the run went around another chance.
    ///
    /// Whoever takes up a run that had ended has mended the key or started the server; where not,
    /// the first call says so again. A run that was cut off goes on as it was.
    private func enableProviders() throws(RunError) {
        let settings = ledger.state.settings
        for provider in ledger.state.disabledProviders.keys.sorted()
        where !settings.disabledProviders.contains(provider) {
            try record(
                .providerEnabled(
                    ProviderMoved(provider: provider, why: "the run was resumed", until: nil)))
        }
    }

    /// A checkpoint is finished by the loop itself; landing and rolling back are finished here.
    private func finishPlanned() async throws(RunError) {
        guard let planned = ledger.state.planned else { return }
        switch planned.kind {
        case .checkpoint, .archive: break
        case .land:
            var checkout: Checkout?
            if let ref = planned.refs.first {
                let name = try git { () throws(GitError) in try RefName(checking: ref.name) }
                checkout = try await held.checkedOut(name).checkout()
            }
            try await LandedRefs(ledger: ledger, command: command, author: author)
                .finish(checkout: checkout)
        case .rollback:
            try await RollingBack(held).finish()
        }
    }

    private func refuseOtherHost(_ state: RunState, takeOver: Bool) throws(RunError) {
        guard let owner = state.owner, !takeOver else { return }
        let here = LeaseOwner.current()
        guard owner.host != here.host, state.status.isUnderWay else { return }
        throw RunError(
            .held, "resume run \(state.run)",
            detail: "process \(owner.processID) on \(owner.host) held it last",
            remedy: "git autopack resume \(state.run) --take-over, once that process is gone")
    }

    private func record(_ event: Event) throws(RunError) {
        try RunError.recording { () throws(LedgerError) in try ledger.append([event]) }
    }
}
