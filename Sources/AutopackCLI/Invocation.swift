package import ArgumentParser
package import Effects

/// One start of the program: the world, and where its output goes.
package struct Invocation: Sendable {
    package var world: World
    package var output: Output

    package init(world: World, output: Output) {
        self.world = world
        self.output = output
    }
}

/// A command of the program.
///
/// `run()` of ArgumentParser is not used: a command is given its world.
package protocol Command: ParsableCommand {
    func run(_ invocation: Invocation) async throws(UserError)
}

extension Command {
    package func run() throws { throw CleanExit.helpRequest(Self.self) }
}
