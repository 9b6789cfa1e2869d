package import Effects

extension Sandbox {
    /// Finds out what this machine has, by using it.
    ///
    /// That bubblewrap is installed does not mean that the kernel lets it work, and the same holds
    /// for overlays.
    ///
    /// - Parameters:
    ///   - processes: What runs it.
    ///   - launcher: See ``launcher(beside:)``.
    ///   - path: The `PATH` to look for `bwrap` in.
    package static func probe(
        _ processes: Processes, launcher: String, path: String
    ) async -> Sandbox {
        var layers = await layers(processes, launcher: launcher)
        guard let bubblewrap = processes.find("bwrap", path) else {
            return Sandbox(
                launcher: launcher, withoutBubblewrap: "bubblewrap is not installed",
                layers: layers)
        }
        var trouble: String?
        for overlays in [true, false] {
            layers.overlays = overlays
            let sandbox = Sandbox(launcher: launcher, bubblewrap: bubblewrap, layers: layers)
            trouble = await sandbox.trouble(processes, path: path)
            if trouble == nil { return sandbox }
        }
        return Sandbox(
            launcher: launcher,
            withoutBubblewrap: "bubblewrap does not work here (\(trouble ?? ""))", layers: layers)
    }

    private static func layers(
        _ processes: Processes, launcher: String
    ) async -> SandboxLayers {
        var request = ProcessRequest(
            executable: launcher, arguments: ["--features"], environment: [:],
            workingDirectory: "/")
        request.timeoutSeconds = 10
        guard let result = try? await processes.run(request), result.succeeded else {
            return SandboxLayers()
        }
        return SandboxLayers(features: String(decoding: result.standardOutput, as: UTF8.self))
    }

    /// What keeps this sandbox from running a program; nil where nothing does.
    private func trouble(_ processes: Processes, path: String) async -> String? {
        // The folder of the launcher is one that exists; it is only looked at.
        let folder = launcher.enclosingFolder
        var profile = SandboxProfile(
            workspace: folder, checkout: "/tmp/probe",
            environment: Self.environment(from: ["PATH": path], names: []), scratch: "/dev/shm")
        // Joining a control group costs several milliseconds, and whether one can be made is known.
        profile.limits.processes = nil
        profile.caches = [SandboxProfile.Bind("/etc", at: "/tmp/cache")]
        var request = request("/bin/sh", ["-c", "exit 42"], in: profile)
        request.timeoutSeconds = 10
        do throws(ProcessFailure) {
            let result = try await processes.run(request)
            guard result.end != .exited(42) else { return nil }
            return String(decoding: result.standardError, as: UTF8.self)
                .split(separator: "\n").last.map(String.init) ?? "it ended with \(result.end)"
        } catch {
            return error.detail
        }
    }
}
