import Agents
import Git
import Governance
import Orchestrator
import Providers
import RunModel
import TestSupport

/// What the calls of a Builder's tools take by themselves, in a large repository.
struct ToolCallSpeed {
    struct Figures {
        /// A look into a folder, a file read, an edit: one of them.
        let call: Measurement
        let search: Measurement
    }

    private let repository: Repository
    private let tree: ObjectID
    private let desk: ToolDesk
    private let file: String

    init(in scratch: ScratchRepository, file: String) throws {
        repository = try Repository.discover(
            from: scratch.path, environment: scratch.environment)
        tree = try repository.readCommit(try repository.resolve("HEAD")).tree
        guard let id = PhaseID("phase") else { preconditionFailure("a phase's name") }
        desk = ToolDesk(
            repository, tip: tree, phase: Phase(id: id, goal: "Change it."),
            policy: ChangePolicy(), neverSend: [], redactor: Redactor())
        self.file = file
    }

    func figures(runs: Int) async throws -> Figures {
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        var now = tree
        let call = try await Measurement.times(runs) { run in
            for step in 0..<4 {
                _ = try perform("list", ["path": .string(folder)], on: now)
                _ = try perform("read", ["path": .string(file)], on: now)
                let text = "run \(run), step \(step)\n"
                let edit: JSON = ["path": .string(file), "content": .string(text)]
                now = try perform("edit", edit, on: now).tree ?? now
            }
        }
        let search = try await Measurement.times(max(1, runs / 5)) { _ in
            _ = try perform("search", ["text": "a text that is nowhere"], on: tree)
        }
        return Figures(call: call.divided(by: 12), search: search)
    }

    private func perform(
        _ tool: String, _ arguments: JSON, on tree: ObjectID
    ) throws -> ToolOutcome {
        let call = ToolCall(id: nil, name: tool, arguments: arguments.text)
        guard let outcome = try desk.perform(try ToolRequest(call), on: tree), !outcome.isError
        else { throw TestFailure("\(tool) did not do what it should") }
        return outcome
    }
}
