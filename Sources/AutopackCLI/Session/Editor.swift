import Effects
import Git
import RunModel
import Settings

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

    /// Lets the person edit a plan.
    ///
    /// What was written is kept where it is no plan, and its place is told.
    ///
    /// - Parameters:
    ///   - text: The plan as a file.
    ///   - name: Of the file, which tells the editor what the text is.
    /// - Returns: The plan, and the file as it was saved.
    func edit(plan text: [UInt8], name: String) throws(UserError) -> (plan: Plan, text: [UInt8]) {
        let files = session.world.files
        let path = "\(session.repository.commonDirectory)/autopack/edit/\(name)"
        let edited = try edit(text, at: path)
        do throws(SettingsError) {
            let plan = try PlanFile.read(edited, name: path)
            // A leftover of a plan that is stored elsewhere does no harm.
            try? files.remove(path)
            return (plan, edited)
        } catch {
            throw UserError(error)
        }
    }

    private func edit(_ text: [UInt8], at path: String) throws(UserError) -> [UInt8] {
        let command = try self.command()
        let files = session.world.files
        do throws(FileFailure) {
            try files.write(path, text)
            let status = run(command, path)
            guard status == 0 else {
                throw FileFailure(code: .other, path: path, detail: "exit \(status)")
            }
            return try files.read(path)
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
