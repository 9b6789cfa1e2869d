import Editing
import Testing

/// Edits damaged on purpose: what is applied is what was meant, and nothing else ever is.
@Suite struct DamagedEditTests {
    private let seeds: Range<UInt64> = 0..<60

    /// What is known to come of a damaged reply.
    private enum Expectation {
        /// The result, and nothing but the result.
        case applied
        /// The result or a refusal.
        case appliedOrRefused
        /// A refusal, whatever its reason.
        case refused
    }

    private func check(
        _ reply: String, _ edit: DamagedEdit, _ what: Expectation, text: String? = nil,
        result: String? = nil, _ location: SourceLocation = #_sourceLocation
    ) {
        let other = "left = alone\n"
        let trial = Trial(reply, to: [edit.path: text ?? edit.text, "other.py": other])
        switch (trial.outcome, what) {
        case (.applied(let applied), .applied), (.applied(let applied), .appliedOrRefused):
            let texts = applied.files.map { $0.bytes.map { String(decoding: $0, as: UTF8.self) } }
            #expect(
                applied.files.map(\.path) == [edit.path] && texts == [result ?? edit.result],
                "seed \(edit.seed)\n\(reply)\n\(texts)", sourceLocation: location)
        case (.refused, .refused), (.refused, .appliedOrRefused): break
        default:
            Issue.record("seed \(edit.seed): \(trial.outcome)\n\(reply)", sourceLocation: location)
        }
    }

    @Test func `every format says the same`() {
        for edit in seeds.map(DamagedEdit.init) {
            check(edit.block(), edit, .applied)
            check(edit.diff(), edit, .applied)
            check("Sure.\n\n```diff\n\(edit.diff())```\nDone.\n", edit, .applied)
            check(edit.diff(header: "@@"), edit, .applied)
            check("```diff\n\(edit.diff(header: "@@ -900,7 +900,2 @@"))```\n", edit, .applied)
            check(edit.envelope, edit, .applied)
            check("```json\n\(edit.structured)```\n", edit, .applied)
            check("\(edit.path)\n```python\n\(edit.result)```\n", edit, .applied)
        }
    }

    @Test func `line ends are the file's`() {
        for edit in seeds.map(DamagedEdit.init) {
            let text = DamagedEdit.text(edit.before, end: "\r\n")
            let result = DamagedEdit.text(edit.after, end: "\r\n")
            for reply in [edit.block(), edit.diff(), edit.envelope, edit.structured] {
                check(reply, edit, .applied, text: text, result: result)
                check(reply.replacing("\n", with: "\r\n"), edit, .applied)
            }
        }
    }

    @Test func `a shift of both halves is undone, or refused`() {
        for edit in seeds.map(DamagedEdit.init) {
            let all = (edit.search + edit.replacement).filter { !$0.isEmpty }
            let depth = all.map { $0.prefix { $0 == " " }.count }.min() ?? 0
            func shifted(_ lines: [String], by blanks: Int) -> [String] {
                lines.map { line in
                    if line.isEmpty { return line }
                    return blanks < 0
                        ? String(line.dropFirst(-blanks))
                        : String(repeating: " ", count: blanks) + line
                }
            }
            for blanks in [1, 2, 4, 8, -depth] {
                check(
                    edit.block(
                        shifted(edit.search, by: blanks), shifted(edit.replacement, by: blanks)),
                    edit, .appliedOrRefused)
                check(edit.block(shifted(edit.search, by: blanks)), edit, .appliedOrRefused)
            }
        }
    }

    @Test func `tabs and blanks are exchanged as the file has them`() {
        func tabbed(_ lines: [String], width: Int) -> [String] {
            lines.map { line in
                let blanks = line.prefix { $0 == " " }.count
                return String(repeating: "\t", count: blanks / width)
                    + String(repeating: " ", count: blanks % width) + line.dropFirst(blanks)
            }
        }
        for edit in seeds.map(DamagedEdit.init) {
            for width in [2, 4] {
                check(
                    edit.block(
                        tabbed(edit.search, width: width), tabbed(edit.replacement, width: width)),
                    edit, .appliedOrRefused)
            }
            check(
                edit.block(), edit, .applied, text: DamagedEdit.text(tabbed(edit.before, width: 4)),
                result: DamagedEdit.text(tabbed(edit.after, width: 4)))
        }
    }

    @Test func `white space, numbers and typography that only the reply has do not reach the file`()
    {
        for edit in seeds.map(DamagedEdit.init) {
            check(edit.block(edit.search.map { $0 + "  " }), edit, .applied)
            for mark in ["| ", ": ", "\t", " | "] {
                func numbered(_ lines: [String]) -> [String] {
                    lines.enumerated().map { "\(edit.quoted.lowerBound + 1 + $0)\(mark)\($1)" }
                }
                check(
                    edit.block(numbered(edit.search), numbered(edit.replacement)), edit, .applied)
                check(edit.block(numbered(edit.search)), edit, .applied)
            }
            for (plain, typographic) in [(" ", "\u{A0}"), ("'", "’"), ("-", "–"), ("\"", "”")] {
                func changed(_ lines: [String]) -> [String] {
                    lines.map { $0.replacing(plain, with: typographic) }
                }
                // Only where the quotation shows what the character stands for.
                guard edit.search.contains(where: { $0.contains(plain) }) else { continue }
                check(edit.block(changed(edit.search), changed(edit.replacement)), edit, .applied)
                check(edit.block(changed(edit.search)), edit, .applied)
            }
        }
    }

    @Test func `text that stands in two places is refused`() {
        for edit in seeds.map(DamagedEdit.init) {
            for copy in [edit.search, edit.search.map { $0.isEmpty ? "" : "    " + $0 }] {
                let text = DamagedEdit.text(edit.before + ["marker = 1"] + copy)
                let shifted = edit.search.map { $0.isEmpty ? "" : " " + $0 }
                check(edit.block(shifted, edit.replacement), edit, .refused, text: text)
            }
            let text = DamagedEdit.text(edit.before + ["marker = 1"] + edit.search)
            check(edit.block(), edit, .refused, text: text)
            check(edit.envelope, edit, .refused, text: text)
            check(edit.structured, edit, .refused, text: text)
            check(edit.diff(header: "@@ -900,7 +900,2 @@"), edit, .refused, text: text)
        }
    }

    @Test func `misquoted lines are left alone, or the edit is refused`() {
        for edit in seeds.map(DamagedEdit.init) {
            for line in edit.search.indices where !edit.search[line].isEmpty {
                var search = edit.search
                search[line] += "  # not there"
                let isKept = edit.replacement.count { $0 == edit.search[line] } == 1
                let replacement = edit.replacement.map {
                    $0 == edit.search[line] ? search[line] : $0
                }
                check(
                    edit.block(search, replacement), edit, isKept ? .appliedOrRefused : .refused)
            }
        }
    }

    @Test func `a reply that stops early is refused wherever it stops`() {
        for edit in seeds.map(DamagedEdit.init) {
            var random = EditPropertyTests.Seeded(state: edit.seed)
            func cut(_ reply: String, keeping tail: Int) -> String {
                String(
                    reply.prefix(Int.random(in: 30..<(reply.count - tail), using: &random)))
            }
            for reply in [
                cut(edit.block(), keeping: 6), cut(edit.envelope, keeping: 3),
                cut("```json\n" + edit.structured, keeping: 3),
                cut("\(edit.path)\n```python\n\(edit.result)```\n", keeping: 5),
                cut("```diff\n" + edit.diff(), keeping: 1),
            ] {
                if case .noEdits = Trial(reply, to: [edit.path: edit.text]).outcome { continue }
                check(reply, edit, .refused)
            }
        }
    }

    @Test func `the same reply again changes nothing`() {
        for edit in seeds.map(DamagedEdit.init) {
            for reply in [edit.block(), edit.diff(), edit.envelope, edit.structured] {
                let trial = Trial(reply, to: [edit.path: edit.result])
                #expect(trial.strategy == .alreadyApplied, "seed \(edit.seed)\n\(reply)")
                #expect(trial.applied()?.files == [], "seed \(edit.seed)")
                check(reply + "\n" + reply, edit, .applied)
            }
        }
    }

    @Test func `several formats and prose make one change`() {
        for edit in seeds.map(DamagedEdit.init) {
            let now = DamagedEdit.text(Array(edit.before[edit.quoted]))
            let then = DamagedEdit.text(edit.replacement)
            let shown = "Now \(edit.path) has:\n\n```python\n\(now)```\n\n"
            check(shown + edit.block(), edit, .applied)
            check(edit.block() + "\nWhich gives:\n\n```python\n\(then)```\n", edit, .applied)
            check(edit.block() + "\n" + edit.diff(), edit, .applied)
            check(edit.block(path: "nowhere/else.py"), edit, .refused)
            check(edit.block(path: "../src/m.py"), edit, .refused)
            check(
                edit.block() + "\n" + block("other.py", "not there\n", "x\n"), edit, .refused)
        }
    }
}
