import RunModel

/// The history of what fixers tried: analysis, change, result.
struct FixPage {
    private let output: Output

    init(_ output: Output) { self.output = output }

    func print(_ state: RunState) {
        guard state.phases.contains(where: { !$0.fixes.isEmpty }) else { return }
        output.print("fixes:")
        let isAlone = state.phases.count == 1
        for phase in state.phases {
            for fix in phase.fixes {
                let place = isAlone ? "" : "\(phase.id) "
                output.print(
                    "  \(place)attempt \(fix.attempt), fix \(fix.number):"
                        + " \(fix.outcome?.rawValue ?? "under way")")
                let analysis = fix.analysis
                var found =
                    "\(analysis.category.rawValue), \(Visible.line(analysis.rootCause))"
                if let file = analysis.file {
                    found += " at \(Visible.line(file))" + (analysis.line.map { ":\($0)" } ?? "")
                }
                output.print("    found   \(found)")
                if let failed = analysis.failed {
                    output.print("    fails   \(Visible.line(failed.joined(separator: ", ")))")
                }
                if !fix.tried.isEmpty { output.print("    tried   \(Visible.line(fix.tried))") }
                if !fix.files.isEmpty {
                    output.print("    changed \(Visible.line(fix.files.joined(separator: ", ")))")
                }
            }
        }
    }
}
