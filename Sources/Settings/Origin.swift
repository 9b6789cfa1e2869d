/// Where a value was said.
package enum Origin: Hashable, Sendable {
    /// The defaults of the program, by the file of `config/` that holds them.
    case builtIn(String)
    /// A place of a file; lines and columns count from 1.
    case file(name: String, line: Int, column: Int)
    /// A key of git's own configuration.
    case git(scope: GitScope, key: String)
    /// A variable of the environment.
    case environment(String)
    /// A flag of the command line.
    case flag(String)
}

/// The level of git's configuration at which a key was found.
package enum GitScope: String, Sendable, CaseIterable {
    case system, global
    /// The repository's own `.git/config`, which sets nothing but what is marked local.
    case local
    /// One worktree's own configuration; as little trusted as ``local``.
    case worktree
    /// `git -c`, said by the person who runs the command.
    case command
}

extension Origin: CustomStringConvertible {
    /// The place as messages begin with it: `plan.yaml:4:3`, `git config --global autopack.yes`.
    package var description: String {
        switch self {
        case .builtIn(let file): "built in (\(file))"
        case .file(let name, let line, let column): "\(name):\(line):\(column)"
        case .git(.command, let key): "git -c \(key)"
        case .git(let scope, let key): "git config --\(scope.rawValue) \(key)"
        case .environment(let variable): "environment \(variable)"
        case .flag(let flag): "flag \(flag)"
        }
    }
}
