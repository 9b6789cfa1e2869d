/// Builds bubblewrap's arguments from a profile.
///
/// Mounts are made in the order of the arguments, later ones on top: the system, private folders,
/// toolchains, what the profile adds, the workspace over the checkout, and what is read-only or
/// hidden inside it.
struct Bubblewrap: Sendable {
    /// Where the launcher is visible inside.
    static let launcherInside = "/run/autopack-sandbox"

    /// Folders that every program may read.
    ///
    /// `/run` is not among them: its sockets lead outside.
    private static let system = [
        "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix",
        "/gnu",
    ]

    /// Readable for root in its own namespace, and no program's business.
    private static let systemSecrets = [
        "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-",
    ]

    let launcher: String
    let profile: SandboxProfile
    /// What is to run; its installation is visible where it is named by an absolute path.
    let program: String

    /// Everything between `bwrap` and `-- PROGRAM`.
    func arguments() -> [String] {
        namespaces + systemMounts + privateMounts + toolchainMounts + profileMounts
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
        for folder in Self.system {
            switch FileSystemLook.kind(of: folder) {
            case .nothing, .file: continue
            case .directory: mounts += ["--ro-bind", folder, folder]
            case .link:
                guard let target = FileSystemLook.link(at: folder) else { continue }
                mounts += ["--symlink", target, folder]
            }
        }
        mounts += hide(Self.systemSecrets)
        // With the network comes the name server, which `/etc/resolv.conf` may only link to.
        let resolver = "/run/systemd/resolve"
        if profile.network, FileSystemLook.kind(of: resolver) == .directory {
            mounts += ["--ro-bind", resolver, resolver]
        }
        return mounts + ["--proc", "/proc", "--dev", "/dev"]
    }

    private var privateMounts: [String] {
        var folders = ["/tmp", "/var/tmp", "/dev/shm"]
        if let home { folders.append(home) }
        return folders.flatMap { ["--tmpfs", $0] }
    }

    /// The home folder, unless that is a place where nothing can be mounted.
    private var home: String? {
        guard let home = profile.environment["HOME"], home.hasPrefix("/"), home != "/",
            !home.isWithin(any: ["/proc", "/dev"]), !home.isWithin(any: Self.system)
        else { return nil }
        return home
    }

    private var toolchainMounts: [String] {
        let path = profile.environment["PATH"] ?? ""
        let home = home ?? "/"
        var folders = path.split(separator: ":").map(String.init)
        folders += profile.share.map { "\($0.source)/bin" }
        let readable = Self.system + [profile.checkout, profile.workspace]
        var roots: [String] = []
        if let program = absoluteProgram {
            // Beside a program that is in no folder of programs lies what is nobody's business.
            let folder = program.enclosingFolder
            if folder.lastPathComponent == "bin" {
                folders.append(folder)
            } else if !program.isWithin(any: readable) {
                roots.append(program)
            }
        }
        roots += Toolchains.roots(of: folders, home: home, readable: readable)
        return roots.flatMap { ["--ro-bind", $0, $0] }
            + hide(Toolchains.secrets(in: roots, home: home))
    }

    /// The program where it stands at an absolute path without detours, as in a virtual environment.
    private var absoluteProgram: String? {
        let names = program.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard program.hasPrefix("/"), names.allSatisfy({ !["", ".", ".."].contains($0) }),
            ExecutableSearch.look(at: program) == .executable
        else { return nil }
        return program
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
