import ArgumentParser
import Git
import Governance
import RunModel

/// `git autopack verify`.
struct VerifyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Say whether commits are what their records say.",
        usage: "git autopack verify [RANGE] [--rerun] [--json]",
        discussion: """
            RANGE is A..B, REV for all that it reaches, or REV^! for one commit; else what HEAD has \
            and its upstream has not. What the pre-push hook refuses is found here too: exit 1. \
            Exit 4 where something could not be judged, 6 where a record is invalid.
            """)

    @Argument(help: "The commits to look at.")
    var range: String?

    @Flag(help: "Repeat the recorded checks in the sandbox.")
    var rerun = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        let range = try VerifiedRange(range, session.repository)
        let judge = PushJudge(session, contentLimit: .max)
        var judgement = try userGit { () throws(GitError) in
            let commits = try OutgoingCommits(session.repository, remote: "")
                .commits(from: range.tip, without: range.without)
            return try judge.judge(commits, tip: range.tip, ref: "")
        }
        judge.save()
        if rerun { try await RecordedChecks(session).repeatAll(&judgement) }
        let page = PushPage(session.output)
        if session.output.isJSON {
            page.json(judgement, of: range.name)
        } else {
            page.print(judgement)
            session.output.print(sentence(judgement, range))
        }
        // All has been said.
        guard judgement.isSound else { throw UserError(.failed, "found", "") }
        guard !judgement.hasInvalidRecord else { throw UserError(.invalid, "invalid", "") }
        guard judgement.troubles.isEmpty else { throw UserError(.environment, "not_judged", "") }
    }

    private func sentence(_ judgement: PushJudgement, _ range: VerifiedRange) -> String {
        let commits = judgement.commits == 1 ? "1 commit" : "\(judgement.commits) commits"
        let checkpoints =
            judgement.checkpoints.count == 1
            ? "1 checkpoint" : "\(judgement.checkpoints.count) checkpoints"
        let errors = judgement.findings.count { $0.severity == .error }
        let result =
            errors > 0
            ? "\(errors == 1 ? "1 finding" : "\(errors) findings")"
            : judgement.troubles.isEmpty ? "all is as it should be" : "not all could be judged"
        return "\(Visible.line(range.name)): \(commits), \(checkpoints) of runs: \(result)"
    }
}
