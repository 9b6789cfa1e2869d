import Governance
import RunModel

/// What is said of commits that leave, or that CI looks at.
struct PushPage {
    private let output: Output

    init(_ output: Output) { self.output = output }

    /// For whoever waits for a push: on standard error, findings by commit.
    func note(_ judgement: PushJudgement) {
        lines(of: judgement).forEach(output.note)
        for trouble in judgement.troubles {
            output.note("warning: not judged: \(Visible.line(trouble))")
        }
    }

    /// For whoever asked: on standard output.
    func print(_ judgement: PushJudgement) {
        lines(of: judgement).forEach { output.print($0) }
        for trouble in judgement.troubles {
            output.print("warning: not judged: \(Visible.line(trouble))")
        }
    }

    /// More findings than these are counted: nobody reads a thousand.
    private static let shown = 20

    private func lines(of judgement: PushJudgement) -> [String] {
        let rest = judgement.findings.count - Self.shown
        return judgement.findings.prefix(Self.shown).flatMap { lines(of: $0) }
            + (rest > 0 ? ["and \(rest) more: git autopack verify --json shows all"] : [])
    }

    private func lines(of finding: PushFinding) -> [String] {
        var place = [finding.ref, String(finding.commit.prefix(10))].filter { !$0.isEmpty }
        if !finding.path.isEmpty {
            place.append(finding.path + (finding.line > 0 ? ":\(finding.line)" : ""))
        }
        let title = "\(finding.severity.rawValue) \(finding.rule.rawValue)"
        return ["\(title)  \(Visible.line(place.joined(separator: " ")))"]
            + ["  \(Visible.line(finding.what))"]
            + finding.fix.split(separator: "\n").map { "    \(Visible.line(String($0)))" }
    }

    // MARK: JSON

    /// - Parameter range: What was asked for; nil: what is pushed.
    func json(_ judgement: PushJudgement, of range: String?) {
        let judged = judgement.troubles.isEmpty
        // For CI what was not judged is not well; before a push nobody knows.
        let ok: Bool? =
            judgement.isSound && !judged ? (range == nil ? nil : false) : judgement.isSound
        output.json(
            Document(
                version: 1, ok: Nullable(ok), judged: judged,
                range: Nullable(range), commits: judgement.commits,
                checkpoints: judgement.checkpoints.count,
                findings: judgement.findings.map(Finding.init), troubles: judgement.troubles))
    }

    private struct Document: Encodable {
        var version: Int
        /// Null: nothing was found, and not everything was judged.
        var ok: Nullable<Bool>
        /// There was no trouble.
        var judged: Bool
        var range: Nullable<String>
        var commits: Int
        var checkpoints: Int
        var findings: [Finding]
        var troubles: [String]

        enum CodingKeys: String, CodingKey {
            case ok, judged, range, commits, checkpoints, findings, troubles
            case version = "v"
        }
    }

    private struct Finding: Encodable {
        var id: String
        var severity: String
        var ref: String
        var commit: String
        var path: String
        var line: Int
        var what: String
        var fix: String

        init(_ finding: PushFinding) {
            id = finding.rule.rawValue
            severity = finding.severity.rawValue
            (ref, commit, path, line) = (finding.ref, finding.commit, finding.path, finding.line)
            (what, fix) = (finding.what, finding.fix)
        }
    }
}
