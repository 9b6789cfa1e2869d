import Commands
import Effects
import TestSupport

/// The start of a program in the sandbox of a check, beside its start without one.
struct SandboxStart {
    private let folder = ScratchFolder()
    private let processes = Processes.live
    private let bare = ProcessRequest(executable: "/bin/true", workingDirectory: "/")
    private let sandboxed: ProcessRequest
    /// As an ordinary user has it: root's processes are counted by a control group, which the
    /// kernel takes several milliseconds to let a process join.
    private let ungrouped: ProcessRequest
    /// What the sandbox is made of here.
    let layers: String

    /// - Parameter environment: The variables of this program, with the user's `PATH` and caches.
    init(environment: [String: String]) async throws {
        guard let launcher = Sandbox.ownLauncher() else {
            throw TestFailure("there is no autopack-sandbox beside this program")
        }
        let sandbox = await Sandbox.probe(
            processes, launcher: launcher, path: environment["PATH"] ?? "")
        guard sandbox.confinesFiles else {
            throw TestFailure("there is no sandbox here: \(sandbox.gaps)")
        }
        folder.write("[core]\n", to: "workspace/.git/config")
        folder.makeFolder("scratch")
        var profile = SandboxProfile(
            workspace: folder["workspace"], checkout: folder["project"],
            environment: Sandbox.environment(from: environment, names: []),
            scratch: folder["scratch"])
        profile.caches = ToolCaches.existing(environment: environment)
        sandboxed = sandbox.request("/bin/true", [], in: profile)
        profile.limits.processes = nil
        ungrouped = sandbox.request("/bin/true", [], in: profile)
        layers =
            (sandbox.bubblewrap == nil ? "" : "bubblewrap, ")
            + "Landlock \(sandbox.layers.landlock), \(profile.caches.count) caches"
    }

    /// How much longer it takes inside.
    func measure(runs: Int) async throws -> Measurement {
        try await measure(sandboxed, runs: runs)
    }

    /// The same without a control group.
    func measureUngrouped(runs: Int) async throws -> Measurement {
        try await measure(ungrouped, runs: runs)
    }

    private func measure(_ sandboxed: ProcessRequest, runs: Int) async throws -> Measurement {
        let alone = try await Measurement.times(runs) { _ in try await run(bare) }
        let inside = try await Measurement.times(runs) { _ in try await run(sandboxed) }
        return inside.less(alone.median)
    }

    private func run(_ request: ProcessRequest) async throws {
        let result = try await processes.run(request)
        guard result.succeeded else {
            throw TestFailure(String(decoding: result.standardError, as: UTF8.self))
        }
    }
}
