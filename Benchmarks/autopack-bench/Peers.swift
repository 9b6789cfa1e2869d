import TestSupport

/// The Python programs that do a part of what git autopack does, where `make bench-peers` put them.
struct Peers {
    private let folder: String

    init(folder: String) { self.folder = folder }

    /// Which of them are there.
    var text: String {
        [("mini-swe-agent", "mini"), ("aider", "aider")].map { name, program in
            "\(name): \(isInstalled(program) ? "installed" : "not installed")"
        }.joined(separator: ", ")
    }

    private func isInstalled(_ program: String) -> Bool {
        let path = folder.hasPrefix("/") ? folder : "\(PackageRoot.path)/\(folder)"
        let outcome =
            try? Invocation(
                "/usr/bin/test", ["-x", "\(path)/bin/\(program)"], environment: [:], in: "/"
            ).run()
        return outcome?.status == 0
    }
}
