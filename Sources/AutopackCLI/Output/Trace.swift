import Effects

/// `AUTOPACK_TRACE=1`: lines of `key=value` on standard error.
struct Trace {
    private let world: World
    private let started: UInt64

    init(_ world: World) {
        self.world = world
        started = world.clock.monotonicNanoseconds()
    }

    /// The program's one line at its end: what was asked, how it ended, how long it took.
    func end(_ arguments: [String], _ status: ExitStatus) {
        guard !["", "0"].contains(world.environment["AUTOPACK_TRACE"] ?? "") else { return }
        let milliseconds = Double(world.clock.monotonicNanoseconds() - started) / 1e6
        let command = arguments.first { !$0.hasPrefix("-") } ?? "overview"
        Output(environment: world.environment).note(
            "trace command=\(Visible.line(command)) status=\(status.rawValue)"
                + " milliseconds=\((milliseconds * 10).rounded() / 10)")
    }
}
