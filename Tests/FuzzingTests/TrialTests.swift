import Fuzzing
import TestSupport
import Testing

/// The short share of `make fuzz`: what is kept, and a little that is like it.
@Suite struct TrialTests {
    @Test func `each parser that is fuzzed has a corpus, and each corpus a parser`() throws {
        #expect(try Corpus.parsers() == Trial.all.map(\.name))
        for trial in Trial.all {
            #expect(try Corpus(of: trial.name).inputs.count >= 5, "\(trial.name)")
        }
    }

    @Test(arguments: Trial.all.map(\.name))
    func `a parser keeps its promises for what is kept, and for what is like it`(
        name: String
    ) throws {
        let trial = try #require(Trial.named(name))
        let inputs = try Corpus(of: name).inputs
        let fault = Self.fault(of: trial, in: inputs, seeds: Seeds.first(1))
        #expect(fault == nil)
    }

    @Test func `a promise that is broken is told, with the seed that shows it again`() throws {
        // What is kept has no zero byte here: it comes of a mutation.
        let inputs = try Corpus(of: "edits").inputs.filter { !$0.bytes.contains(0) }
        let shy = Trial("shy") { input in
            guard !input.contains(0) else { throw BrokenRule(rule: "has no zero byte") }
        }
        let seeds = Array(UInt64(0)..<20)
        let fault = try #require(Self.fault(of: shy, in: inputs, seeds: seeds))
        #expect(fault.contains("has no zero byte") && fault.contains("AUTOPACK_SEED="))
        #expect(Self.fault(of: shy, in: inputs, seeds: []) == nil)
    }

    /// The first input that breaks a promise; nil where none does.
    private static func fault(
        of trial: Trial, in inputs: [(name: String, bytes: [UInt8])], seeds: [UInt64]
    ) -> String? {
        for (index, input) in inputs.enumerated() {
            let other = inputs[(index + 1) % inputs.count].bytes
            if let fault = fault(of: trial, input.bytes) { return "\(input.name): \(fault)" }
            for seed in seeds {
                var mutation = Mutation(seed: seed &+ UInt64(index) << 32, other: other)
                let changed = mutation.apply(to: input.bytes)
                if let fault = fault(of: trial, changed) {
                    return "\(input.name), AUTOPACK_SEED=\(seed): \(fault); \(changed)"
                }
            }
        }
        return nil
    }

    private static func fault(of trial: Trial, _ input: [UInt8]) -> String? {
        do {
            try trial.check(input)
            return nil
        } catch {
            return "\(trial.name): \(error)"
        }
    }
}
