/// Everything outside the program that a run depends on, as values that can be replaced.
///
/// The live one is put together by `AutopackCLI`; tests and simulations pass their own.
package struct World: Sendable {
    package var clock: Clock
    package var random: RandomSource
    package var files: Files
    package var processes: Processes
    package var http: HTTPTransport
    /// The environment variables the program was started with.
    package var environment: [String: String]
    /// The folder the program was started in, absolute.
    package var workingDirectory: String

    package init(
        clock: Clock, random: RandomSource, files: Files, processes: Processes,
        http: HTTPTransport, environment: [String: String], workingDirectory: String
    ) {
        self.clock = clock
        self.random = random
        self.files = files
        self.processes = processes
        self.http = http
        self.environment = environment
        self.workingDirectory = workingDirectory
    }
}
