package import Effects

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How this machine runs programs that may be hostile: checks, fix commands, external agents.
///
/// Always through `autopack-sandbox`, which leaves no process behind; inside bubblewrap where that
/// works. Decided once by ``probe(_:launcher:path:)``; what is not possible is in ``gaps``.
package struct Sandbox: Sendable, Equatable {
    /// The absolute path of `autopack-sandbox`.
    package let launcher: String
    /// The absolute path of `bwrap`, or nil where it is not installed or does not work.
    package let bubblewrap: String?
    /// What a program could do that it should not be able to do, to be printed; one line each.
    package let gaps: [String]

    /// Without bubblewrap.
    ///
    /// - Parameter reason: Why, in lower case, as `bubblewrap is not installed`.
    package init(launcher: String, withoutBubblewrap reason: String) {
        self.launcher = launcher
        bubblewrap = nil
        gaps = [
            "no namespace sandbox: \(reason)",
            "the checks run in the workspace's own path, so what names the checkout by an absolute"
                + " path (editable installs, virtual environments) tests the checkout",
            "commands can read and write the files of this user outside the workspace",
            "commands can reach the network and the other processes of this user",
        ]
    }

    /// With bubblewrap.
    package init(launcher: String, bubblewrap: String) {
        self.launcher = launcher
        self.bubblewrap = bubblewrap
        gaps = []
    }

    /// Tries bubblewrap out; that it is installed does not mean that the kernel lets it work.
    ///
    /// - Parameters:
    ///   - processes: What runs it.
    ///   - launcher: See ``launcher(beside:)``.
    ///   - path: The `PATH` to look for `bwrap` in.
    package static func probe(
        _ processes: Processes, launcher: String, path: String
    ) async -> Sandbox {
        guard let bubblewrap = processes.find("bwrap", path) else {
            return Sandbox(launcher: launcher, withoutBubblewrap: "bubblewrap is not installed")
        }
        let sandbox = Sandbox(launcher: launcher, bubblewrap: bubblewrap)
        // The folder of the launcher is one that exists; it is only looked at.
        let folder = launcher.enclosingFolder
        let profile = SandboxProfile(
            workspace: folder, checkout: "/tmp/probe",
            environment: environment(from: ["PATH": path], names: []), scratch: folder)
        var request = sandbox.request("/bin/sh", ["-c", "exit 42"], in: profile)
        request.timeoutSeconds = 10
        do throws(ProcessFailure) {
            let result = try await processes.run(request)
            guard result.end != .exited(42) else { return sandbox }
            let message =
                String(decoding: result.standardError, as: UTF8.self)
                .split(separator: "\n").last ?? "it ended with \(result.end)"
            return Sandbox(
                launcher: launcher, withoutBubblewrap: "bubblewrap does not work here (\(message))")
        } catch {
            return Sandbox(
                launcher: launcher,
                withoutBubblewrap: "bubblewrap does not work here (\(error.detail))")
        }
    }

    /// Describes a sandboxed program as a process to run.
    ///
    /// With bubblewrap the launcher is there twice: outside it ends what bubblewrap leaves, inside
    /// it sets the limits and becomes the place of Landlock and seccomp, which bubblewrap itself
    /// could not work under. Time limit and output limit are the caller's to set on the result.
    ///
    /// Status 127 with a message of `autopack-sandbox` means that the program was not found, 126
    /// that it cannot be executed, 125 that the launcher failed; 128 + n that signal n ended it.
    ///
    /// - Parameters:
    ///   - program: A bare name, looked up in the profile's `PATH`; an absolute path, which makes its
    ///     installation visible; or a path with a slash, relative to the working directory.
    ///   - arguments: The arguments after the program's own name.
    ///   - profile: What it may see and do.
    package func request(
        _ program: String, _ arguments: [String], in profile: SandboxProfile
    ) -> ProcessRequest {
        var words = ["--parent", String(getpid())]
        var environment = profile.environment
        var folder = profile.workspace
        if let bubblewrap {
            let inside = Bubblewrap(launcher: launcher, profile: profile, program: program)
            words += ["--", bubblewrap] + inside.arguments()
            words += ["--", Bubblewrap.launcherInside]
            environment["TMPDIR"] = "/tmp"
            folder = "/"
        } else {
            environment["HOME"] = profile.scratch
            environment["TMPDIR"] = profile.scratch
            if !profile.workingDirectory.isEmpty { folder += "/\(profile.workingDirectory)" }
        }
        words += profile.limits.options + ["--", program] + arguments
        return ProcessRequest(
            executable: launcher, arguments: words, environment: environment,
            workingDirectory: folder)
    }
}

// MARK: - The environment

extension Sandbox {
    /// The variables that a sandboxed program gets, from those that this program was started with.
    ///
    /// An allow-list, so that no key is passed by being forgotten.
    ///
    /// - Parameters:
    ///   - outer: The variables to choose from.
    ///   - names: Further variables that the user's configuration names.
    package static func environment(
        from outer: [String: String], names: [String]
    ) -> [String: String] {
        var inner = outer.filter { name, _ in
            ["PATH", "HOME", "LANG", "TZ"].contains(name) || name.hasPrefix("LC_")
        }
        inner["PATH"] = inner["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        inner["HOME"] = inner["HOME"] ?? "/home/nobody"
        inner["TMPDIR"] = "/tmp"
        inner["TERM"] = "dumb"
        inner["CI"] = "1"
        inner["PYTHONUTF8"] = "1"
        for name in names { inner[name] = outer[name] ?? inner[name] }
        return inner
    }
}

// MARK: - The launcher

extension Sandbox {
    /// The launcher that belongs to an executable: beside it, as in a build folder, or where
    /// installing puts it, `../libexec/git-autopack/`.
    package static func launcher(beside executable: String) -> String? {
        let folder = executable.enclosingFolder
        return ["\(folder)/autopack-sandbox", "\(folder)/../libexec/git-autopack/autopack-sandbox"]
            .first { ExecutableSearch.look(at: $0) == .executable }
            .flatMap(FileSystemLook.resolved)
    }

    /// The launcher that belongs to the running program.
    package static func ownLauncher() -> String? {
        FileSystemLook.resolved("/proc/self/exe").flatMap(launcher(beside:))
    }
}
