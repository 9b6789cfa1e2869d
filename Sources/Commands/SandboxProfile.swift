/// What a sandboxed program may see, change and use.
///
/// The program sees the workspace where the user sees the checkout, so that editable installs,
/// virtual environments and absolute paths mean the candidate. What is not named here and is no
/// system or toolchain folder does not exist for it: neither the checkout's own `.git` nor the rest
/// of the home folder.
package struct SandboxProfile: Sendable, Equatable {
    /// A folder or file of the machine that is visible, read-only, at a path of the sandbox.
    package struct Bind: Sendable, Equatable {
        package var source: String
        package var target: String

        package init(_ source: String, at target: String) {
            self.source = source
            self.target = target
        }

        /// Visible where it is.
        package init(_ path: String) { self.init(path, at: path) }
    }

    /// The folder with the candidate; the only place that can be written and stays.
    package var workspace: String
    /// Where the program sees the workspace.
    package var checkout: String
    /// The program's working directory, relative to the checkout; empty for the checkout itself.
    package var workingDirectory = ""
    /// Paths below the checkout, relative to it, that can be read only; what is missing is skipped.
    package var readOnly = [".git", ".autopack"]
    /// Put on top of the checkout, read-only: dependency folders that git ignores.
    ///
    /// Where the workspace has nothing at the target, an empty folder is made there to mount on.
    package var share: [Bind] = []
    /// Other folders that can be read, as the objects of the user's repository.
    ///
    /// A path inside the checkout means the workspace's, so the alternates of the workspace have to
    /// name the objects by another path, and that is the target here.
    package var readable: [Bind] = []
    /// Other folders that can be written at their own path, as an external agent's state.
    package var writable: [String] = []
    /// Paths that become empty although something above makes them visible.
    package var hidden: [String] = []
    /// Whether the program shares the machine's network instead of a loopback of its own.
    package var network = false
    /// The whole environment, see ``Sandbox/environment(from:names:)``.
    package var environment: [String: String]
    /// An empty folder that exists, for `HOME` and `TMPDIR` where there can be no private ones.
    package var scratch: String
    /// What the program may use up.
    package var limits = SandboxLimits()

    package init(
        workspace: String, checkout: String, environment: [String: String], scratch: String
    ) {
        self.workspace = workspace
        self.checkout = checkout
        self.environment = environment
        self.scratch = scratch
    }
}

/// What a sandboxed program may use up; no core file is ever written.
package struct SandboxLimits: Sendable, Equatable {
    /// Processes and threads at once; not enforced by the kernel where the user is root.
    package var processes: Int? = 4096
    /// The size of a single file.
    package var fileSizeBytes: Int? = 16 << 30
    package var descriptors: Int? = 8192
    /// Address space of each process.
    ///
    /// Off unless asked for: garbage collectors and sanitizers reserve terabytes that they never
    /// touch.
    package var memoryBytes: Int?

    package init() {}

    /// The launcher's options.
    var options: [String] {
        let values = [
            ("--processes", processes), ("--file-size", fileSizeBytes),
            ("--descriptors", descriptors), ("--memory", memoryBytes),
        ]
        return values.flatMap { name, value in value.map { [name, String($0)] } ?? [] }
    }
}
