package import RunModel

/// A plan as a file: YAML or JSON in the format of `cli.md`.
package enum PlanFile {
    /// Reads a plan and checks it whole.
    ///
    /// - Parameters:
    ///   - bytes: The file, at most 1 MB of UTF-8.
    ///   - name: The file as messages should name it; `-` for standard input.
    /// - Throws: ``SettingsError`` with everything that is wrong, in the order of the text.
    package static func read(_ bytes: [UInt8], name: String) throws(SettingsError) -> Plan {
        let operation = "read the plan \(name)"
        guard let root = try Document.read(bytes, name: name, operation: operation),
            !root.isNull
        else {
            let finding = Finding(
                origin: .file(name: name, line: 1, column: 1), key: "", message: "is empty",
                legal: PlanShape.plan.legal)
            throw SettingsError(code: .invalid, operation: operation, findings: [finding])
        }
        var inspection = Inspection()
        let kept = inspection.usable(root, as: PlanShape.plan, path: "")
        var findings = inspection.findings
        var assembly = PlanAssembly()
        let plan = assembly.plan(kept ?? Node(.map([]), origin: root.origin))
        // A part that could not be used has been reported; a plan without it is not a plan
        // without phases.
        let hadPhases = root["phases"].map { !$0.isNull && !$0.items.isEmpty } ?? false
        let phasesAreList =
            root["phases"].map { node in
                if case .list = node.content { true } else { false }
            } ?? false
        for fault in plan.faults() where fault.path != "phases" || (!hadPhases && phasesAreList) {
            findings.append(assembly.finding(for: fault, root: root))
        }
        guard findings.isEmpty else {
            throw SettingsError(
                code: .invalid, operation: operation, findings: Finding.inOrder(findings))
        }
        return plan
    }
}

extension Finding {
    /// Findings of one file by line and column, the first found first where they agree.
    static func inOrder(_ findings: [Finding]) -> [Finding] {
        func place(_ finding: Finding) -> (Int, Int) {
            guard case .file(_, let line, let column) = finding.origin else { return (0, 0) }
            return (line, column)
        }
        return findings.enumerated().sorted { left, right in
            let (a, b) = (place(left.element), place(right.element))
            return a == b ? left.offset < right.offset : a < b
        }.map(\.element)
    }
}
