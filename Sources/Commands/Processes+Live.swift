package import Effects

extension Processes {
    /// Programs of this machine, two seconds between the request to end and the kill.
    package static let live = Processes.live(graceSeconds: 2)

    /// Programs of this machine.
    ///
    /// Each runs in a session of its own with nothing inherited: the environment is the request's,
    /// signals are at their defaults, descriptors above 2 are closed. When its main process has
    /// ended, the rest of its process group is killed, and what a process outside the group still
    /// writes is no longer read; only ``Sandbox`` also ends processes that left the group.
    ///
    /// The time limit and the cancellation of the task send SIGTERM to the group, then SIGKILL. A
    /// program with `outlivesCaller` is not ended by cancellation: the call returns its result.
    ///
    /// - Parameter graceSeconds: How long a program may take to end itself after SIGTERM.
    package static func live(graceSeconds: Double) -> Processes {
        Processes(
            run: { request async throws(ProcessFailure) in
                try await ProcessRun(request: request, graceSeconds: graceSeconds).result()
            },
            find: { name, path in ExecutableSearch.find(name, inPath: path) })
    }
}
