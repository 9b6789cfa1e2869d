import Git
import RunModel

/// The rule-based Doctor: judges a repository by facts alone, offline and free.
///
/// Pure: the same facts give the same findings. Each rule has an id that `doctor --fix ID` takes,
/// and looks at its own part of the facts.
package enum RepositoryDoctor {
    /// One rule.
    package struct Rule: Sendable {
        /// As `stale_lock`.
        package let id: String
        let judge: @Sendable (RepositoryFacts) -> [RepositoryFinding]

        /// What the rule finds.
        package func findings(of facts: RepositoryFacts) -> [RepositoryFinding] { judge(facts) }
    }

    /// Every rule, in the order in which a person wants to read of them.
    package static let rules: [Rule] = [
        Rule(id: "unsupported_format", judge: unsupportedFormat),
        Rule(id: "unreadable", judge: unreadable),
        Rule(id: "broken_head", judge: brokenHead),
        Rule(id: "linked_folder", judge: linkedFolders),
        Rule(id: "endless_file", judge: endlessFiles),
        Rule(id: "packed_refs", judge: packedRefs),
        Rule(id: "zero_byte_ref", judge: zeroByteRefs),
        Rule(id: "stale_lock", judge: staleLocks),
        Rule(id: "lock_held", judge: heldLocks),
        Rule(id: "zero_byte_object", judge: zeroByteObjects),
        Rule(id: "missing_object", judge: missingObjects),
        Rule(id: "broken_tree", judge: brokenTree),
        Rule(id: "index_damaged", judge: damagedIndex),
        Rule(id: "merge_in_progress", judge: { operation(.merge, $0) }),
        Rule(id: "rebase_in_progress", judge: { operation(.rebase, $0) }),
        Rule(id: "cherry_pick_in_progress", judge: { operation(.cherryPick, $0) }),
        Rule(id: "revert_in_progress", judge: { operation(.revert, $0) }),
        Rule(id: "am_in_progress", judge: { operation(.am, $0) }),
        Rule(id: "bisect_in_progress", judge: { operation(.bisect, $0) }),
        Rule(id: "unmerged_files", judge: unmergedFiles),
        Rule(id: "missing_files", judge: missingFiles),
        Rule(id: "replaced_file", judge: replacedFiles),
        Rule(id: "no_commit", judge: noCommit),
        Rule(id: "detached_head", judge: detachedHead),
        Rule(id: "diverged_branch", judge: divergedBranch),
        Rule(id: "lost_worktree", judge: lostWorktrees),
        Rule(id: "identity", judge: identity),
        Rule(id: "hook", judge: hooks),
        Rule(id: "disk", judge: disk),
        Rule(id: "configuration", judge: configuration),
        Rule(id: "provider", judge: providers),
        Rule(id: "invalid_state_word", judge: invalidWords),
        Rule(id: "run_unreadable", judge: unreadableRuns),
        Rule(id: "run_unfinished", judge: unfinishedRuns),
        Rule(id: "run_stale", judge: staleRuns),
        Rule(id: "run_orphaned", judge: orphanedRuns),
        Rule(id: "missing_tool", judge: missingTools),
        Rule(id: "check_failed", judge: failedChecks),
        Rule(id: "checks_not_run", judge: uncheckable),
        Rule(id: "no_checks", judge: unchecked),
        Rule(id: "dirty_checkout", judge: dirtyCheckout),
        Rule(id: "behind_upstream", judge: behindUpstream),
    ]

    /// What all rules find, errors first.
    package static func findings(of facts: RepositoryFacts) -> [RepositoryFinding] {
        let found = rules.flatMap { $0.findings(of: facts) }
        return HealthFinding.Severity.allCases.flatMap { severity in
            found.filter { $0.severity == severity }
        }
    }

    // MARK: Words

    /// At most three names, and how many more there are.
    static func list(_ names: [String]) -> String {
        let more = names.count - 3
        return names.prefix(3).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    static func count(_ number: Int, _ word: String, plural: String? = nil) -> String {
        number == 1 ? "1 \(word)" : "\(number) \(plural ?? "\(word)s")"
    }

    /// A word of a shell command, quoted where that is needed.
    static func shell(_ word: String) -> String { ShellWord.quoted(word) }

    /// As `12 s`, `5 min`, `3 h` or `20 days`.
    static func age(_ seconds: Int) -> String {
        switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3600) h"
        default: "\(seconds / 86_400) days"
        }
    }
}
