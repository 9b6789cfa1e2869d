import Git
import Governance
import Orchestrator
import RunModel
import Workspace

/// A bench whose checks read the phase's file, and print what tools print of its faults.
final class ScriptedBench: CheckBench {
    private let repository: Repository
    private let faults: [Fault]
    private let strikes: Strikes
    private var tree: ObjectID?
    private var brought = 0
    /// A fault of the state strikes for as long as the workspace is as it was brought.
    private var struck: [Fault: Int] = [:]
    private var known: [String: CheckOutcome] = [:]

    init(_ repository: Repository, _ plan: FaultPlan, _ strikes: Strikes) {
        self.repository = repository
        faults = plan.faults
        self.strikes = strikes
    }

    func bring(to commit: ObjectID, with tree: ObjectID?) async throws(RunError) {
        brought += 1
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

    func run(_ check: Check) async throws(RunError) -> CheckOutcome {
        guard let phase = FaultPlan.PhaseName(rawValue: check.name) else {
            return Self.outcome(0, "ok\n")
        }
        if let fault = faults.first(where: { $0.phase == phase && strikes(asState: $0) }) {
            let log = ToolLogs.text(of: fault.category, fault.evidence, in: phase.file)
            return Self.outcome(log.exit, log.text)
        }
        let text = try read(phase.file)
        if let fault = faults.first(where: { $0.phase == phase && text.contains($0.evidence) }) {
            let log = ToolLogs.text(of: fault.category, fault.evidence, in: phase.file)
            return Self.outcome(log.exit, log.text)
        }
        guard text.contains("sum(values)") else {
            let log = ToolLogs.text(of: .assertionFailed, "6", in: phase.file)
            return Self.outcome(log.exit, log.text)
        }
        return Self.outcome(0, "1 passed in 0.01s\n")
    }

    private func strikes(asState fault: Fault) -> Bool {
        guard fault.place == .state, !strikes.isMended(fault) else { return false }
        if struck[fault] == brought { return true }
        if case .time(let times) = fault.cure, strikes.count(fault) >= times { return false }
        struck[fault] = brought
        strikes.add(fault)
        return true
    }

    private func read(_ path: String) throws(RunError) -> String {
        guard let tree else {
            throw RunError(.failed, "run a check", detail: "no commit was brought")
        }
        do throws(GitError) {
            let bytes = try repository.readFile(at: TreePath(path), in: tree) ?? []
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw RunError(error)
        }
    }

    private static func outcome(_ exit: Int, _ text: String) -> CheckOutcome {
        CheckOutcome(exit: exit, seconds: 1, output: Array(text.utf8))
    }

    func execute(
        _ fix: CommandFix, on start: FixStart, under rules: FixRules
    ) async throws(RunError) -> FixOutcome {
        let steps = fix.commands.map { FixOutcome.Step(line: $0, exit: 0) }
        let mended = faults.filter { fault in
            fault.cure == .commands && fix.commands.contains { $0.contains(fault.evidence) }
        }
        mended.forEach(strikes.mend)
        return FixOutcome(
            steps: steps,
            verification: FixOutcome.Step(line: fix.verify, exit: mended.isEmpty ? 1 : 0))
    }

    func work(_ task: AgentTask, on start: ObjectID) async throws(RunError) -> AgentOutcome {
        AgentOutcome(run: AgentRun(exit: 127))
    }

    func recall(_ check: Check, on tree: ObjectID) async throws(RunError) -> CheckOutcome? {
        known["\(tree) \(check.run)"]
    }

    func keep(
        _ outcome: CheckOutcome, of check: Check, on tree: ObjectID
    ) async throws(RunError) {
        known["\(tree) \(check.run)"] = outcome
    }

    func syntaxFaults(in paths: [String]) async throws(RunError) -> [SyntaxFault] { [] }

    func isBlind(
        _ check: Check, base: ObjectID, scope: [String]
    ) async throws(RunError) -> Bool { false }

    func environment() async throws(RunError) -> String { "scripted" }

    func gaps() async throws(RunError) -> [String] { [] }
}
