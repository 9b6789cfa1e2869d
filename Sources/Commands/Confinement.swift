/// The launcher's options for Landlock and for the filter of system calls.
///
/// Inside bubblewrap they hold what the mounts hold once more. Without it they are what there is,
/// and name one by one what a program may read.
struct Confinement: Sendable {
    let profile: SandboxProfile
    let layers: SandboxLayers

    /// Options for a program that bubblewrap runs.
    func options(inside: Bubblewrap) -> [String] {
        var words = layers.systemCallFilter ? ["--sockets", sockets(own: "inet")] : []
        guard layers.landlock > 0 else { return words }
        words += ["--read", "/", "--device", "/dev"]
        return words + inside.writable.flatMap { ["--write", $0] }
    }

    /// Options for a program that sees the machine as it is.
    func options(for program: String) -> [String] {
        // Without a network namespace even a loopback is the machine's.
        var words = layers.systemCallFilter ? ["--sockets", sockets(own: "unix")] : []
        guard layers.landlock > 0 else { return words }
        let toolchains = profile.toolchains(for: program)
        let hidden = SandboxProfile.systemSecrets + profile.secrets(in: toolchains) + profile.hidden
        var readable = SandboxProfile.system + toolchains + ["/proc"]
        readable += (profile.share + profile.readable).map(\.source)
        if let resolver = profile.resolver { readable.append(resolver) }
        words += readable.flatMap { Self.parts(of: $0, without: hidden) }
            .flatMap { ["--read", $0] }
        if !profile.network { words += ["--ports", "none"] }
        words += Self.devices.flatMap { ["--device", $0] }
        return words
            + ([profile.workspace, profile.scratch] + profile.writable).flatMap { ["--write", $0] }
    }

    private static let devices = [
        "null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts",
    ]
    .map { "/dev/\($0)" }

    private func sockets(own: String) -> String { profile.network ? "network" : own }

    /// A folder, or where it holds something hidden, all else that is in it.
    ///
    /// A rule of Landlock covers everything below a folder and has no exceptions.
    private static func parts(of folder: String, without hidden: [String]) -> [String] {
        guard !hidden.contains(where: { folder.isWithin($0) }) else { return [] }
        guard hidden.contains(where: { $0.isWithin(folder) }),
            FileSystemLook.kind(of: folder) == .directory
        else { return [folder] }
        return FileSystemLook.names(in: folder, limit: 4096).flatMap { name in
            parts(of: "\(folder)/\(name)", without: hidden)
        }
    }
}
