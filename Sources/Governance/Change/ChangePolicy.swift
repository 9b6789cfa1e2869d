package import RunModel

/// What a change may do: protected paths, the phase's scope and allowances, and whether the
/// result is whole (`decisions.md`, Governance and the quality gate).
///
/// It judges the difference between real trees, never what a reply claims. Policy comes from the
/// user and the base commit, never from the tree under judgement.
package struct ChangePolicy: Hashable, Sendable {
    package var protected: ProtectedPaths
    package var limits: ChangeLimits
    /// Globs that bound every phase's own scope; empty: none do.
    package var scope: [String]

    package init(
        protected: ProtectedPaths = ProtectedPaths(), limits: ChangeLimits = ChangeLimits(),
        scope: [String] = []
    ) {
        self.protected = protected
        self.limits = limits
        self.scope = scope
    }

    /// All that a change of a phase touches, in the order of its files; what concerns tests, the
    /// whole change and the phase stands last.
    package func findings(
        in difference: Difference, of phase: Phase, at stage: PolicyStage
    ) -> [Finding] {
        guard !difference.files.isEmpty else {
            return [GateRule.emptyChange.finding(.blocked, "the candidate changes nothing")]
        }
        let scopes = [phase.scope.write, scope].filter { !$0.isEmpty }.map { patterns in
            [Glob](patterns: patterns, reading: .permission)
        }
        var findings: [Finding] = []
        for file in difference.files {
            findings += pathFindings(of: file, phase: phase, scopes: scopes)
            findings += modeFindings(of: file, allow: phase.allow)
            findings += dependencyFindings(of: file, allow: phase.allow)
            findings += contentFindings(of: file, allow: phase.allow)
        }
        findings += testFindings(in: difference, of: phase, at: stage)
        findings += deletionFindings(in: difference, allow: phase.allow)
        findings += maintenanceFindings(in: difference, of: phase)
        if limits.highRiskCategories.contains(phase.category),
            !difference.files.contains(where: { $0.touchedPaths.contains(where: PathKind.isTest) })
        {
            findings.append(
                GateRule.untestedHighRisk.finding(
                    .needsReview, "a change of category \(phase.category) touches no test"))
        }
        return findings
    }
}

/// The numbers of ``ChangePolicy``.
package struct ChangeLimits: Hashable, Sendable {
    /// A file that lost more than this share of its bytes is flagged.
    package var lostShare = 0.6
    /// A file that grew by more than this factor is flagged.
    package var growthFactor = 3.0
    /// Smaller files may shrink and grow as they like: halving ten lines says nothing.
    package var flaggedFromBytes = 2048
    /// More deleted files than this need `mass_deletion`.
    package var deletedFiles = 5
    /// More lines than this gone on balance need `mass_deletion`.
    package var deletedLines = 500
    /// Categories in which a change without a test waits for a person.
    package var highRiskCategories: Set<String> = [
        "security_auth_change", "external_feature_reuse_remote",
        "schema_contract_change_destructive",
    ]

    package init() {}
}

extension ChangePolicy {
    private func pathFindings(of file: DifferenceFile, phase: Phase, scopes: [[Glob]]) -> [Finding]
    {
        var findings: [Finding] = []
        for path in file.touchedPaths {
            if let why = PathRule.explain(path) {
                findings.append(
                    GateRule.illegalPath.finding(.blocked, path: path, "the path \(why)"))
                continue
            }
            switch protected.standing(of: path) {
            case .open:
                guard phase.category == ProtectedPaths.maintenance,
                    !protected.isMaintainable(path)
                else { break }
                findings.append(
                    GateRule.coreMaintenance.finding(
                        .blocked, path: path,
                        "is not what core_maintenance.allow lists, and maintenance touches nothing"
                            + " else"))
            case .denied(let pattern):
                findings.append(
                    GateRule.protectedPath.finding(
                        .blocked, path: path, "is protected by '\(pattern)'"))
            case .core(let pattern):
                findings.append(
                    GateRule.corePath.finding(
                        .blocked, path: path,
                        "is a core path ('\(pattern)') that core_maintenance.allow does not list"))
            case .maintainable:
                guard phase.category != ProtectedPaths.maintenance else { break }
                findings.append(
                    GateRule.corePath.finding(
                        .blocked, path: path,
                        "is a core path: only a core_maintenance phase may change it"))
            }
            if let scope = scopes.first(where: { $0.first(matching: path) == nil }) {
                let patterns = scope.map(\.pattern).joined(separator: ", ")
                findings.append(
                    GateRule.scope.finding(
                        .blocked, path: path, "is outside scope.write (\(patterns))"))
            }
        }
        if PathKind.isAgentInstruction(file.path)
            || file.oldPath.map(PathKind.isAgentInstruction) == true
        {
            findings.append(
                GateRule.agentInstructions.finding(
                    .needsReview, path: file.path, "steers coding agents"))
        }
        return findings
    }

