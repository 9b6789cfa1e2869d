import Orchestrator

/// The hook that git calls before a push, as `hooks/pre-push` of the project has it.
enum PushHookScript {
    /// Byte for byte the file, which a test compares.
    static let text = ##"""
        #!/bin/sh
        # pre-push hook of git-autopack, version 1
        #
        # Judges what is being pushed, then calls the hook that was here before, which
        # 'git autopack hooks install' has kept beside this one. 'git autopack hooks uninstall' puts that
        # one back as it was. 'git push --no-verify' passes both by.

        kept=${0%/*}/pre-push.before-autopack

        # Status 1: something was found; 3: something was in the way, and autopack.hook.strict is set.
        judge() {
            if ! command -v git-autopack >/dev/null 2>&1; then
                trouble 'git-autopack is not in PATH'
                return
            fi
            git autopack hook pre-push "$@"
            status=$?
            case $status in
            0 | 1 | 3 | 130) return "$status" ;;
            esac
            trouble "it ended with status $status"
        }

        # Trouble of its own fails no push, unless the user's configuration says so; what the repository's
        # own configuration says of it does not count.
        trouble() {
            echo "git-autopack: the push was not judged: $1" >&2
            strict=$(git config --show-scope --type=bool --get-all autopack.hook.strict 2>&1 |
                grep -Ev '^(local|worktree)' | tail -n 1)
            case $strict in
            *true)
                echo "git-autopack: autopack.hook.strict is set, so nothing is pushed" >&2
                return 3
                ;;
            fatal:*)
                echo "git-autopack: ${strict#fatal: }, so nothing is pushed" >&2
                return 3
                ;;
            esac
            echo "hint: git autopack hooks status" >&2
            return 0
        }

        # A shell script is read by its own shell under the name that it had: some look at $0.
        chain() {
            first=
            read -r first <"$kept" 2>/dev/null
            options=
            case $first in
            '#!'*' -'*) options=-${first#*' -'} first=${first%%' -'*} ;;
            esac
            case $first in
            '#!'*[/\ ]sh | '#!'*[/\ ]dash | '#!'*[/\ ]bash | '#!'*[/\ ]ksh | '#!'*[/\ ]zsh)
                shell=${first#'#!'}
                shell=${shell##* }
                # shellcheck disable=SC2016,SC2086 # the words are for that shell; no option is no word
                "$shell" $options -c 'autopack_kept=$1; shift; . "$autopack_kept"' \
                    "$0" "$kept" "$@"
                ;;
            *) "$kept" "$@" ;;
            esac
        }

        # 'git autopack hooks status' asks whether this hook runs, and for nothing else.
        if [ -n "${AUTOPACK_HOOK_PROOF-}" ] || [ ! -x "$kept" ]; then
            judge "$@"
            exit
        fi

        # Hooks that call themselves once more are called twice; one that calls this one goes round no more.
        AUTOPACK_HOOK_DEPTH=${AUTOPACK_HOOK_DEPTH-}+
        export AUTOPACK_HOOK_DEPTH
        if [ "$AUTOPACK_HOOK_DEPTH" = +++ ]; then
            judge "$@"
            exit
        fi

        # The list of what is pushed goes to both, byte for byte.
        pushed=$(cat && echo .)
        pushed=${pushed%.}
        printf %s "$pushed" 2>/dev/null | judge "$@" || exit
        printf %s "$pushed" 2>/dev/null | chain "$@"

        """##

    static let bytes = Array(text.utf8)

    /// Whether a script is this one, in this or an earlier version.
    static func isOurs(_ script: [UInt8]) -> Bool {
        script.split(separator: 0x0a).prefix(2).last.map { $0.starts(with: PushHookMark.bytes) }
            ?? false
    }
}
