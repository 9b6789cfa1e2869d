import ArgumentParser
import TestSupport

/// Prints the figures that the project promises, beside those of its peers on the same machine.
@main struct AutopackBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "autopack-bench",
        abstract: "Measure git autopack beside git and the installed peers.")

    @Option(help: "How often each figure is taken, after one run to warm up.")
    var runs = 15

    @Option(help: "Only figures whose name holds this text.")
    var only: String?

    @Option(help: "Files of the large repository.")
    var files = 100_000

    @Option(help: "The folder of a Python environment with the peers; see make bench-peers.")
    var peers = ".build/peers"

    func validate() throws {
        if runs < 1 || files < 1 { throw ValidationError("--runs and --files are at least 1") }
    }

    func run() async throws {
        let bench = Bench(
            program: try BuiltProgram(), runs: runs, files: files, peers: Peers(folder: peers))
        let wanted = Figure.all.filter { figure in only.map { figure.name.contains($0) } ?? true }
        print(Row.header)
        for figure in wanted { print(try await figure.row(bench).text) }
    }
}
