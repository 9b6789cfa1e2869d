import Git
import RunModel

/// Rules over the runs of a repository.
extension RepositoryDoctor {
    /// A run that waits longer than this is forgotten rather than waiting.
    static let staleDays = 14

    static func unfinishedRuns(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        facts.runs.filter { $0.status.isUnderWay && !$0.isHeld }.map { run in
            let host = run.otherHost.map { ", last on host \($0)" } ?? ""
            return RepositoryFinding(
                "run_unfinished",
                what: "run \(run.run) is \(run.status.rawValue), and no process works on it\(host)",
                why: "it was stopped between two events; nothing is lost",
                fix: "git autopack resume \(run.run)"
                    + (run.otherHost == nil ? "" : " --take-over")
                    + "\nor: git autopack abort \(run.run)")
        }
    }

    static func staleRuns(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        facts.runs.compactMap { run in
            let days = (facts.now.seconds - run.updated.seconds) / 86_400
            guard run.status == .paused || run.status == .awaitingApproval, days > staleDays else {
                return nil
            }
            let waits = run.waitsFor.map { " for \($0)" } ?? ""
            let goOn = run.status == .paused ? "resume" : "approve"
            return RepositoryFinding(
                "run_stale",
                what: "run \(run.run) is \(run.status.rawValue)\(waits) since \(days) days",
                why: "what it was started from grows old",
                fix: "git autopack \(goOn) \(run.run)\nor: git autopack abort \(run.run)")
        }
    }

    static func orphanedRuns(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        facts.orphans.map { orphan in
            switch orphan {
            case .withoutJournal(let run, let refs):
                RepositoryFinding(
                    "run_orphaned",
                    what: "\(list(refs.map(\.name))) "
                        + (refs.count == 1 ? "belongs" : "belong")
                        + " to run \(run), which has no journal",
                    why: "nothing says what the commits are, and no command works on them",
                    fix: "git log \(shell(refs.first?.name ?? run))\nto let go of it: "
                        + refs.map { "git update-ref -d \(shell($0.name))" }
                        .joined(separator: "; "))
            case .withoutBranch(let run, let branch, let tip):
                RepositoryFinding(
                    "run_orphaned",
                    what: "run \(run) has no branch \(branch.shortName) any more",
                    why: "it can be neither gone on with nor landed",
                    fix: "git branch \(shell(branch.shortName)) \(tip.prefix(10))")
            }
        }
    }

    static func invalidWords(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        facts.invalidWords.map { found in
            RepositoryFinding(
                "invalid_state_word", what: found.sentence,
                why: "the run may be listed as invalid; every other run goes on working",
                fix: found.fix)
        }
    }

    static func unreadableRuns(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        facts.unreadableRuns.map { run in
            RepositoryFinding(
                "run_unreadable", what: "run \(run.run) cannot be read: \(run.detail)",
                why: "the run is listed as invalid; every other run goes on working",
                fix: "git log refs/autopack/runs/\(run.run)\ngit autopack fsck --repair \(run.run)")
        }
    }
}
