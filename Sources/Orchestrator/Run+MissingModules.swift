import Git
import Governance
import Healing
import Ledger
import RunModel
import Workspace

/// What a check cannot load on the base: somebody's to install, or the code's to be mended.
extension Run {
    /// Whether what is wrong with a check keeps the run from beginning.
    ///
    /// A module that no manifest asks for may be what the plan is to write; a runner never is.
    /// Where the checks themselves are to be mended, an import that the commit brought is the
    /// code's, though its manifest asks for the package too.
    func stops(_ fault: CheckFault, _ check: Check) throws(RunError) -> Bool {
        guard case .missingDependency(let missing) = fault else { return true }
        if check.run.contains(missing.name) { return true }
        guard missing.manifest != nil else { return false }
        guard ledger.state.plan.phases.contains(where: \.mendsChecks) else { return true }
        return try !isBrought(missing.name)
    }

    /// What a person should know of a module that is missing, and need not stop for.
    func finding(of fault: CheckFault, _ check: Check) -> [HealthFinding] {
        guard case .missingDependency(let missing) = fault else { return [] }
        let asked = missing.manifest.map { "\($0) asks for it" } ?? "no manifest asks for it"
        let list = missing.manifest.map { "\($0)" } ?? missing.suggestion?.inputs.first
        var fix = "install \(missing.name)"
        if missing.manifest == nil {
            fix = "add '\(missing.name)' to \(list ?? "the project's dependencies")"
        }
        if let setup = missing.suggestion?.configuration {
            fix += ", and have it installed by autopack.yaml:\n\(setup)"
        }
        return [
            HealthFinding(
                id: "missing_dependency", severity: .warning,
                what: "check '\(check.name)' lacks \(missing.name) on the base; \(asked)",
                why: "the code imports it, and it is not installed", fix: fix)
        ]
    }

    /// Whether the base commit is the one that imports the module, and its parent does not.
    private func isBrought(_ module: String) throws(RunError) -> Bool {
        let (repository, base) = (ledger.repository, try commit(ledger.state.base))
        // An error may name the part of a package that was looked for.
        let names = [module] + (module.split(separator: ".").first.map { [String($0)] } ?? [])
        return try git { () throws(GitError) in
            let commit = try repository.readCommit(base)
            guard let parent = commit.parents.first else { return false }
            let change = try TreeDifference.read(
                from: try repository.readCommit(parent).tree, to: commit.tree, in: repository)
            return change.files.contains { file in
                file.addedLines.contains { line in
                    names.contains { ImportLine.names($0, in: line.text) }
                }
            }
        }
    }
}
