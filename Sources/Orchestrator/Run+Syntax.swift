import Git
import Governance
import Ledger
import RunModel
import Workspace

extension Run {
    /// Says why a candidate is refused that its languages' own tools cannot parse.
    ///
    /// The workspace is at the candidate, and is so afterwards. No check has to run for what a
    /// parser says at once. A file that was broken before is not the candidate's fault.
    ///
    /// - Returns: Nil where everything can be parsed, or nothing is there to parse it with.
    func unparsable(_ candidate: CandidateCreated) async throws(RunError) -> CandidateRefused? {
        let files = try difference(to: candidate).files.filter { file in
            (file.newMode == .regular || file.newMode == .executable) && file.kind != .modeChanged
        }
        var faults = try await faults(in: files, at: \.newBytes) { $0.path }
        guard !faults.isEmpty else { return nil }
        let before = files.filter { file in
            file.kind != .added && faults.contains { $0.path == file.path }
        }
        if !before.isEmpty {
            try await tools.bench.bring(to: try commit(ledger.state.tip))
            let broken = try await self.faults(in: before, at: \.oldBytes) { $0.oldPath ?? $0.path }
            let paths = Set(broken.map(\.path))
            let excused = Set(
                before.filter { paths.contains($0.oldPath ?? $0.path) }.map(\.path))
            faults.removeAll { excused.contains($0.path) }
            try await tools.bench.bring(to: try commit(candidate.commit))
        }
        guard let first = faults.first else { return nil }
        return CandidateRefused(
            category: first.category, reason: CandidateRefused.unparsable,
            message: faults.map(\.description).joined(separator: "\n"), nearest: nil)
    }

    private func faults(
        in files: [DifferenceFile], at content: (DifferenceFile) -> [UInt8]?,
        path: (DifferenceFile) -> String
    ) async throws(RunError) -> [SyntaxFault] {
        var faults: [SyntaxFault] = []
        for file in files where file.path.hasSuffix(".yaml") || file.path.hasSuffix(".yml") {
            guard let bytes = content(file), let fault = tools.yamlFault(bytes) else { continue }
            faults.append(
                SyntaxFault(path: path(file), line: fault.line, message: fault.message))
        }
        return faults + (try await tools.bench.syntaxFaults(in: files.map(path)))
    }
}

extension SyntaxFault {
    /// As a person and the next prompt are told.
    fileprivate var description: String {
        line > 0 ? "\(path):\(line): \(message)" : "\(path): \(message)"
    }

    /// Data is an invalid result; code has a category for what is wrong with it.
    fileprivate var category: FailureCategory {
        if [".yaml", ".yml", ".toml"].contains(where: path.hasSuffix) { return .invalidResult }
        return ["IndentationError", "TabError"].contains(where: message.hasPrefix)
            ? .indentationError : .syntaxError
    }
}
