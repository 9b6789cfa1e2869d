/// A call that may be tried several times, whatever it is for: what its next try depends on.
protocol CallProgress {
    var reply: String? { get set }
    var pending: CallReserved? { get set }
    var provider: String { get set }
    var tries: Int { get set }
    var retryAt: Timestamp? { get set }
    var callFailure: CallFailed? { get set }
    var tooLong: [String] { get set }
    var refused: [String] { get set }
}

extension AttemptState: CallProgress {}
extension PlanningState: CallProgress {}
extension DiagnosisState: CallProgress {}

extension CallProgress {
    /// A try is about to be made.
    mutating func begin(_ call: CallReserved) {
        pending = call
        provider = call.provider
        retryAt = nil
        callFailure = nil
    }

    /// A try brought a reply.
    mutating func take(_ call: CallFinished) {
        reply = call.reply
        tries = 0
        callFailure = nil
        tooLong = []
        refused = []
    }

    /// A try brought none.
    mutating func take(_ call: CallFailed, of reserved: CallReserved, at time: Timestamp) {
        tries += 1
        callFailure = call
        let model = "\(reserved.provider)/\(reserved.model)"
        if call.category == .contextLength { tooLong.append(model) }
        if call.refused == true { refused.append(model) }
        retryAt = call.retryInSeconds.value.map { time.after(seconds: $0) }
    }
}
