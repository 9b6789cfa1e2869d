package import RunModel
import TestSupport

/// What goes wrong in one run, drawn from a seed.
package struct FaultPlan: Hashable, Sendable {
    /// The phases there may be; each changes a file of its name.
    package enum PhaseName: String, Hashable, Sendable, CaseIterable {
        case total, report

        /// The file that the phase changes.
        package var file: String { "src/\(rawValue).py" }
        /// By which a prompt's phase is known.
        var mark: String { "[\(rawValue)]" }
    }

    /// How the faults of a pair meet.
    package enum Meeting: String, Hashable, Sendable, CaseIterable {
        case alone
        /// Both in one phase.
        case together
        /// One phase after the other.
        case inTurn = "in turn"
    }

    package var seed: UInt64
    package var faults: [Fault]
    package var meeting: Meeting
    package var complexity: Complexity

    /// The run can end well.
    package var isRecoverable: Bool { faults.allSatisfy(\.isRecoverable) }

    /// Another provider or a rule ends every fault.
    package var isCuredByRules: Bool { faults.allSatisfy(\.isCuredByRule) }

    package var phases: [PhaseName] { meeting == .inTurn ? [.total, .report] : [.total] }

    /// As `timeout + not_found, together`.
    package var name: String {
        let names = faults.map { "\($0.category.rawValue) (\($0.cure))" }
        return names.joined(separator: " + ") + (faults.count > 1 ? ", \(meeting.rawValue)" : "")
    }

    /// Draws the plan of a run: every category alone, as often as there is room, then pairs.
    ///
    /// - Parameters:
    ///   - number: Of the run, from 0.
    ///   - seed: Of the whole benchmark.
    package init(number: Int, seed: UInt64) {
        self.seed = seed &* 1_000_003 &+ UInt64(number)
        var random = SeededGenerator(seed: self.seed)
        let categories = Fault.categories
        let isPair = number % 2 == 1
        meeting = .alone
        if isPair { meeting = random.next() % 2 == 0 ? .together : .inTurn }
        complexity = Complexity.allCases.randomElement(using: &random) ?? .low
        faults = [
            // Strides, so that few runs are of all classes too.
            Fault(categories[number / 2 * 8 % categories.count], .total, isPair, &random)
        ]
        guard isPair else { return }
        let second = categories.randomElement(using: &random) ?? .testError
        faults.append(Fault(second, meeting == .inTurn ? .report : .total, isPair, &random))
        settleStatesOfOnePhase()
    }

    /// No faults: what the work costs where nothing goes wrong.
    package init(withoutFaults phases: Meeting, _ complexity: Complexity) {
        seed = 0
        faults = []
        meeting = phases
        self.complexity = complexity
    }

    /// One attempt of a phase may begin with commands: of two states only one needs them.
    private mutating func settleStatesOfOnePhase() {
        guard meeting == .together, faults.allSatisfy({ $0.cure == .commands }) else { return }
        faults[1].cure = .time(1)
    }

    // MARK: The plan of the run

    package func plan() -> Plan {
        var before: [PhaseID] = []
        var phases: [Phase] = []
        for name in self.phases {
            guard let id = PhaseID(name.rawValue) else { preconditionFailure("a good name") }
            phases.append(
                Phase(
                    id: id,
                    goal: "\(name.mark) Let \(name.file) answer with the sum of its values.",
                    complexity: complexity, dependsOn: before, scope: Scope(write: ["src/**"]),
                    checks: [Self.check(of: name)]))
            before = [id]
        }
        return Plan(
            goal: "complete the sums", checks: [Self.commonCheck], phases: phases)
    }

    /// Passes whatever a candidate is.
    static let commonCheck = Check(name: "compile", run: ["python3", "-m", "compileall", "src"])

    static func check(of phase: PhaseName) -> Check {
        Check(name: phase.rawValue, run: ["pytest", "-q", "tests/test_\(phase.rawValue).py"])
    }
}

extension Fault {
    fileprivate init(
        _ category: FailureCategory, _ phase: FaultPlan.PhaseName, _ isPair: Bool,
        _ random: inout SeededGenerator
    ) {
        self.category = category
        self.phase = phase
        let number = random.next() % 9000 + 1000
        evidence = "osprey\(number)"
        remedy = "kestrel\(number)"
        role = .builder
        // Of the world's faults the cheap model alone is asked, at once.
        let isDifficult = random.next() % 4 == 0
        isHard = isDifficult && category.failureClass != .infrastructure
        isStubborn = random.next() % 3 == 0
        let cures = Fault.cures(of: category)
        cure = cures[Int(random.next() % UInt64(cures.count))]
        if case .time = cure { cure = .time(1 + Int(random.next() % 2)) }
        let isOfCall = Place(category) == .call || category.failureClass == .reply
        guard isOfCall, random.next() % 4 == 0 else { return }
        role = .auditor
        // Auditors have no attempt of their own to learn in: what ails their replies passes.
        if Place(category) == .reply { cure = .time(1) }
    }

    /// What may end a fault of a category; as often as it is to be drawn.
    private static func cures(of category: FailureCategory) -> [Cure] {
        switch category {
        case .providerAuth, .providerQuota:
            [.anotherProvider, .anotherProvider, .anotherProvider, .nothing]
        case .contextLength, .unsupportedParameter:
            [.anotherProvider, .anotherProvider, .time(1), .anotherProvider]
        case .missingDependency: [.advice]
        case .sandboxDenied, .commandTimeout: [.advice, .remedy]
        case .diskFull: [.nothing]
        case .mergeConflict, .missingFile: [.time(1), .commands]
        default:
            switch category.failureClass {
            case .infrastructure:
                [.time(1), .time(1), .anotherProvider, .anotherProvider, .nothing]
            case .gitState: [.time(1)]
            case .reply: [.time(1), .telling]
            case .patch: [.time(1), .telling, .telling, .remedy]
            case .checks: [.telling, .telling, .remedy]
            case .auditor, .gate, .approach: [.nothing]
            }
        }
    }
}
