import RunModel

/// The calls of a run, as its journal has them.
struct CallHistory {
    /// One call; made again after a failure it is still one.
    private(set) var doctorCalls: [DoctorTier: Int] = [:]
    private(set) var doctorCallsByPhase: [PhaseID: Int] = [:]
    /// What was charged, and what may have been: money without an outcome counts as spent.
    private(set) var costByRole: [Role: Money] = [:]
    private(set) var tokens = 0

    var cost: Money { costByRole.values.reduce(.zero, +) }

    init(_ entries: [JournalEntry]) {
        var out: [String: CallReserved] = [:]
        var isTriedAgain = false
        for entry in entries {
            switch entry.event {
            case .callReserved(let call):
                for lost in out.values { take(lost) }
                out = [call.request: call]
                guard call.role == .doctor else { continue }
                if !isTriedAgain {
                    doctorCalls[call.tier ?? .cheap, default: 0] += 1
                    if let phase = entry.phase { doctorCallsByPhase[phase, default: 0] += 1 }
                }
                isTriedAgain = false
            case .callFinished(let call):
                out[call.request] = nil
                costByRole[call.role, default: .zero] += call.cost.value ?? .zero
                tokens += call.usage.total
            case .callFailed(let call):
                guard let reserved = out.removeValue(forKey: call.request) else { continue }
                if call.mayHaveCost == true { take(reserved) }
                isTriedAgain = reserved.role == .doctor
            case .doctorDecided: isTriedAgain = false
            default: break
            }
        }
        for lost in out.values { take(lost) }
    }

    private mutating func take(_ reserved: CallReserved) {
        costByRole[reserved.role, default: .zero] += reserved.reserved.value ?? .zero
        tokens += reserved.reservedTokens
    }
}
