/// What of the machine a sandboxed program needs, in every kind of sandbox.
extension SandboxProfile {
    /// Folders that every program may read.
    ///
    /// `/run` is not among them: its sockets lead outside.
    static let system = [
        "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix",
        "/gnu",
    ]

    /// Readable for root in its own namespace, and no program's business.
    static let systemSecrets = [
        "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-",
    ]

    /// The user's home folder, unless that is a place where nothing can be mounted.
    var home: String? {
        guard let home = environment["HOME"], home.hasPrefix("/"), home != "/",
            !home.isWithin(any: ["/proc", "/dev"]), !home.isWithin(any: Self.system)
        else { return nil }
        return home
    }

    /// With the network comes the name server, which `/etc/resolv.conf` may only link to.
    var resolver: String? {
        let folder = "/run/systemd/resolve"
        return network && FileSystemLook.kind(of: folder) == .directory ? folder : nil
    }

    /// The installations that the programs of `PATH` and this one belong to.
    func toolchains(for program: String) -> [String] {
        let path = environment["PATH"] ?? ""
        var folders = path.split(separator: ":").map(String.init)
        folders += share.map { "\($0.source)/bin" }
        let own = [checkout, workspace]
        var roots: [String] = []
        if let program = Self.absolute(program) {
            // Beside a program that is in no folder of programs lies what is nobody's business.
            let folder = program.enclosingFolder
            if folder.lastPathComponent == "bin" {
                folders.append(folder)
            } else if !program.isWithin(any: Self.system + own) {
                roots.append(program)
            }
        }
        let found = Toolchains.roots(of: folders, home: home ?? "/", readable: Self.system)
        return roots + found.filter { !$0.isWithin(any: own) }
    }

    /// What lies in installations and is nobody's business.
    func secrets(in roots: [String]) -> [String] {
        Toolchains.secrets(in: roots, home: home ?? "/")
    }

    /// The program where it stands at an absolute path without detours, as in a virtual environment.
    private static func absolute(_ program: String) -> String? {
        let names = program.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard program.hasPrefix("/"), names.allSatisfy({ !["", ".", ".."].contains($0) }),
            ExecutableSearch.look(at: program) == .executable
        else { return nil }
        return program
    }
}
