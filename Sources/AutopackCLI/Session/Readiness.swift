import Effects
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
    func facts() async -> ReadinessFacts {
        var facts = ReadinessFacts()
        facts.isDirty = (try? await session.isDirty()) ?? false
        let checks = checks()
        facts.isUnchecked = checks.isEmpty
        for check in checks where !isInstalled(check) {
            facts.missingTools.append(
                ReadinessFacts.MissingTool(check: check.name, program: check.run.first ?? ""))
        }
        let missing = Set(facts.missingTools.map(\.check))
        do throws(RunError) {
            facts.failed = try await failures(of: checks.filter { !missing.contains($0.name) })
        } catch {
            facts.trouble = error.detail
        }
        return facts
    }

    private func checks() -> [Check] {
        guard configuration.checks.isEmpty else { return configuration.checks }
        let scope = (try? Drafting.ownProject(session)).flatMap { $0 }.map { [$0] } ?? []
        return (try? Drafting.suggested(at: "HEAD", scope: scope, session)) ?? []
    }

    /// A program with a folder in its name is the project's own, and its check tells.
    private func isInstalled(_ check: Check) -> Bool {
        guard let program = check.run.first, !program.contains("/") else { return true }
        let world = session.invocation.world
        return world.processes.find(program, world.environment["PATH"] ?? "") != nil
    }

    private func failures(
        of checks: [Check]
    ) async throws(RunError) -> [ReadinessFacts.FailedCheck] {
        guard let head = (try? session.repository.head())?.commit, !checks.isEmpty else {
            return []
        }
        let plan = Plan(goal: "", checks: checks, phases: [])
        let bench = WorkspaceBench(
            repository: session.repository, settings: configuration.runSettings,
            world: session.invocation.world
        ) { plan }
        var failed: [ReadinessFacts.FailedCheck] = []
        for check in checks {
            try await bench.bring(to: head)
            let outcome = try await bench.run(check)
            guard outcome.exit != 0 || outcome.fault != nil else { continue }
            let log = String(decoding: outcome.output, as: UTF8.self)
            let diagnosis = Classifier.classify(
                log: log, exit: outcome.exit, command: check.run,
                root: session.repository.workTree)
            failed.append(
                ReadinessFacts.FailedCheck(
                    name: check.name, command: check.run.joined(separator: " "),
                    rootCause: diagnosis.rootCause))
        }
        return failed
    }
}
