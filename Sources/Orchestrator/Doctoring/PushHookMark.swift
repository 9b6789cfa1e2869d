/// How the second line of this program's `pre-push` hook begins, in every version of it.
package enum PushHookMark {
    package static let bytes = Array("# pre-push hook of git-autopack".utf8)
}
