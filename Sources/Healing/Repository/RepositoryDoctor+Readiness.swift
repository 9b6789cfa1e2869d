import Git
import RunModel

/// Rules of T1: what would keep a run from coming to anything (`decisions.md`, Health checks).
extension RepositoryDoctor {
    static func unchecked(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        guard facts.readiness?.isUnchecked == true else { return [] }
        return [
            RepositoryFinding(
                "no_checks", what: "no check is configured, and the project suggests none",
                why: "a change can only be looked at: each waits for a person",
                fix: "name checks in .autopack/autopack.yaml, as in\n"
                    + "checks: [{name: tests, run: [python3, -m, pytest, -q]}]")
        ]
    }

    static func missingTools(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        (facts.readiness?.missingTools ?? []).map { missing in
            RepositoryFinding(
                "missing_tool", .error,
                what: "the check '\(missing.check)' runs \(missing.program), which is not on PATH",
                why: "it fails, whatever a run changes", fix: "install \(missing.program)")
        }
    }

    static func failedChecks(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        (facts.readiness?.failed ?? []).map { failed in
            RepositoryFinding(
                "check_failed", .error,
                what: "the check '\(failed.name)' fails on HEAD: \(failed.rootCause)",
                why: "a run cannot tell what it breaks from what was broken",
                fix: failed.isUnequipped
                    ? equipment(failed) : "git autopack fix\nby hand: \(failed.command)")
        }
    }

    /// No edit mends what is not installed.
    private static func equipment(_ failed: ReadinessFacts.FailedCheck) -> String {
        guard let package = MissingPackage(in: failed.rootCause) else {
            return "install what it misses, then by hand: \(failed.command)"
        }
        return "\(package.install)\nand list \(package.name) in \(package.listing), where others"
            + " install from"
    }

    static func uncheckable(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        guard let trouble = facts.readiness?.trouble else { return [] }
        return [
            RepositoryFinding(
                "checks_not_run", .error, what: "the checks could not be run: \(trouble)",
                why: "a run would stop at its first check", fix: "git autopack doctor")
        ]
    }

    static func dirtyCheckout(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        guard facts.readiness?.isDirty == true else { return [] }
        return [
            RepositoryFinding(
                "dirty_checkout", what: "the checkout has uncommitted work",
                why: "a run starts from HEAD, and does not see it",
                fix: "git stash -u, or commit it\nto start from it: git autopack run --dirty")
        ]
    }

    static func behindUpstream(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        guard facts.readiness != nil, let upstream = facts.upstream, upstream.behind > 0,
            upstream.ahead == 0
        else { return [] }
        let (ours, theirs) = (upstream.branch.shortName, upstream.upstream.shortName)
        return [
            RepositoryFinding(
                "behind_upstream",
                what: "\(ours) is \(count(upstream.behind, "commit")) behind \(theirs)",
                why: "a run starts without them", fix: "git merge --ff-only \(shell(theirs))")
        ]
    }
}
