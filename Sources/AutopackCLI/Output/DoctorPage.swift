import Healing
import RunModel

/// What the Doctor says to a person.
struct DoctorPage {
    private let output: Output

    init(_ output: Output) { self.output = output }

    /// The findings under one another: what, why, what mends it; then what can be done next.
    func print(_ findings: [RepositoryFinding], mended: Bool = false) {
        guard !findings.isEmpty else {
            output.print(mended ? "nothing else is wrong" : "all is well: nothing to mend")
            return
        }
        for finding in findings { print(finding) }
    }

    /// The commands that go on from here.
    func next(_ findings: [RepositoryFinding]) {
        let safe = findings.contains { if case .safe = $0.treatment { true } else { false } }
        let asks = findings.contains { if case .ask = $0.treatment { true } else { false } }
        guard safe || asks else { return }
        output.print("next:")
        if safe, asks {
            output.print("  git autopack doctor --fix          what is safe; it asks for the rest")
            output.print("  git autopack doctor --fix --yes    all that it can mend")
        } else if safe {
            output.print("  git autopack doctor --fix")
        } else {
            output.print("  git autopack doctor --fix          it asks before each")
            output.print("  git autopack doctor --fix --yes    all that it can mend")
        }
    }

    /// What was done about a finding: a word, its id, and the sentence below it.
    func print(_ word: String, _ style: Output.Style, _ id: String, _ sentence: String) {
        output.print("\(output.styled(word, style)) \(id)")
        wrap(sentence, indent: 2)
    }

    private func print(_ finding: RepositoryFinding) {
        let style: Output.Style =
            switch finding.severity {
            case .error: .red
            case .warning: .yellow
            case .info: .cyan
            }
        let mark =
            switch finding.treatment {
            case .safe: "  [--fix mends it]"
            case .ask: "  [--fix asks]"
            case .told: ""
            }
        output.print(
            output.styled("\(finding.severity.rawValue)", style) + " \(finding.id)"
                + output.styled(mark, .faint))
        wrap(finding.what, indent: 2)
        wrap(finding.why, indent: 2)
        for line in finding.fix.split(separator: "\n") {
            output.print("    \(Visible.line(String(line)))")
        }
    }

    /// What a question is about, before it is asked.
    func ask(_ id: String, _ sentence: String) { note("\(id): \(sentence)") }

    /// A sentence for standard error, broken to the width.
    func note(_ sentence: String) { for line in lines(sentence, indent: 0) { output.note(line) } }

    private func wrap(_ text: String, indent: Int) {
        for line in lines(text, indent: indent) { output.print(line) }
    }

    /// Breaks a sentence between words; a word that is longer than the line stays whole.
    private func lines(_ text: String, indent: Int) -> [String] {
        let room = max(20, min(output.width, 100) - indent)
        var lines: [String] = []
        var line = ""
        for word in Visible.line(text).split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? word : " \(word)"
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map { String(repeating: " ", count: indent) + $0 }
    }
}