    private func modeFindings(of file: DifferenceFile, allow: [Allowance]) -> [Finding] {
        var findings: [Finding] = []
        let modes = [file.oldMode, file.newMode]
        if modes.contains(.symlink) {
            if !allow.contains(.symlinks) {
                findings.append(
                    GateRule.symlink.finding(
                        .blocked, path: file.path, "is a symbolic link; allow: [symlinks] permits"))
            } else if file.newMode == .symlink, let target = file.newBytes,
                let why = Self.explainLink(at: file.path, target: target)
            {
                findings.append(
                    GateRule.symlink.finding(.blocked, path: file.path, "the link \(why)"))
            }
        }
        let isModules = file.touchedPaths.contains(".gitmodules")
        if modes.contains(.submodule) || isModules, !allow.contains(.submodules) {
            findings.append(
                GateRule.submodule.finding(
                    .blocked, path: file.path, "is a submodule; allow: [submodules] permits"))
        }
        let linked = modes.contains(.symlink) || modes.contains(.submodule)
        if let old = file.oldMode, let new = file.newMode, old != new, !linked,
            !allow.contains(.modeChanges)
        {
            findings.append(
                GateRule.modeChange.finding(
                    .blocked, path: file.path,
                    "changes from \(old) to \(new); allow: [mode_changes] permits"))
        }
        return findings
    }

    /// Says why a symbolic link is not permitted even where links are.
    private static func explainLink(at path: String, target: [UInt8]) -> String? {
        let text = String(decoding: target, as: UTF8.self)
        if text.hasPrefix("/") { return "is absolute" }
        var depth = path.split(separator: "/").count - 1
        for part in text.split(separator: "/") where part != "." {
            if PathRule.isDotGit(part) { return "leads into .git" }
            depth += part == ".." ? -1 : 1
            if depth < 0 { return "leads out of the repository" }
        }
        return nil
    }

    private func dependencyFindings(of file: DifferenceFile, allow: [Allowance]) -> [Finding] {
        guard !allow.contains(.newDependencies), file.kind != .deleted, file.added > 0 else {
            return []
        }
        if PathKind.isDependencyList(file.path) {
            return [
                GateRule.newDependencies.finding(
                    .blocked, path: file.path,
                    "changes dependencies; allow: [new_dependencies] permits")
            ]
        }
        guard PathKind.isManifest(file.path) else { return [] }
        return [
            GateRule.newDependencies.finding(
                .needsReview, path: file.path,
                "may bring dependencies; allow: [new_dependencies] permits")
        ]
    }

    private func contentFindings(of file: DifferenceFile, allow: [Allowance]) -> [Finding] {
        var findings: [Finding] = []
        for line in file.addedLines where ConflictMarker.isMarker(line.text.utf8) {
            findings.append(
                GateRule.conflictMarker.finding(
                    .blocked, path: file.path, line: line.number, "adds a conflict marker"))
        }
        if file.kind == .modified || file.kind == .renamed {
            findings += sizeFindings(of: file, allow: allow)
        }
        if file.newMode == .regular || file.newMode == .executable, let new = file.newBytes,
            PathKind.isJSON(file.path), let line = JSONText.faultLine(in: new)
        {
            // What was broken before is a dialect, or somebody else's fault.
            let brokenBefore = file.oldBytes.map { JSONText.faultLine(in: $0) != nil } ?? false
            if !brokenBefore {
                findings.append(
                    GateRule.unparsable.finding(
                        .blocked, path: file.path, line: line, "is no JSON any more"))
            }
        }
        return findings
    }

    private func sizeFindings(of file: DifferenceFile, allow: [Allowance]) -> [Finding] {
        let (old, new) = (Double(file.oldSizeBytes), Double(file.newSizeBytes))
        if new == 0, old > 0 {
            return [
                GateRule.emptiedFile.finding(
                    .blocked, path: file.path, "is empty now; delete it if that is meant")
            ]
        }
        guard file.oldSizeBytes >= limits.flaggedFromBytes else { return [] }
        let lost = (old - new) / old
        if lost > limits.lostShare, !allow.contains(.massDeletion) {
            return [
                GateRule.shrunkFile.finding(
                    .needsReview, path: file.path,
                    "lost \(Int(lost * 100)) % of its bytes; allow: [mass_deletion] permits")
            ]
        }
        if new > old * limits.growthFactor {
            let factor = (new / old * 10).rounded() / 10
            return [
                GateRule.grownFile.finding(
                    .needsReview, path: file.path, "grew to \(factor) times its size")
            ]
        }
        return []
    }

    /// Maintenance is read by a person, whatever it changes (`decisions.md`, Governance).
    private func maintenanceFindings(in difference: Difference, of phase: Phase) -> [Finding] {
        guard phase.category == ProtectedPaths.maintenance else { return [] }
        let paths = difference.files.map(\.path).joined(separator: ", ")
        return [
            GateRule.coreMaintenance.finding(
                .needsReview, "maintains what is core (\(paths)), which a person has to read")
        ]
    }

    private func deletionFindings(in difference: Difference, allow: [Allowance]) -> [Finding] {
        guard !allow.contains(.massDeletion) else { return [] }
        let files = difference.files.count { $0.kind == .deleted }
        let lines = difference.files.reduce(0) { $0 + $1.removed - $1.added }
        guard files > limits.deletedFiles || lines > limits.deletedLines else { return [] }
        return [
            GateRule.massDeletion.finding(
                .blocked,
                "deletes \(files) files, and \(max(0, lines)) lines on balance; "
                    + "allow: [mass_deletion] permits")
        ]
    }
}
