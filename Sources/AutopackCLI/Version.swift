/// The program's version, as `git autopack version` prints it.
package enum Version {
    package static let number = "0.1.0"

    /// As a run records it.
    package static let tool = "git-autopack \(number)"
}
