import Effects
import Git

/// The hook of this program among the hooks of a repository.
///
/// What was there before is kept beside it under another name, in the same folder, since scripts
/// look for what lies beside them; it is called after this one with the same list and arguments.
struct PushHook {
    static let name = "pre-push"
    static let keptName = "pre-push.before-autopack"
    /// Where other programs that put their hook in its place move what they find, and whether
    /// theirs goes on calling it.
    private static let otherPlaces = [
        (name: "pre-push.legacy", manager: "pre-commit", calls: true),
        (name: "pre-push.old", manager: "lefthook", calls: false),
    ]

    let folder: HookFolder
    private let hooks: UserHooks
    private let session: Session

    init(_ session: Session) async throws(UserError) {
        self.session = session
        let hooks = UserHooks(
            location: session.repository.location, environment: session.world.environment,
            processes: session.world.processes)
        self.hooks = hooks
        do throws(GitError) {
            folder = HookFolder(try await hooks.folder())
        } catch {
            throw UserError(error)
        }
    }

    /// The path at which git looks for it.
    var path: String { folder.path(of: PushHook.name) }

    /// What git would run here is this program's hook.
    var isInstalled: Bool { isOurs(PushHook.name) }

    /// The hook that was here before, where git would run it.
    var chained: String? {
        folder.isExecutable(PushHook.keptName) ? folder.path(of: PushHook.keptName) : nil
    }

    /// Who else meets the hook where `core.hooksPath` names the folder; nil: nobody does.
    var reach: String? {
        let location = session.repository.location
        guard folder.path != "\(location.commonDirectory)/hooks" else { return nil }
        if let workTree = location.workTree, folder.path.hasPrefix("\(workTree)/") {
            return "core.hooksPath names a folder of the checkout, so 'git status' shows the change"
        }
        return "core.hooksPath names this folder, so the hook judges the pushes of every"
            + " repository that shares it"
    }

    // MARK: Changing

    /// Puts the hook in its place.
    ///
    /// - Returns: False where it was there already.
    func install() throws(UserError) -> Bool {
        if let obstacle {
            throw UserError(
                .environment, "no_hooks", "cannot install the hook: \(obstacle.why)",
                hint: obstacle.fix)
        }
        // Called by two, it would call itself in a circle.
        guard !isCurrent, movedPlace?.calls != true else { return false }
        try userGit { () throws(GitError) in
            // An earlier version of it only gives way.
            if let found = try folder.hook(PushHook.name), !isInstalled { try keep(found) }
        }
        do throws(GitError) {
            try folder.put(.program(PushHookScript.bytes), as: PushHook.name)
        } catch {
            throw UserError(
                .environment, "no_hooks", "cannot \(error.operation): \(error.detail)",
                hint: "ls -ld '\(folder.path)'\n\(Self.whereFromHint)")
        }
        return true
    }

    /// Puts back what was there before.
    ///
    /// - Returns: False where the hook was not there.
    func uninstall() throws(UserError) -> Bool {
        try userGit { () throws(GitError) in
            let kept = try folder.hook(PushHook.keptName)
            guard let place = isInstalled ? PushHook.name : movedPlace?.name else {
                guard kept != nil else { return false }
                throw GitError(
                    .conflict, "take the hook away",
                    detail: "\(path) is not git-autopack's any more, and what was there before it"
                        + " is still kept",
                    remedy: "mv '\(folder.path(of: PushHook.keptName))' '\(path)'    if you want"
                        + " it back")
            }
            guard let kept else {
                try folder.remove(place)
                return true
            }
            try folder.put(kept, as: place)
            try folder.remove(PushHook.keptName)
            return true
        }
    }

    /// What keeps a hook of this program from standing where git looks; nil where nothing does.
    private var obstacle: (why: String, fix: String)? {
        // Whoever wants no hook at all says so.
        if folder.path == "/dev/null" {
            return ("core.hooksPath is /dev/null, so git runs no hook", Self.whereFromHint)
        }
        if folder.path.isEmpty {
            return (
                "core.hooksPath is empty, so git looks for hooks in /",
                Self.whereFromHint + "\ngit config --unset core.hooksPath"
            )
        }
        // A link that a repository came with may lead anywhere; what a person names is meant.
        let own = "\(session.repository.location.commonDirectory)/hooks"
        if folder.path == own, let target = folder.linkTarget {
            return (
                "\(own) is a link to \(target), which may be somebody else's",
                "rm '\(own)' && mkdir '\(own)'\nto have it there all the same:"
                    + " git config core.hooksPath '\(target)'"
            )
        }
        if folder.isFolder(PushHook.name) {
            return ("\(path) is a folder, and git runs none", "mv '\(path)' '\(path).old'")
        }
        return nil
    }

