import ArgumentParser
import Effects
import Git
import Ledger
import Orchestrator
import RunModel

/// `git autopack forget`.
struct ForgetCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Erase a run's prompts, replies and logs, and prove it.",
        usage: "git autopack forget RUN [--json]",
        discussion: """
            The journal stays, and so do the run's commits; what was said to models and what they \
            and the checks answered goes out of the repository, object by object, and each is looked \
            for afterwards. What other history holds too is named and stays. Copies that were \
            fetched or pushed elsewhere are not reached.
            """)

    @Argument(help: "The run.")
    var run: String

    @Flag(help: "Print JSON.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        let found = try session.find(run)
        let command = try await session.command()
        let ledger = try session.open(found.state.run)
        let outcome: Forgetting.Outcome?
        do throws(RunError) {
            let held: HeldRun
            do throws(UserError) {
                held = try session.held(ledger, command)
            } catch {
                throw RunError(.environment, "forget run \(run)", detail: error.message)
            }
            outcome = try await Forgetting(held, files: session.world.files).forget()
        } catch {
            throw UserError(error)
        }
        show(outcome, of: ledger.run, session.output)
        // All has been said.
        guard outcome?.held.isEmpty ?? true else { throw UserError(.failed, "held", "") }
    }

    private func show(_ outcome: Forgetting.Outcome?, of run: RunID, _ output: Output) {
        guard !output.isJSON else { return output.json(Document(run, outcome)) }
        guard let outcome else {
            return output.print("run \(run) keeps no prompt, reply or log: nothing to forget")
        }
        output.print(
            "forgot run \(run): \(Sentence.count(outcome.erased.count, "object")) erased, each"
                + " verified absent")
        for id in outcome.erased { output.print("  erased \(id.hex)") }
        for id in outcome.shared { output.print("  shared \(id.hex)  other history has it too") }
        for (id, holder) in outcome.held.sorted(by: { $0.key < $1.key }) {
            output.print("  held   \(id.hex)  \(Visible.line(holder.sentence))")
        }
        guard !outcome.held.isEmpty else { return }
        output.note("hint: free what is held, then: git autopack forget \(run)")
    }

    private struct Document: Encodable {
        struct Held: Encodable {
            var object: String
            var by: String
        }

        var run: String
        var erased: [String]
        var shared: [String]
        var held: [Held]

        init(_ run: RunID, _ outcome: Forgetting.Outcome?) {
            self.run = run.description
            erased = outcome?.erased.map(\.hex) ?? []
            shared = outcome?.shared.map(\.hex) ?? []
            held = (outcome?.held ?? [:]).sorted { $0.key < $1.key }
                .map { Held(object: $0.key.hex, by: $0.value.sentence) }
        }
    }
}

extension ObjectHolder {
    /// What holds the object, and how that is mended.
    fileprivate var sentence: String {
        switch self {
        case .history: "other history has it too"
        case .keptPack(let name): "in \(name), which a .keep file keeps; remove that file"
        case .alternate: "in the objects of another repository, which this one borrows"
        case .file(let path, let detail): "\(path) cannot be deleted: \(detail)"
        }
    }
}
