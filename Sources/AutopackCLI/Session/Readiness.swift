import Git
import Healing
import Orchestrator
import RunModel
import Settings

/// Looks at what a run would need beyond a sound repository: T1 (`decisions.md`, Health checks).
struct Readiness {
    let session: Session
    let configuration: Settings.Configuration

    /// Runs the checks on `HEAD`, as a run would.
    ///
    /// - Parameter runs: Else it is only seen whether their programs are there.
    func facts(running runs: Bool = true) async -> ReadinessFacts {
        var facts = ReadinessFacts()
        facts.isDirty = (try? await session.isDirty()) ?? false
        let checking = CommitChecks(session: session, configuration: configuration)
        let folder = (try? Drafting.ownProject(session)).flatMap { $0 } ?? ""
        let checks = checking.checks(at: "HEAD", folder: folder)
        facts.isUnchecked = checks.isEmpty
        guard runs else {
            for check in checks {
                guard let program = checking.missingProgram(of: check) else { continue }
                add(.missing(program: program), of: check, to: &facts)
            }
            return facts
        }
        guard let head = (try? session.repository.head())?.commit else { return facts }
        do throws(RunError) {
            for (check, result) in try await checking.run(checks, on: head, recalls: false) {
                add(result, of: check, to: &facts)
            }
        } catch {
            facts.trouble = error.detail
        }
        return facts
    }

    private func add(
        _ result: CommitChecks.Result, of check: Check, to facts: inout ReadinessFacts
    ) {
        func fail(_ cause: String, isUnequipped: Bool = false) {
            facts.failed.append(
                ReadinessFacts.FailedCheck(
                    name: check.name, command: check.run.joined(separator: " "),
                    rootCause: cause, isUnequipped: isUnequipped))
        }
        switch result {
        case .passed: break
        case .missing(let program):
            facts.missingTools.append(
                ReadinessFacts.MissingTool(check: check.name, program: program))
        case .failed(let cause), .faulty(let cause): fail(cause)
        case .unequipped(let cause): fail(cause, isUnequipped: true)
        }
    }
}
