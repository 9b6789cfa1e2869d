import Effects
import Git

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The person's own editor, chosen as git chooses it.
struct Editor {
    private let session: Session

    init(_ session: Session) { self.session = session }

    /// Lets the person edit a text.
    ///
    /// - Parameter name: Of the file, which tells the editor what the text is.
    /// - Returns: The text as it was saved.
    func edit(_ text: String, name: String) throws(UserError) -> String {
        let command = try self.command()
        let files = session.world.files
        let path = "\(session.repository.commonDirectory)/autopack/edit/\(name)"
        do throws(FileFailure) {
            try files.write(path, Array(text.utf8))
            let status = run(command, path)
            guard status == 0 else {
                throw FileFailure(code: .other, path: path, detail: "exit \(status)")
            }
            let edited = try files.read(path)
            try files.remove(path)
            return String(decoding: edited, as: UTF8.self)
        } catch {
            throw UserError(
                .environment, "editor", "cannot edit \(path) with '\(command)': \(error.detail)",
                hint: "export GIT_EDITOR=vi")
        }
    }

    /// `GIT_EDITOR`, `core.editor`, `VISUAL`, `EDITOR`, `vi`, the first that is set; the setting of
    /// the repository itself does not count, since it could name any program.
    private func command() throws(UserError) -> String {
        let (environment, repository) = (session.world.environment, session.repository)
        let configured = try userGit { () throws(GitError) in
            try repository.configuration().entries(prefix: "core.").last {
                $0.name == "core.editor" && ($0.level == .global || $0.level == .xdg)
            }?.value
        }
        let named = [
            environment["GIT_EDITOR"], configured, environment["VISUAL"], environment["EDITOR"],
        ]
        return named.compactMap(\.self).first { !$0.isEmpty } ?? "vi"
    }

    /// Runs the editor on this terminal, through the shell as git does, and waits for it.
    private func run(_ command: String, _ path: String) -> Int32 {
        let words = ["sh", "-c", "\(command) \"$@\"", command, path]
        var arguments = words.map { strdup($0) }
        arguments.append(nil)
        defer { for word in arguments { free(word) } }
        var variables = session.world.environment.map { strdup("\($0.key)=\($0.value)") }
        variables.append(nil)
        defer { for variable in variables { free(variable) } }
        var child = pid_t()
        let started = posix_spawn(&child, "/bin/sh", nil, nil, arguments, variables)
        guard started == 0 else { return started }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status == 0 ? 0 : (status >> 8) & 0xff == 0 ? 1 : (status >> 8) & 0xff
    }
}
