import Git
import Governance
import RunModel

/// Judges the list that git gives to a `pre-push` hook.
struct PrePush {
    /// More lines that are not git's are counted.
    private static let faultLimit = 10

    private let session: Session
    private let commits: OutgoingCommits

    /// - Parameter remote: Its name, or its URL where it has none.
    init(_ session: Session, remote: String) {
        self.session = session
        commits = OutgoingCommits(session.repository, remote: remote)
    }

    /// What is found about what is pushed; HEAD does not matter.
    func judge(_ list: [UInt8]) -> PushJudgement {
        let (updates, faults) = PushUpdate.read(list)
        var judgement = PushJudgement()
        judgement.troubles = faults.prefix(Self.faultLimit).map {
            "line \($0) of the list is not git's"
        }
        if faults.count > Self.faultLimit {
            judgement.troubles.append(
                "\(faults.count - Self.faultLimit) more lines of the list are not git's")
        }
        let judge = PushJudge(session)
        for update in updates where update.local != nil && !update.isRecord {
            if let run = update.preRun {
                judgement.findings.append(.preRun(run, ref: update.remoteRef))
            }
            do throws(GitError) {
                judgement.findings += try PushedTag(session).findings(in: update)
                judgement.add(try self.judge(update, judge))
            } catch {
                judgement.troubles.append(
                    "\(update.remoteRef): cannot \(error.operation): \(error.detail)")
            }
        }
        judge.save()
        return judgement
    }

    private func judge(
        _ update: PushUpdate, _ judge: PushJudge
    ) throws(GitError) -> PushJudgement {
        guard let tip = try commits.tip(of: update) else { return PushJudgement() }
        let near = try commits.commits(from: tip, without: commits.near(update))
        if near.count <= PushJudge.contentLimit {
            let judgement = try judge.judge(near, tip: tip, ref: update.remoteRef)
            if judgement.findings.isEmpty { return judgement }
        }
        // What the remote has already is not this push's.
        let all = try commits.commits(
            from: tip, without: commits.near(update) + commits.all())
        return try judge.judge(all, tip: tip, ref: update.remoteRef)
    }
}
