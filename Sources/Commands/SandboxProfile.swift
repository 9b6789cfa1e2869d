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
    /// Folders that can be written while what is beneath stays as it is; see ``ToolCaches``.
    ///
    /// Not there where ``SandboxLayers/overlays`` cannot be made.
    package var caches: [Bind] = []
    /// Paths that become empty although something above makes them visible.
    package var hidden: [String] = []
    /// Whether the program shares the machine's network instead of a loopback of its own.
    package var network = false
    /// The whole environment, see ``Sandbox/environment(from:names:)``.
    package var environment: [String: String]
    /// An empty folder that exists, for `HOME` and `TMPDIR` where there can be no private ones, and
    /// for what is mounted before bubblewrap starts.
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
