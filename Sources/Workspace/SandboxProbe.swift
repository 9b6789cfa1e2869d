package import Commands
package import Effects
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Remembers what a sandbox can do on this machine: to find out takes two programs and some 30 ms.
///
/// What was found is kept in the cache folder beside all that it follows from, and holds until the
/// machine starts anew or any of that is otherwise. Only the whole sandbox is remembered: what was
/// missing may have been installed or allowed since.
package enum SandboxProbe {
    private static let known = Mutex<[[String]: Sandbox]>([:])

    /// - Parameter cacheDirectory: See ``Workspace/cacheDirectory(environment:)``.
    static func result(
        _ processes: Processes, launcher: String, path: String, cacheDirectory: String
    ) async -> Sandbox {
        let key = [launcher, path]
        if let sandbox = known.withLock({ $0[key] }) { return sandbox }
        let sandbox = await remembered(
            processes, launcher: launcher, path: path, file: "\(cacheDirectory)/sandbox")
        known.withLock { $0[key] = sandbox }
        return sandbox
    }

    /// The sandbox of this machine, from the file or by a probe.
    ///
    /// - Parameters:
    ///   - processes: What runs the probe.
    ///   - launcher: See ``Sandbox/launcher(beside:)``.
    ///   - path: The `PATH` to look for `bwrap` in.
    ///   - file: Where it is kept.
    package static func remembered(
        _ processes: Processes, launcher: String, path: String, file: String
    ) async -> Sandbox {
        guard let bubblewrap = processes.find("bwrap", path),
            let machine = try? machine(launcher, bubblewrap)
        else { return await Sandbox.probe(processes, launcher: launcher, path: path) }
        let lines = DiskFile.text(file)?.split(separator: "\n", maxSplits: 1) ?? []
        if lines.count == 2, lines[0] == machine {
            let layers = SandboxLayers(features: String(lines[1]))
            return Sandbox(launcher: launcher, bubblewrap: bubblewrap, layers: layers)
        }
        let sandbox = await Sandbox.probe(processes, launcher: launcher, path: path)
        if sandbox.bubblewrap == bubblewrap {
            // A cache: where it cannot be written, the next program finds out again.
            try? DiskFile.write(Array("\(machine)\n\(sandbox.layers.features)".utf8), to: file)
        }
        return sandbox
    }

    /// A digest of what decides what the sandbox can do: this start of the kernel and what it allows,
    /// this process's rights and namespaces, and the two programs.
    private static func machine(
        _ launcher: String, _ bubblewrap: String
    ) throws(WorkspaceError) -> String {
        var facts = ["1", "\(geteuid())"]
        facts += [
            "/proc/sys/kernel/random/boot_id", "/proc/sys/kernel/unprivileged_userns_clone",
            "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
            "/proc/sys/user/max_user_namespaces", "/proc/self/attr/current", "/proc/self/cgroup",
        ].map { DiskFile.text($0) ?? "" }
        facts += (DiskFile.text("/proc/self/status") ?? "").split(separator: "\n")
            .filter { line in
                ["Cap", "NoNewPrivs", "Seccomp"].contains { line.hasPrefix($0) }
            }.map(String.init)
        facts += ["user", "mnt", "pid", "net", "cgroup"].map { name in
            status("/proc/self/ns/\(name)").map { "\($0.st_ino)" } ?? ""
        }
        facts += [launcher, bubblewrap].flatMap { program in
            [program, status(program).map { "\(FileStatus($0))" } ?? ""]
        }
        return try Digest.of(facts)
    }

    /// Of what a path leads to.
    private static func status(_ path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }
}
