/// What this machine has of the layers beneath bubblewrap.
package struct SandboxLayers: Sendable, Equatable {
    /// The version of the kernel's Landlock; 0 where there is none.
    package var landlock: Int
    /// Whether system calls can be filtered (seccomp).
    package var systemCallFilter: Bool
    /// Whether processes can be counted by a control group, which only root may make.
    package var processGroup: Bool
    /// Whether tool caches can be shown with changes that are lost; only inside bubblewrap.
    package var overlays: Bool

    package init(
        landlock: Int = 0, systemCallFilter: Bool = false, processGroup: Bool = false,
        overlays: Bool = false
    ) {
        self.landlock = landlock
        self.systemCallFilter = systemCallFilter
        self.processGroup = processGroup
        self.overlays = overlays
    }

    /// Reads what `autopack-sandbox --features` prints, and ``features``.
    package init(features: String) {
        var values: [Substring: Int] = [:]
        for line in features.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2 { values[words[0]] = Int(words[1]) }
        }
        self.init(
            landlock: values["landlock"] ?? 0, systemCallFilter: values["seccomp"] == 1,
            processGroup: values["group"] == 1, overlays: values["overlays"] == 1)
    }

    /// All of it as lines of a word and a number.
    package var features: String {
        [
            ("landlock", landlock), ("seccomp", systemCallFilter ? 1 : 0),
            ("group", processGroup ? 1 : 0), ("overlays", overlays ? 1 : 0),
        ].map { "\($0) \($1)\n" }.joined()
    }
}
