/// Builds bubblewrap's arguments from a profile.
///
/// Mounts are made in the order of the arguments, later ones on top: the system, private folders,
/// toolchains, tool caches, what the profile adds, the workspace over the checkout, and what is read-only or
/// hidden inside it.
struct Bubblewrap: Sendable {
    /// Where the launcher is visible inside.
    static let launcherInside = "/run/autopack-sandbox"

    let launcher: String
    let profile: SandboxProfile
    /// What is to run; its installation is visible where it is named by an absolute path.
    let program: String
    /// Where the launcher mounts the overlays of ``SandboxProfile/caches``; nil where it cannot.
    let stage: String?

    /// Where the home folder is inside.
    ///
    /// At the user's own path only where something that is needed lies below it; otherwise that
    /// path does not even exist.
    var home: String {
        guard let home = profile.home else { return Self.neutralHome }
        var places = [profile.checkout] + profile.writable + profile.toolchains(for: program)
        places += (profile.share + profile.readable).map(\.target)
        if stage != nil { places += profile.caches.map(\.target) }
        return places.contains { $0.isWithin(home) } ? home : Self.neutralHome
    }

    private static let neutralHome = "/home/autopack"

    /// The folders that can be written inside.
    var writable: [String] {
        var folders = Self.privateFolders + [home, profile.checkout] + profile.writable
        if stage != nil { folders += profile.caches.map(\.target) }
        return folders
    }

    private static let privateFolders = ["/tmp", "/var/tmp", "/dev/shm"]

    /// Everything between `bwrap` and `-- PROGRAM`.
    func arguments() -> [String] {
        namespaces + systemMounts + privateMounts + toolchainMounts + cacheMounts + profileMounts
            + workspaceMounts + hide(profile.hidden)
            + ["--ro-bind", launcher, Self.launcherInside, "--remount-ro", "/"]
            + ["--chdir", Self.join(profile.checkout, profile.workingDirectory)]
    }

    private var namespaces: [String] {
        let own = [
            "--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL",
            "--new-session", "--die-with-parent",
        ]
        return profile.network ? own + ["--share-net"] : own
    }

    private var systemMounts: [String] {
        var mounts: [String] = []
        for folder in SandboxProfile.system {
            switch FileSystemLook.kind(of: folder) {
            case .nothing, .file: continue
            case .directory: mounts += ["--ro-bind", folder, folder]
            case .link:
                guard let target = FileSystemLook.link(at: folder) else { continue }
                mounts += ["--symlink", target, folder]
            }
        }
        mounts += hide(SandboxProfile.systemSecrets)
        if let resolver = profile.resolver { mounts += ["--ro-bind", resolver, resolver] }
        return mounts + ["--proc", "/proc", "--dev", "/dev"]
    }

    private var privateMounts: [String] {
        (Self.privateFolders + [home]).flatMap { ["--tmpfs", $0] }
    }

    private var toolchainMounts: [String] {
        let roots = profile.toolchains(for: program)
        return roots.flatMap { ["--ro-bind", $0, $0] } + hide(profile.secrets(in: roots))
    }

    /// On top of the toolchains, which a cache may be a part of.
    private var cacheMounts: [String] {
        guard let stage else { return [] }
        return profile.caches.enumerated().flatMap { number, cache in
            ["--bind", "\(stage)/\(number)/all", cache.target]
        }
    }

    private var profileMounts: [String] {
        profile.readable.flatMap { ["--ro-bind", $0.source, $0.target] }
            + profile.writable.flatMap { ["--bind", $0, $0] }
    }

    private var workspaceMounts: [String] {
        var mounts = ["--bind", profile.workspace, profile.checkout]
        for name in profile.readOnly {
            let source = Self.join(profile.workspace, name)
            // A link would be followed, to wherever the candidate points it.
            let kind = FileSystemLook.kind(of: source)
            guard kind == .directory || kind == .file else { continue }
            mounts += ["--ro-bind", source, Self.join(profile.checkout, name)]
        }
        return mounts + profile.share.flatMap { ["--ro-bind", $0.source, $0.target] }
    }

    private func hide(_ paths: [String]) -> [String] {
        paths.flatMap { path -> [String] in
            switch FileSystemLook.kind(of: path) {
            case .nothing, .link: []
            case .directory: ["--tmpfs", path, "--remount-ro", path]
            case .file: ["--ro-bind", "/dev/null", path]
            }
        }
    }

    private static func join(_ folder: String, _ name: String) -> String {
        name.isEmpty ? folder : "\(folder)/\(name)"
    }
}
