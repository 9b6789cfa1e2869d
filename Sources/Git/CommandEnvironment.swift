/// What a git child sees: nothing that the repository, or the caller's shell, can use to run a
/// program or to point git elsewhere.
enum CommandEnvironment {
    /// Passed on as they are.
    private static let allowed: Set = [
        "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_ATTR_NOSYSTEM",
    ]

    /// Always so.
    ///
    /// The protocol list keeps a partial clone from fetching what is missing.
    private static let fixed = [
        "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": ":", "GIT_SEQUENCE_EDITOR": ":",
        "GIT_PAGER": "cat", "PAGER": "cat", "GIT_ASKPASS": "true", "SSH_ASKPASS": "true",
        "GIT_OPTIONAL_LOCKS": "0", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1", "GIT_LITERAL_PATHSPECS": "1", "GIT_ADVICE": "0",
    ]

    static func make(
        from environment: [String: String], location: RepositoryLocation
    ) -> [String: String] {
        var made = environment.filter { allowed.contains($0.key) }
        made.merge(fixed) { _, fixed in fixed }
        made["GIT_DIR"] = location.gitDirectory
        if let workTree = location.workTree { made["GIT_WORK_TREE"] = workTree }
        return made
    }

    /// Settings that name a program or change what git writes, for every call.
    static let settings = [
        "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.pager=cat", "core.editor=:",
        "core.fsync=all", "core.askPass=true", "core.sshCommand=false", "core.gitProxy=",
        "core.alternateRefsCommand=", "core.safecrlf=false", "core.quotePath=false",
        "credential.helper=", "diff.external=", "interactive.diffFilter=",
        "submodule.recurse=false", "diff.ignoreSubmodules=dirty", "status.submoduleSummary=false",
        "i18n.commitEncoding=UTF-8", "commit.gpgSign=false", "gpg.program=false",
        "maintenance.auto=false", "gc.auto=0",
    ]
}
