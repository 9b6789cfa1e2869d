extension RepositoryState {
    /// Git's own files, or what the repository is.
    static let kinds: [RepositoryState] = [
        RepositoryState(
            "cfg_malformed", "a configuration that git cannot read",
            script: #"""
                printf '[core\n\tbare = maybe\n' > .git/config
                """#,
            looks: [
                Look(
                    "status", 4,
                    """
                    error: cannot open the repository of DIR: failed to parse config file: \
                    missing ']' in section header (in DIR/.git/config:1)
                    hint: mend that file:
                    hint: ${EDITOR:-vi} DIR/.git/config
                    """),
                Look(
                    "health --offline --json", 4,
                    #"""
                    {"findings":[{"fix":"mend that file:\n${EDITOR:-vi} \#
                    DIR/.git/config","id":"unreadable","repairable":false,"severity":"error","what":"the repository cannot be opened: failed to parse config file: missing ']' in section header (in DIR/.git/config:1)","why":"no git command works here"}],"ok":false}
                    """#),
            ]),
        RepositoryState(
            "redirect_missing", "a .git file that leads nowhere",
            script: #"""
                mv .git away; printf 'gitdir: /nonexistent/place/.git\n' > .git
                """#,
            looks: [
                Look(
                    "status", 4,
                    #"""
                    error: cannot open the repository of DIR: DIR/.git leads to \#
                    /nonexistent/place/.git, which is no git directory
                    hint: where the repository of a linked worktree was moved:
                    hint: git -C NEW-PLACE worktree repair DIR
                    hint: else write down where it is:
                    hint: printf 'gitdir: %s\n' NEW-PLACE/.git > DIR/.git
                    """#),
                Look(
                    "doctor", 4,
                    #"""
                    error: cannot open the repository of DIR: DIR/.git leads to \#
                    /nonexistent/place/.git, which is no git directory
                    hint: where the repository of a linked worktree was moved:
                    hint: git -C NEW-PLACE worktree repair DIR
                    hint: else write down where it is:
                    hint: printf 'gitdir: %s\n' NEW-PLACE/.git > DIR/.git
                    """#),
            ],
            keeps: "! test -e /nonexistent"),
        RepositoryState(
            "redirect_loop", "a .git file that leads to itself",
            script: #"""
                mv .git away; printf 'gitdir: .git\n' > .git
                """#,
            looks: [
                Look(
                    "status", 4,
                    #"""
                    error: cannot open the repository of DIR: DIR/.git leads to itself
                    hint: where the repository of a linked worktree was moved:
                    hint: git -C NEW-PLACE worktree repair DIR
                    hint: else write down where it is:
                    hint: printf 'gitdir: %s\n' NEW-PLACE/.git > DIR/.git
                    """#)
            ]),
        RepositoryState(
            "redirect_alternates", "alternates that are not there",
            script: #"""
                printf '/nonexistent/objects\n' > .git/objects/info/alternates
                """#,
            looks: [
                Look("health --offline", 0, "all is well: nothing to mend"),
                Look("verify", 0, "HEAD: 2 commits, 0 checkpoints of runs: all is as it should be"),
            ]),
        RepositoryState(
            "state_empty", "a repository without a commit",
            ground: "", script: "",
            looks: [
                Look(
                    "status", 2,
                    """
                    error: cannot find the newest run: there is no run in this repository
                    hint: git autopack run "what you want done"
                    """),
                Look(
                    "health --offline", 4,
                    """
                    error no_commit
                      main has no commit yet
                      a run starts from a commit
                        git commit --allow-empty -m 'first commit'
                    """),
                Look(
                    "verify", 4,
                    """
                    error: cannot resolve 'HEAD': main has no commit yet
                    hint: make the first one
                    hint: git commit --allow-empty -m 'first commit'
                    """),
                Look(
                    "run --base HEAD~1", 4,
                    """
                    error: cannot start a run: main has no commit yet
                    hint: git commit --allow-empty -m 'first commit'
                    """),
                Look(
                    "run", 4,
                    """
                    error: cannot start a run: main has no commit yet
                    hint: git commit --allow-empty -m 'first commit'
                    """),
            ]),
        RepositoryState(
            "state_unborn", "a HEAD on a branch without a commit",
            script: "git symbolic-ref HEAD refs/heads/none",
            looks: [
                Look(
                    "health --offline", 4,
                    """
                    error no_commit
                      none has no commit yet
                      a run starts from a commit
                        git commit --allow-empty -m 'first commit'
                    """),
                Look(
                    "verify", 4,
                    """
                    error: cannot resolve 'HEAD': none has no commit yet
                    hint: make the first one
                    hint: git commit --allow-empty -m 'first commit'
                    """),
                Look(
                    "run", 4,
                    """
                    error: cannot start a run: none has no commit yet
                    hint: git commit --allow-empty -m 'first commit'
                    """),
            ],
            keeps: """
                test "$(git symbolic-ref HEAD)" = refs/heads/none && git ls-files \
                --error-unmatch data.txt
                """),
        RepositoryState(
            "state_bare", "a bare repository",
            script: """
                git clone -q --bare . ../bare.git
                rm -r -f .git README.md data.txt src
                mv ../bare.git/* .
                """,
            looks: [
                Look("health --offline", 0, "all is well: nothing to mend"),
                Look("verify", 0, "HEAD: 2 commits, 0 checkpoints of runs: all is as it should be"),
            ]),
        RepositoryState(
            "state_zero_head", "a HEAD without bytes",
            script: ": > .git/HEAD",
            looks: [
                Look(
                    "status", 4,
                    #"""
                    error: cannot read DIR/.git/HEAD: HEAD is empty and names no branch
                    hint: git autopack doctor --fix broken_head
                    hint: or by hand:
                    hint: printf 'ref: refs/heads/main\n' > .git/HEAD
                    """#),
                Look(
                    "health --offline", 4,
                    #"""
                    error broken_head  [--fix asks]
                      HEAD is empty and names no branch
                      git takes the folder for no repository at all
                        printf 'ref: refs/heads/main\n' > .git/HEAD
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """#),
                Look(
                    "verify", 4,
                    #"""
                    error: cannot read DIR/.git/HEAD: HEAD is empty and names no branch
                    hint: git autopack doctor --fix broken_head
                    hint: or by hand:
                    hint: printf 'ref: refs/heads/main\n' > .git/HEAD
                    """#),
                Look(
                    "run", 4,
                    #"""
                    error: cannot read DIR/.git/HEAD: HEAD is empty and names no branch
                    hint: git autopack doctor --fix broken_head
                    hint: or by hand:
                    hint: printf 'ref: refs/heads/main\n' > .git/HEAD
                    """#),
                Look(
                    "hooks status", 4,
                    #"""
                    error: cannot read DIR/.git/HEAD: HEAD is empty and names no branch
                    hint: git autopack doctor --fix broken_head
                    hint: or by hand:
                    hint: printf 'ref: refs/heads/main\n' > .git/HEAD
                    """#),
                Look(
                    "log", 4,
                    #"""
                    error: cannot read DIR/.git/HEAD: HEAD is empty and names no branch
                    hint: git autopack doctor --fix broken_head
                    hint: or by hand:
                    hint: printf 'ref: refs/heads/main\n' > .git/HEAD
                    """#),
            ],
            keeps: "! test -s .git/HEAD"),
        RepositoryState(
            "state_sha256", "a repository of SHA-256",
            script: """
                rm -rf .git
                git init -q -b main --object-format=sha256
                git add -A
                git commit -q -m first
                """,
            looks: [
                Look(
                    "status", 4,
                    """
                    error: cannot open the repository of DIR: its objects have sha256 names
                    hint: use a repository made with git init --object-format=sha1
                    """),
                Look(
                    "health --offline", 4,
                    """
                    error unsupported_format
                      git autopack cannot read this repository: its objects have sha256 names
                      no run can start here
                        use a repository made with git init --object-format=sha1
                    """),
                Look(
                    "run", 4,
                    """
                    error: cannot open the repository of DIR: its objects have sha256 names
                    hint: use a repository made with git init --object-format=sha1
                    """),
            ]),
        RepositoryState(
            "state_future_format", "a format of another time",
            script: "git config core.repositoryFormatVersion 99",
            looks: [
                Look(
                    "status", 4,
                    """
                    error: cannot open the repository of DIR: its format has version 99, and git \
                    knows 0 and 1
                    hint: take another clone; where the setting alone is wrong:
                    hint: git config --file DIR/.git/config core.repositoryFormatVersion 0
                    """),
                Look(
                    "health --offline", 4,
                    """
                    error unsupported_format
                      git autopack cannot read this repository: its format has version 99, and git
                      knows 0 and 1
                      no run can start here
                        take another clone; where the setting alone is wrong:
                        git config --file DIR/.git/config core.repositoryFormatVersion 0
                    """),
                Look(
                    "run", 4,
                    """
                    error: cannot open the repository of DIR: its format has version 99, and git \
                    knows 0 and 1
                    hint: take another clone; where the setting alone is wrong:
                    hint: git config --file DIR/.git/config core.repositoryFormatVersion 0
                    """),
            ]),
        RepositoryState(
            "state_unknown_ext", "refs that are stored otherwise",
            script: """
                git config core.repositoryFormatVersion 1
                git config extensions.refStorage reftable
                """,
            looks: [
                Look(
                    "status", 4,
                    """
                    error: cannot open the repository of DIR: its refs are stored as reftable
                    hint: convert them, with git 2.46 or newer:
                    hint: git refs migrate --ref-format=files
                    """),
                Look(
                    "health --offline", 4,
                    """
                    error unsupported_format
                      git autopack cannot read this repository: its refs are stored as reftable
                      no run can start here
                        convert them, with git 2.46 or newer:
                        git refs migrate --ref-format=files
                    """),
            ]),
    ]
}
