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
/// works; under Landlock and a filter of system calls where the kernel has them. Decided once by
/// ``probe(_:launcher:path:)``; what is not possible is in ``gaps``.
package struct Sandbox: Sendable, Equatable {
    /// The absolute path of `autopack-sandbox`.
    package let launcher: String
    /// The absolute path of `bwrap`, or nil where it is not installed or does not work.
    package let bubblewrap: String?
    /// What there is beneath it, or instead of it.
    package let layers: SandboxLayers
    /// What a program could do that it should not be able to do, to be printed; one line each.
    package let gaps: [String]

    /// Without bubblewrap.
    ///
    /// - Parameters:
    ///   - reason: Why, in lower case, as `bubblewrap is not installed`.
    ///   - layers: What is there instead; nothing where the user switched the sandbox off.
    package init(
        launcher: String, withoutBubblewrap reason: String, layers: SandboxLayers = SandboxLayers()
    ) {
        self.launcher = launcher
        bubblewrap = nil
        self.layers = layers
        gaps = SandboxGaps.withoutBubblewrap(reason, layers)
    }

    /// With bubblewrap.
    package init(launcher: String, bubblewrap: String, layers: SandboxLayers) {
        self.launcher = launcher
        self.bubblewrap = bubblewrap
        self.layers = layers
        gaps = SandboxGaps.withBubblewrap(layers)
    }

    /// Whether something keeps a program from the user's files; a few processes and limits do not.
    package var confinesFiles: Bool { bubblewrap != nil || layers.landlock > 0 }

    /// Describes a sandboxed program as a process to run.
    ///
    /// With bubblewrap the launcher is there twice: outside it ends what bubblewrap leaves, mounts
    /// overlays and counts processes; inside it sets the limits, Landlock and the filter of system
    /// calls, which bubblewrap itself could not work under. Time limit and output limit are the
    /// caller's to set on the result.
    ///
    /// Status 127 with a message of `autopack-sandbox` means that the program was not found, 126
    /// that it cannot be executed, 125 that the launcher failed; 128 + n that signal n ended it.
    ///
    /// - Parameters:
    ///   - program: A bare name, looked up in the profile's `PATH`; an absolute path, which makes its
    ///     installation visible; or a path with a slash, relative to the working directory.
    ///   - arguments: The arguments after the program's own name.
    ///   - profile: What it may see and do.
    ///   - seconds: After which the launcher itself ends it with status 124.
    package func request(
        _ program: String, _ arguments: [String], in profile: SandboxProfile, seconds: Int? = nil
    ) -> ProcessRequest {
        var words = ["--parent", String(getpid())]
        if let seconds { words += ["--seconds", String(seconds)] }
        if layers.processGroup, let most = profile.limits.processes {
            words += ["--group", String(most)]
        }
        var environment = profile.environment
        var folder = profile.workspace
        let confinement = Confinement(profile: profile, layers: layers)
        if let bubblewrap {
            let stage = layers.overlays ? profile.scratch : nil
            let inside = Bubblewrap(
                launcher: launcher, profile: profile, program: program, stage: stage)
            if let stage, !profile.caches.isEmpty {
                words += ["--stage", stage]
                words += profile.caches.flatMap { ["--overlay", $0.source] }
            }
            // Only who may make namespaces can become a program that may not.
            words += ["--privileges", "keep", "--", bubblewrap] + inside.arguments()
            words += ["--", Bubblewrap.launcherInside] + confinement.options(inside: inside)
            environment["HOME"] = inside.home
            environment["TMPDIR"] = "/tmp"
            folder = "/"
        } else {
            words += confinement.options(for: program)
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
