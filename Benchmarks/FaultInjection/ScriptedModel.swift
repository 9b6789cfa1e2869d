import RunModel
import Synchronization

/// A model that answers by the role in which it is asked, and errs as the faults say.
///
/// It has no memory: whether it does what is right depends on the words of the prompt before it.
final class ScriptedModel: Sendable {
    /// What a model makes of what it is told.
    enum Hearing: Hashable, Sendable {
        /// It reads all of the prompt.
        case good
        /// Hints and what was tried before are passed over, as if they were not there.
        case none
    }

    private let faults: [Fault]
    private let cheapDoctor: String
    private let hearing: Hearing
    private let strikes: Strikes
    private let replies = Mutex<[String: Int]>([:])

    init(_ plan: FaultPlan, hearing: Hearing, cheapDoctor: String, strikes: Strikes) {
        faults = plan.faults
        self.hearing = hearing
        self.cheapDoctor = cheapDoctor
        self.strikes = strikes
    }

    /// What was said, and how it ended.
    struct Answer {
        var text: String
        var finish = "stop"
    }

    func answer(_ role: Role, _ prompt: String, model: String) -> Answer {
        let phase = FaultPlan.PhaseName.allCases.last { prompt.contains($0.mark) } ?? .total
        switch role {
        case .auditor: return audit(phase)
        case .doctor: return Answer(text: diagnosis(phase, prompt, isCheap: model == cheapDoctor))
        case .planner: return Answer(text: replan(prompt))
        case .builder, .fixer: return change(phase, role, prompt)
        }
    }

    /// The role that a prompt is for, by the rules it begins with.
    static func role(of prompt: String) -> Role {
        if prompt.contains("You are the Doctor") { return .doctor }
        if prompt.contains("You review a change") { return .auditor }
        if prompt.contains("You plan a change") { return .planner }
        return prompt.contains("# What is to be mended") ? .fixer : .builder
    }

    // MARK: Builder and fixer

    private func change(
        _ phase: FaultPlan.PhaseName, _ role: Role, _ prompt: String
    ) -> Answer {
        let number = replies.withLock { counts in
            counts[phase.rawValue, default: 0] += 1
            return counts[phase.rawValue, default: 0]
        }
        let own = faults.filter { $0.phase == phase && $0.role == .builder }
        let ailing = own.first { fault in
            fault.place == .reply && role == .builder && strikes(fault, prompt)
        }
        if let ailing { return ReplyFaults.answer(ailing.category, in: phase, hint: number) }
        var lines: [String] = []
        for fault in own where fault.place == .code && strikes(fault, prompt) {
            let variant = fault.isStubborn ? 0 : number
            lines.append("    \(fault.evidence)(values, \(variant))  # wrong")
        }
        if role == .fixer, !lines.isEmpty {
            return Answer(
                text: JSON.object([
                    "unfixable": true, "explanation": "I do not see why it fails",
                ]).text)
        }
        lines.append("    return sum(values)")
        if role == .fixer { return Answer(text: Self.whole(phase, lines)) }
        return Answer(text: Self.edit(phase.file, "    raise NotImplementedError", lines))
    }

    /// Whether a fault strikes once more, seen what the model is told.
    private func strikes(_ fault: Fault, _ prompt: String) -> Bool {
        let isOver =
            switch fault.cure {
            case .time(let times): strikes.count(fault) >= times
            case .telling: hears([fault.evidence, fault.remedy], fault, prompt)
            case .advice: hears(Self.advice(fault.category) + [fault.remedy], fault, prompt)
            case .remedy: hears([fault.remedy], fault, prompt)
            case .anotherProvider, .commands, .nothing: false
            }
        if isOver { return false }
        strikes.add(fault)
        return true
    }

    private func hears(_ words: [String], _ fault: Fault, _ prompt: String) -> Bool {
        guard hearing == .good else { return false }
        if words.contains(where: { prompt.contains($0) }) { return true }
        // A fault of the reply itself has no log: its category is what is told of it.
        guard fault.place == .reply, words.contains(fault.evidence) else { return false }
        return Self.names(of: fault.category).contains { prompt.contains("failed (\($0))") }
    }

