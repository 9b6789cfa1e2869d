/// Something that happened in a run: the only thing that is ever written to a journal.
package enum Event: Hashable, Sendable {
    case runCreated(RunCreated)
    case healthChecked(HealthChecked)
    case settingsChanged(SettingsChanged)
    case planAdopted(PlanAdopted)
    case replanAdopted(PlanAdopted)
    case baselineChecked(TreeChecked)
    case phaseStarted(PhaseMoved)
    case attemptStarted(PhaseMoved)
    case callReserved(CallReserved)
    case callFinished(CallFinished)
    case callFailed(CallFailed)
    case providerDisabled(ProviderMoved)
    case providerEnabled(ProviderMoved)
    case candidateCreated(CandidateCreated)
    case candidateRefused(CandidateRefused)
    case checksFinished(TreeChecked)
    case auditFinished(AuditFinished)
    case gateDecided(GateDecided)
    case approvalRequested(Approval)
    case approvalGiven(Approval)
    case checkpointPlanned(RefsPlanned)
    case checkpointCommitted(RefsMoved)
    case attemptFailed(AttemptFailed)
    case doctorDecided(DoctorDecided)
    case fixStarted(Fix)
    case fixFinished(Fix)
    case hintRecorded(HintRecorded)
    case budgetExceeded(BudgetExceeded)
    case phaseFinished(PhaseMoved)
    case leaseTaken(LeaseTaken)
    case runResumed(RunMoved)
    case runAborted(RunMoved)
    case runFinished(RunMoved)
    case landPlanned(RefsPlanned)
    case runLanded(RefsMoved)
    case rollbackPlanned(RefsPlanned)
    case runRolledBack(RefsMoved)
    case archivePlanned(RefsPlanned)
    case runArchived(RefsMoved)
    case runForgotten(RunForgotten)
}

extension Event {
    package var name: EventName {
        switch self {
        case .runCreated: .runCreated
        case .healthChecked: .healthChecked
        case .settingsChanged: .settingsChanged
        case .planAdopted: .planAdopted
        case .replanAdopted: .replanAdopted
        case .baselineChecked: .baselineChecked
        case .phaseStarted: .phaseStarted
        case .attemptStarted: .attemptStarted
        case .callReserved: .callReserved
        case .callFinished: .callFinished
        case .callFailed: .callFailed
        case .providerDisabled: .providerDisabled
        case .providerEnabled: .providerEnabled
        case .candidateCreated: .candidateCreated
        case .candidateRefused: .candidateRefused
        case .checksFinished: .checksFinished
        case .auditFinished: .auditFinished
        case .gateDecided: .gateDecided
        case .approvalRequested: .approvalRequested
        case .approvalGiven: .approvalGiven
        case .checkpointPlanned: .checkpointPlanned
        case .checkpointCommitted: .checkpointCommitted
        case .attemptFailed: .attemptFailed
        case .doctorDecided: .doctorDecided
        case .fixStarted: .fixStarted
        case .fixFinished: .fixFinished
        case .hintRecorded: .hintRecorded
        case .budgetExceeded: .budgetExceeded
        case .phaseFinished: .phaseFinished
        case .leaseTaken: .leaseTaken
        case .runResumed: .runResumed
        case .runAborted: .runAborted
        case .runFinished: .runFinished
        case .landPlanned: .landPlanned
        case .runLanded: .runLanded
        case .rollbackPlanned: .rollbackPlanned
        case .runRolledBack: .runRolledBack
        case .archivePlanned: .archivePlanned
        case .runArchived: .runArchived
        case .runForgotten: .runForgotten
        }
    }

    /// What the event says of itself, ready to be encoded.
    private var payload: any Encodable {
        switch self {
        case .runCreated(let payload): payload
        case .healthChecked(let payload): payload
        case .settingsChanged(let payload): payload
        case .planAdopted(let payload), .replanAdopted(let payload): payload
        case .baselineChecked(let payload), .checksFinished(let payload): payload
        case .phaseStarted(let payload), .attemptStarted(let payload),
            .phaseFinished(let payload):
            payload
        case .callReserved(let payload): payload
        case .callFinished(let payload): payload
        case .callFailed(let payload): payload
        case .providerDisabled(let payload), .providerEnabled(let payload): payload
        case .candidateCreated(let payload): payload
        case .candidateRefused(let payload): payload
        case .auditFinished(let payload): payload
        case .gateDecided(let payload): payload
        case .approvalRequested(let payload), .approvalGiven(let payload): payload
        case .checkpointPlanned(let payload), .landPlanned(let payload),
            .rollbackPlanned(let payload), .archivePlanned(let payload):
            payload
        case .checkpointCommitted(let payload), .runLanded(let payload),
            .runRolledBack(let payload), .runArchived(let payload):
            payload
        case .attemptFailed(let payload): payload
        case .doctorDecided(let payload): payload
        case .fixStarted(let payload), .fixFinished(let payload): payload
        case .hintRecorded(let payload): payload
        case .budgetExceeded(let payload): payload
        case .leaseTaken(let payload): payload
        case .runResumed(let payload), .runAborted(let payload), .runFinished(let payload):
            payload
        case .runForgotten(let payload): payload
        }
    }
}

