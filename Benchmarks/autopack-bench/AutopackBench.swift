import ArgumentParser
import FaultInjection
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

    @Option(help: "Runs with faults to let heal; measures nothing else. See make bench-healing.")
    var faults: Int?

    @Option(help: "The seed that the faults are drawn from.")
    var seed: UInt64 = 1

    @Flag(help: "Say what the gate finds in each release, and what heals by category.")
    var verbose = false

    func validate() throws {
        if runs < 1 || files < 1 || faults.map({ $0 < 1 }) ?? false {
            throw ValidationError("--runs, --files and --faults are at least 1")
        }
    }

    func run() async throws {
        if let releases {
            let names = String(decoding: ScratchFolder.read(list) ?? [], as: UTF8.self)
            return try GateStudy(folder: releases, list: names, isVerbose: verbose).run()
        }
        if let faults {
            let tally = try await HealingBenchmark(seed: seed, runs: faults).execute()
            print("\(faults) runs, seed \(seed)\n\n\(HealingTable(tally, isVerbose: verbose).text)")
            if verbose {
                for run in tally.unrecovered { print("not recovered: \(run)") }
                for fault in tally.misnamed { print("named otherwise: \(fault)") }
            }
            let misses = tally.misses
            for miss in misses { print("missed: \(miss)") }
            if !misses.isEmpty { throw ExitCode.failure }
            return
        }
        let bench = Bench(
            program: try BuiltProgram(), runs: runs, files: files, peers: Peers(folder: peers))
        let wanted = Figure.all.filter { figure in only.map { figure.name.contains($0) } ?? true }
        print(Row.header)
        for figure in wanted { print(try await figure.row(bench).text) }
    }
}
