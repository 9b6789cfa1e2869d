import Git
import Governance
import Orchestrator
import RunModel
import Workspace

/// A bench whose checks read one file of the commit: the first word of its command is the file,
/// the second the word that must be in it.
///
/// What a check says depends on the tree alone, so a run that is taken up again sees the same.
final class FileBench: CheckBench {
    private let repository: Repository
    private var tree: ObjectID?
    private var known: [String: CheckOutcome] = [:]
    /// The commits that were brought, in order.
    private(set) var brought: [ObjectID] = []
    /// What an agent program does, which knows the task and the commit it starts from.
    private let agent: (AgentTask, ObjectID) -> AgentOutcome
    /// What the commands of a fix leave.
    private let fixed: (CommandFix, FixStart) -> FixOutcome
    /// How often each check was run, by name.
    private(set) var runs: [String: Int] = [:]

    init(
        _ repository: Repository,
        agent: @escaping (AgentTask, ObjectID) -> AgentOutcome = { _, _ in
            AgentOutcome(run: AgentRun(exit: 0))
        },
        fixed: @escaping (CommandFix, FixStart) -> FixOutcome = { fix, _ in
            FixOutcome(denied: fix.commands.map { "\($0): not in this test" })
        }
    ) {
        self.repository = repository
        self.agent = agent
        self.fixed = fixed
    }

    func execute(
        _ fix: CommandFix, on start: FixStart, under rules: FixRules
    ) async throws(RunError) -> FixOutcome { fixed(fix, start) }

    func work(_ task: AgentTask, on start: ObjectID) async throws(RunError) -> AgentOutcome {
        agent(task, start)
    }

    func bring(to commit: ObjectID, with tree: ObjectID?) async throws(RunError) {
        brought.append(commit)
        do throws(GitError) {
            if let tree {
                self.tree = tree
            } else {
                self.tree = try repository.readCommit(commit).tree
            }
        } catch {
            throw RunError(error)
        }
    }

    func recall(_ check: Check, on tree: ObjectID) async throws(RunError) -> CheckOutcome? {
        known["\(tree) \(check.run)"]
    }

    func keep(
        _ outcome: CheckOutcome, of check: Check, on tree: ObjectID
    ) async throws(RunError) {
        known["\(tree) \(check.run)"] = outcome
    }

    func run(_ check: Check) async throws(RunError) -> CheckOutcome {
        guard let tree else {
            throw RunError(.failed, "run a check", detail: "no commit was brought")
        }
        do throws(GitError) {
            runs[check.name, default: 0] += 1
            let bytes = try repository.readFile(at: TreePath(check.run[0]), in: tree) ?? []
            let passes = String(decoding: bytes, as: UTF8.self).contains(check.run[1])
            let said = passes ? "ok\n" : "FAILED tests/test_\(check.name).py::test_it\n"
            return CheckOutcome(exit: passes ? 0 : 1, seconds: 1, output: Array(said.utf8))
        } catch {
            throw RunError(error)
        }
    }

    func syntaxFaults(in paths: [String]) async throws(RunError) -> [SyntaxFault] { [] }

    func isBlind(
        _ check: Check, base: ObjectID, scope: [String]
    ) async throws(RunError) -> Bool { false }

    func environment() async throws(RunError) -> String { "bench" }

    func gaps() async throws(RunError) -> [String] { [] }
}