/// One event of a run's journal, as `event.json` holds it.
package struct JournalEntry: Hashable, Sendable {
    package var run: RunID
    /// The event's number, from 0.
    package var seq: Int
    package var time: Timestamp
    package var phase: PhaseID?
    /// Counted from 1 within the phase.
    package var attempt: Int?
    package var event: Event

    /// The version of the format.
    package static let version = 1

    package init(
        run: RunID, seq: Int, time: Timestamp, phase: PhaseID? = nil, attempt: Int? = nil,
        event: Event
    ) {
        self.run = run
        self.seq = seq
        self.time = time
        self.phase = phase
        self.attempt = attempt
        self.event = event
    }
}

extension JournalEntry: Codable {
    enum CodingKeys: String, CodingKey {
        case version = "v"
        case run, seq, time, event, phase, attempt
    }

    package func encode(to encoder: any Encoder) throws {
        var common = encoder.container(keyedBy: CodingKeys.self)
        try common.encode(JournalEntry.version, forKey: .version)
        try common.encode(run, forKey: .run)
        try common.encode(seq, forKey: .seq)
        try common.encode(time, forKey: .time)
        try common.encode(event.name, forKey: .event)
        try common.encodeIfPresent(phase, forKey: .phase)
        try common.encodeIfPresent(attempt, forKey: .attempt)
        try event.encodePayload(to: encoder)
    }

    package init(from decoder: any Decoder) throws {
        let common = try decoder.container(keyedBy: CodingKeys.self)
        let version = try common.decode(Int.self, forKey: .version)
        guard version == JournalEntry.version else {
            throw DecodingError.dataCorruptedError(
                forKey: .version, in: common,
                debugDescription: "version \(version) is not \(JournalEntry.version)")
        }
        run = try common.decode(RunID.self, forKey: .run)
        seq = try common.decode(Int.self, forKey: .seq)
        time = try common.decode(Timestamp.self, forKey: .time)
        phase = try common.decodeIfPresent(PhaseID.self, forKey: .phase)
        attempt = try common.decodeIfPresent(Int.self, forKey: .attempt)
        event = try Event(
            named: try common.decode(EventName.self, forKey: .event), from: decoder)
    }
}

extension Event {
    fileprivate func encodePayload(to encoder: any Encoder) throws {
        try payload.encode(to: encoder)
    }

    fileprivate init(named name: EventName, from decoder: any Decoder) throws {
        switch name {
        case .runCreated: self = .runCreated(try RunCreated(from: decoder))
        case .healthChecked: self = .healthChecked(try HealthChecked(from: decoder))
        case .settingsChanged: self = .settingsChanged(try SettingsChanged(from: decoder))
        case .planAdopted: self = .planAdopted(try PlanAdopted(from: decoder))
        case .replanAdopted: self = .replanAdopted(try PlanAdopted(from: decoder))
        case .baselineChecked: self = .baselineChecked(try TreeChecked(from: decoder))
        case .phaseStarted: self = .phaseStarted(try PhaseMoved(from: decoder))
        case .attemptStarted: self = .attemptStarted(try PhaseMoved(from: decoder))
        case .callReserved: self = .callReserved(try CallReserved(from: decoder))
        case .callFinished: self = .callFinished(try CallFinished(from: decoder))
        case .callFailed: self = .callFailed(try CallFailed(from: decoder))
        case .providerDisabled: self = .providerDisabled(try ProviderMoved(from: decoder))
        case .providerEnabled: self = .providerEnabled(try ProviderMoved(from: decoder))
        case .candidateCreated: self = .candidateCreated(try CandidateCreated(from: decoder))
        case .candidateRefused: self = .candidateRefused(try CandidateRefused(from: decoder))
        case .checksFinished: self = .checksFinished(try TreeChecked(from: decoder))
        case .auditFinished: self = .auditFinished(try AuditFinished(from: decoder))
        case .gateDecided: self = .gateDecided(try GateDecided(from: decoder))
        case .approvalRequested: self = .approvalRequested(try Approval(from: decoder))
        case .approvalGiven: self = .approvalGiven(try Approval(from: decoder))
        case .checkpointPlanned: self = .checkpointPlanned(try RefsPlanned(from: decoder))
        case .checkpointCommitted: self = .checkpointCommitted(try RefsMoved(from: decoder))
        case .attemptFailed: self = .attemptFailed(try AttemptFailed(from: decoder))
        case .doctorDecided: self = .doctorDecided(try DoctorDecided(from: decoder))
        case .fixStarted: self = .fixStarted(try Fix(from: decoder))
        case .fixFinished: self = .fixFinished(try Fix(from: decoder))
        case .hintRecorded: self = .hintRecorded(try HintRecorded(from: decoder))
        case .budgetExceeded: self = .budgetExceeded(try BudgetExceeded(from: decoder))
        case .phaseFinished: self = .phaseFinished(try PhaseMoved(from: decoder))
        case .leaseTaken: self = .leaseTaken(try LeaseTaken(from: decoder))
        case .runResumed: self = .runResumed(try RunMoved(from: decoder))
        case .runAborted: self = .runAborted(try RunMoved(from: decoder))
        case .runFinished: self = .runFinished(try RunMoved(from: decoder))
        case .landPlanned: self = .landPlanned(try RefsPlanned(from: decoder))
        case .runLanded: self = .runLanded(try RefsMoved(from: decoder))
        case .rollbackPlanned: self = .rollbackPlanned(try RefsPlanned(from: decoder))
        case .runRolledBack: self = .runRolledBack(try RefsMoved(from: decoder))
        case .archivePlanned: self = .archivePlanned(try RefsPlanned(from: decoder))
        case .runArchived: self = .runArchived(try RefsMoved(from: decoder))
        case .runForgotten: self = .runForgotten(try RunForgotten(from: decoder))
        }
    }
}
