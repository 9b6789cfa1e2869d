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

    @Option(help: "A folder of releases; judges them by the gate, and measures nothing else.")
    var releases: String?

    @Option(help: "The list of the releases; see make bench-gate.")
    var list = "Benchmarks/gate/releases.txt"

    @Flag(help: "Say what the gate finds in each release.")
    var verbose = false

    func validate() throws {
        if runs < 1 || files < 1 { throw ValidationError("--runs and --files are at least 1") }
    }

    func run() async throws {
        if let releases {
            let names = String(decoding: ScratchFolder.read(list) ?? [], as: UTF8.self)
            return try GateStudy(folder: releases, list: names, isVerbose: verbose).run()
        }
        let bench = Bench(
            program: try BuiltProgram(), runs: runs, files: files, peers: Peers(folder: peers))
        let wanted = Figure.all.filter { figure in only.map { figure.name.contains($0) } ?? true }
        print(Row.header)
        for figure in wanted { print(try await figure.row(bench).text) }
    }
}