    /// A reply that stops early is told from edits that do by nothing but its end.
    private static func names(of category: FailureCategory) -> [String] {
        let isCut = category == .replyTruncated || category == .truncated
        let categories = isCut ? [.replyTruncated, .truncated] : [category]
        return categories.map(\.rawValue)
    }

    /// What the rules advise, as the Builder's prompt says it.
    private static func advice(_ category: FailureCategory) -> [String] {
        switch category {
        case .missingDependency: ["do without it"]
        case .sandboxDenied: ["do not reach outside"]
        case .commandTimeout: ["a loop that does not end"]
        default: []
        }
    }

    static func edit(_ path: String, _ old: String, _ new: [String]) -> String {
        """
        \(path)
        <<<<<<< SEARCH
        \(old)
        =======
        \(new.joined(separator: "\n"))
        >>>>>>> REPLACE

        """
    }

    private static func whole(_ phase: FaultPlan.PhaseName, _ lines: [String]) -> String {
        let code = "def \(phase.rawValue)(values):\n\(lines.joined(separator: "\n"))\n"
        return JSON.object([
            "unfixable": false,
            "changes": [
                ["file": .string(phase.file), "action": "modify", "code": .string(code)]
            ],
        ]).text
    }

    // MARK: Auditor

    private func audit(_ phase: FaultPlan.PhaseName) -> Answer {
        let ailing = faults.first { fault in
            fault.phase == phase && fault.role == .auditor && fault.place == .reply
                && strikes(fault, "")
        }
        if let ailing { return ReplyFaults.answer(ailing.category, in: phase, hint: 0) }
        return Answer(text: #"{"approved": true, "issues": [], "summary": "as asked"}"#)
    }

    // MARK: Doctor

    /// What the Doctor makes of the evidence; where there is none, no more than a guess.
    private func diagnosis(
        _ phase: FaultPlan.PhaseName, _ prompt: String, isCheap: Bool
    ) -> String {
        let seen = faults.filter { fault in
            fault.phase == phase && fault.role == .builder
                && (prompt.contains(fault.evidence)
                    || (fault.place == .reply
                        && Self.names(of: fault.category).contains { prompt.contains($0) }))
        }
        if let fault = seen.last(where: { $0.cure == .commands }), !strikes.isMended(fault) {
            let commands: [JSON] =
                fault.category == .mergeConflict
                ? [
                    .string("git checkout --theirs -- \(fault.evidence).txt"),
                    .string("git add -- \(fault.evidence).txt"),
                ] : [.string("git checkout HEAD -- \(fault.evidence).ini")]
            return JSON.object([
                "action": "execute_fix", "confidence": .number(0.9),
                "rationale": "the state of the workspace is at fault",
                "fix_type": "git", "fix_commands": .array(commands),
                "verify_command": "git status --short",
            ]).text
        }
        let knows = seen.filter { !(isCheap && $0.isHard) }
        guard !knows.isEmpty else {
            return JSON.object([
                "action": "retry_with_fix", "confidence": .number(0.4),
                "rationale": "it is not clear what is wrong", "builder_hint": "look once more",
            ]).text
        }
        let words = knows.map { "instead of \($0.evidence) use \($0.remedy)" }
        return JSON.object([
            "action": "retry_with_fix", "confidence": .number(0.9),
            "rationale": "the cause is known",
            "builder_hint": .string(words.joined(separator: "; ")),
        ]).text
    }

    // MARK: Planner

    /// The same work in other words: what a planner does that knows no better.
    private func replan(_ prompt: String) -> String {
        let open = FaultPlan.PhaseName.allCases.filter { prompt.contains($0.mark) }
        let phases = open.map { name -> JSON in
            let check = FaultPlan.check(of: name)
            // A phase that was replaced once is named by its number.
            let id = (2...9).map { "\(name.rawValue)-\($0)" }.last { prompt.contains("id: \($0)") }
            return [
                "id": .string(id ?? name.rawValue),
                "goal": .string("\(name.mark) Step by step, let \(name.file) answer with the sum."),
                "scope": ["write": ["src/**"]],
                "checks": [
                    [
                        "name": .string(check.name),
                        "run": .array(check.run.map(JSON.string)),
                    ]
                ],
            ]
        }
        return JSON.object([
            "version": 1, "goal": "complete the sums", "phases": .array(phases),
        ]).text
    }
}