    private static let whereFromHint = "git config --show-origin --get-all core.hooksPath"

    /// Keeps what stands in the place, so that it can be called and put back.
    private func keep(_ found: HookFolder.Hook) throws(GitError) {
        if let kept = try folder.hook(PushHook.keptName), kept.bytes != found.bytes {
            throw GitError(
                .exists, "install the hook",
                detail: "\(folder.path(of: PushHook.keptName)) is there from an earlier"
                    + " installation, and \(path) has been replaced since",
                remedy: "remove the one of the two that you do not need")
        }
        try folder.put(found, as: PushHook.keptName)
    }

    /// This version of it stands there, and git may run it.
    private var isCurrent: Bool {
        folder.script(PushHook.name) == PushHookScript.bytes && folder.isExecutable(PushHook.name)
    }

    /// Where another program has moved it; nil where it has not.
    private var movedPlace: (name: String, manager: String, calls: Bool)? {
        guard !isInstalled else { return nil }
        return Self.otherPlaces.first { isOurs($0.name) }
    }

    private func isOurs(_ name: String) -> Bool {
        folder.script(name).map(PushHookScript.isOurs) ?? false
    }

    // MARK: Proving

    /// The variable that asks the hook for nothing but a sign of life.
    static let proofVariable = "AUTOPACK_HOOK_PROOF"

    /// What a hook answers to that.
    static func answer(to question: String) -> String { "autopack-hook-runs \(question)" }

    /// Has git call the hook with an empty list, and says how far that came.
    ///
    /// - Parameter callsForeign: Also where another program's hook stands first, which then runs.
    func status(callsForeign: Bool = false) async throws(UserError) -> PushHookStatus {
        var status = PushHookStatus(
            isInstalled: isInstalled, path: path, chained: isInstalled ? chained : nil)
        // Nothing that a repository brought along is run for a question.
        guard isInstalled || callsForeign else {
            (status.why, status.fix) = obstacle ?? whyNotInstalled
            return status
        }
        guard folder.script(PushHook.name) == PushHookScript.bytes || callsForeign else {
            status.why = "it is another version of the hook than this program's"
            status.fix = "git autopack hooks install"
            return status
        }
        let question = "\(session.world.random.next())"
        let result: ProcessAnswer
        do throws(GitError) {
            result = ProcessAnswer(
                try await hooks.call(
                    PushHook.name, ["origin", "hooks-status"],
                    with: [PushHook.proofVariable: question]))
        } catch {
            throw UserError(error)
        }
        status.runs = result.text.contains(PushHook.answer(to: question))
        if !status.runs { (status.why, status.fix) = why(result) }
        status.isInstalled = status.isInstalled || status.runs
        return status
    }

    private var whyNotInstalled: (String, String) {
        if let moved = movedPlace {
            return (
                "\(moved.manager) has put its own hook in the place, and moved this one to"
                    + " \(moved.name)",
                moved.calls
                    ? "git autopack hooks status --call    which runs \(moved.manager)'s hook too"
                    : "git autopack hooks install"
            )
        }
        let isThere = folder.script(PushHook.name) != nil
        return (
            isThere ? "another hook stands there" : "there is no hook",
            "git autopack hooks install"
        )
    }

    private func why(_ answer: ProcessAnswer) -> (String, String) {
        if answer.text.contains("git-autopack is not in PATH") {
            return (
                "the hook runs and does not find git-autopack", "export PATH=\"$PATH:/path/to/bin\""
            )
        }
        guard folder.isExecutable(PushHook.name) else {
            return ("it is not executable, and git passes over it", "chmod +x '\(path)'")
        }
        let words = answer.text.split(separator: "\n").last.map { ": \($0)" } ?? ""
        return ("git called it, and it did not answer\(words)", "GIT_TRACE=1 git push --dry-run")
    }
}
