import Git
import RunModel

/// Rules over what a repository is worked on with: the person, hooks, disks, configuration,
/// providers.
extension RepositoryDoctor {
    static func identity(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        guard let trouble = facts.identityTrouble else { return [] }
        return [
            RepositoryFinding(
                "identity", .error, what: trouble.detail,
                why: "no commit can be made, by you or by a run",
                fix: trouble.remedy
                    ?? "git config --global user.name 'Your Name'\n"
                    + "git config --global user.email you@example.com")
        ]
    }

    static func hooks(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        facts.hooks.map { hook in
            switch hook.trouble {
            case .notExecutable:
                RepositoryFinding(
                    "hook", what: "the hook \(hook.name) is not executable",
                    why: "git passes over it, and what it guards is unguarded",
                    fix: "chmod +x \(facts.shell(hook.path))")
            case .noInterpreter(let program):
                RepositoryFinding(
                    "hook",
                    what: "the hook \(hook.name) wants '\(program)', which is not there",
                    why: "git cannot start it, and refuses what it guards",
                    fix: "install it, or mend the first line of \(facts.shell(hook.path))")
            case .noFolder:
                RepositoryFinding(
                    "hook", what: "core.hooksPath names \(hook.path), which is not there",
                    why: "git runs no hook at all",
                    fix: "git config --show-origin core.hooksPath")
            case .bypassed(let folder):
                RepositoryFinding(
                    "hook",
                    what: "git-autopack's hook \(hook.name) stands in \(hook.path), and"
                        + " core.hooksPath names \(folder)",
                    why: "git does not run it, and what is pushed is not judged",
                    fix: "git autopack hooks install")
            }
        }
    }

    /// Below this no run is safe: a run writes objects, a workspace and caches.
    static let diskErrorBytes: Int64 = 100 << 20
    /// Below this it is time to look.
    static let diskWarningBytes: Int64 = 1 << 30

    static func disk(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        facts.disks.compactMap { disk in
            let files = disk.freeFiles ?? Int64.max
            guard disk.freeBytes < diskWarningBytes || files < 10_000 else { return nil }
            let isFull = disk.freeBytes < diskErrorBytes || files < 1000
            let room =
                disk.freeBytes < diskWarningBytes
                ? "\(disk.freeBytes >> 20) MB" : "room for \(files) files"
            return RepositoryFinding(
                "disk", isFull ? .error : .warning,
                what: "\(room) left for \(disk.purpose), in \(disk.path)",
                why: isFull
                    ? "writing fails half-way, and git leaves empty files behind"
                    : "a run needs room for objects, a workspace and what its checks build",
                fix: "df -h \(shell(disk.path))\ngit gc")
        }
    }

    static func configuration(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        facts.configurationErrors.map { sentence in
            RepositoryFinding(
                "configuration", .error, what: sentence, why: "no run starts with it",
                fix: "git autopack config check")
        }
            + facts.configurationWarnings.map { sentence in
                RepositoryFinding(
                    "configuration", what: sentence, why: "it has no effect",
                    fix: "git autopack config check")
            }
    }

    static func providers(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        facts.providers.map { fact in
            let (what, fix): (String, String) =
                switch fact.trouble {
                case .key(let variable, .empty):
                    ("\(variable) is set and empty", "unset \(variable)")
                case .key(let variable, .malformed):
                    (
                        "\(variable) has a blank or a control character in it",
                        "unset \(variable)\ngit autopack keys set \(fact.provider)"
                    )
                case .key(let variable, _):
                    ("no key in \(variable)", "git autopack keys set \(fact.provider)")
                case .noProgram(let program):
                    ("its program \(program) is not on PATH", "git autopack providers list")
                case .noFile(let file):
                    ("its recorded replies are not there: \(file)", "git autopack providers list")
                }
            return RepositoryFinding(
                "provider", what: "provider \(fact.provider): \(what)",
                why: "a run goes on without this provider", fix: fix)
        }
    }
}
