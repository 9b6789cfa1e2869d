/// Tells what became of the tests that were found again, and of those that were not.
struct TestComparison {
    private let pairing: TestPairing
    private(set) var issues: [TestIssue] = []
    private(set) var addedTests: [String] = []
    /// More claims or values of one test than this are not compared with each other.
    private static let comparedLimit = 200
    /// How often each claim of the base is missing in the whole candidate.
    private var missingClaims: [String: Int] = [:]
    private var missingStatements: [String: Int] = [:]
    /// Statements of the candidate that the base does not have, by what they begin with.
    private var newStatements: [TestStatement] = []
    private var newKinds: Set<TestAssertion.Kind> = []

    private let rewrite: ClaimRewrite

    init(_ pairing: TestPairing, rewrite: ClaimRewrite = ClaimRewrite()) {
        self.pairing = pairing
        self.rewrite = rewrite
    }

    mutating func compare() {
        count()
        compareCalls()
        for (index, base) in pairing.base.enumerated() {
            if let place = pairing.found[index] {
                compare(base, pairing.candidate[place])
            } else {
                lose(base)
            }
        }
        for (place, added) in pairing.candidate.enumerated() where !pairing.taken[place] {
            if added.routine.isTest { addedTests.append(added.routine.name) }
            judgeNew(added)
        }
    }

    private mutating func count() {
        for each in pairing.base {
            for claim in each.routine.realAssertions { missingClaims[claim.key, default: 0] += 1 }
            for statement in each.routine.statements {
                missingStatements[statement.text, default: 0] += 1
            }
        }
        for each in pairing.candidate {
            for claim in each.routine.realAssertions {
                if let count = missingClaims[claim.key], count > 0 {
                    missingClaims[claim.key] = count - 1
                } else {
                    newKinds.insert(claim.kind)
                }
            }
            for statement in each.routine.statements {
                if let count = missingStatements[statement.text], count > 0 {
                    missingStatements[statement.text] = count - 1
                } else {
                    newStatements.append(statement)
                }
            }
        }
    }

    /// Tests of plain C that are still there and that nobody calls any more.
    private mutating func compareCalls() {
        let after = Set(pairing.candidate.flatMap(\.routine.calls))
        let before = Set(pairing.base.flatMap(\.routine.calls))
        for (index, base) in pairing.base.enumerated() where base.language == .c {
            guard let place = pairing.found[index] else { continue }
            let candidate = pairing.candidate[place]
            if before.contains(base.routine.ownName), !after.contains(candidate.routine.ownName) {
                add(.deselected, candidate, old: "\(base.routine.ownName)()", new: "not called")
            }
        }
    }

    // MARK: Found again

    private mutating func compare(_ base: TestChange.Placed, _ candidate: TestChange.Placed) {
        let (old, new) = (base.routine, candidate.routine)
        if base.runs, !candidate.runs {
            add(
                .deselected, candidate, old: "\(base.path): \(old.name)",
                new: "\(candidate.path): \(new.name)")
        }
        compareMarks(base, candidate)
        if old.body == new.body, old.statements == new.statements { return }
        let lost = lostClaims(of: old, in: new)
        let isMoved = lost.isEmpty && !old.realAssertions.isEmpty
        if old.isTest, !old.isStub, new.isStub, !isMoved {
            add(
                .emptied, candidate, old: old.realAssertions.first?.text ?? "",
                new: "nothing that can fail")
            return
        }
        let trivial = new.assertions.filter(\.isTrivial)
        if trivial.count > old.assertions.count(where: \.isTrivial), let first = trivial.last,
            !lost.isEmpty
        {
            add(.emptied, candidate, line: first.line, old: lost[0].text, new: first.text)
            return
        }
        compareClaims(lost, candidate, old)
        compareStatements(base, candidate)
    }

    private mutating func lostClaims(of old: TestRoutine, in new: TestRoutine) -> [TestAssertion] {
        var here: [String: Int] = [:]
        for claim in new.realAssertions { here[claim.key, default: 0] += 1 }
        return old.realAssertions.filter { claim in
            if let count = here[claim.key], count > 0 {
                here[claim.key] = count - 1
                return false
            }
            return consume(claim)
        }
    }

    /// Says whether a claim is missing in the whole candidate, each of them once.
    private mutating func consume(_ claim: TestAssertion) -> Bool {
        guard let count = missingClaims[claim.key], count > 0, !isAbsorbed(claim) else {
            return false
        }
        missingClaims[claim.key] = count - 1
        return true
    }

    /// The claim became a row of a table: its values stand there together.
    private func isAbsorbed(_ claim: TestAssertion) -> Bool {
        guard !claim.literals.isEmpty, newKinds.contains(claim.kind) else { return false }
        return newStatements.prefix(Self.comparedLimit).contains { statement in
            guard statement.literals.count >= claim.literals.count, statement.literals.count > 1
            else { return false }
            var rest = statement.literals
            for literal in claim.literals {
                guard let place = rest.firstIndex(of: literal) else { return false }
                rest.remove(at: place)
            }
            return statement.literals.count >= 2 * claim.literals.count || statement.isRow
        }
    }

    private mutating func compareClaims(
        _ lost: [TestAssertion], _ candidate: TestChange.Placed, _ old: TestRoutine
    ) {
        var known: [String: Int] = [:]
        for claim in old.realAssertions { known[claim.key, default: 0] += 1 }
        var gained: [TestAssertion] = []
        for claim in candidate.routine.realAssertions {
            if let count = known[claim.key], count > 0 {
                known[claim.key] = count - 1
            } else {
                gained.append(claim)
            }
        }
        for claim in lost {
            if let same = gained.prefix(Self.comparedLimit).firstIndex(where: {
                rewrite.keeps(claim, $0)
            }) {
                gained.remove(at: same)
                continue
            }
            // Where nearly everything changed, what became of what says little.
            let best = gained.indices.prefix(Self.comparedLimit).max {
                Self.likeness(claim, gained[$0]) < Self.likeness(claim, gained[$1])
            }
            guard let best, Self.likeness(claim, gained[best]) > 0 else {
                add(.removedAssertion, candidate, line: claim.line, old: claim.text)
                continue
            }
            let replacement = gained.remove(at: best)
            // `raises(ValueError)` that also looks at the message claims more.
            if claim.kind == .throwing, replacement.kind == .throwing,
                replacement.operands.starts(with: claim.operands)
            {
                continue
            }
            let isWeaker = replacement.strength < claim.strength
            add(
                isWeaker ? .weakenedAssertion : .changedAssertion, candidate,
                line: replacement.line,
                old: claim.text, new: replacement.text)
        }
    }

    private static func likeness(_ one: TestAssertion, _ other: TestAssertion) -> Int {
        let shared = one.operands.count { other.operands.contains($0) }
        let words = Set(one.text.split(separator: " ")).intersection(
            other.text.split(separator: " ")
        ).count
        return shared * 100 + words + (one.kind == other.kind ? 10 : 0)
    }

    private mutating func compareStatements(
        _ base: TestChange.Placed, _ candidate: TestChange.Placed
    ) {
        var here: [String: Int] = [:]
        for statement in candidate.routine.statements { here[statement.text, default: 0] += 1 }
        let lost = base.routine.statements.filter { statement in
            guard let count = here[statement.text], count > 0 else { return true }
            here[statement.text] = count - 1
            return false
        }.prefix(Self.comparedLimit)
        let gained = candidate.routine.statements.filter { statement in
            guard let count = here[statement.text], count > 0 else { return false }
            here[statement.text] = count - 1
            return true
        }.prefix(Self.comparedLimit)
        for statement in lost {
            guard let count = missingStatements[statement.text], count > 0 else { continue }
            missingStatements[statement.text] = count - 1
            let alike = gained.filter { $0.head == statement.head }
            if alike.contains(where: { $0.extends(statement) }) { continue }
            if newStatements.prefix(Self.comparedLimit).contains(where: {
                $0.extends(statement) && $0.head == statement.head
            }) {
                continue
            }
            let isRedefined =
                statement.defines.map { name in
                    candidate.routine.body.contains("\(name) = ")
                        && candidate.routine.assertions.contains { $0.operands.contains(name) }
                } ?? false
            guard !alike.isEmpty || statement.isRow || isRedefined else { continue }
            add(
                .changedValues, candidate, line: alike.first?.line ?? statement.line,
                old: statement.text, new: alike.first?.text ?? "")
        }
    }

    private mutating func compareMarks(_ base: TestChange.Placed, _ candidate: TestChange.Placed) {
        let isSetup = Self.isSetup(candidate.routine)
        guard candidate.routine.isTest || isSetup else { return }
        // A skip that was conditional before and holds always now is a new one.
        var before: [TestMark.Kind: Int] = [:]
        for mark in base.routine.marks { before[mark.kind, default: 0] += 1 }
        for mark in candidate.routine.marks {
            if let count = before[mark.kind], count > 0 {
                before[mark.kind] = count - 1
                continue
            }
            // Who skipped always may skip less.
            if mark.kind == .conditional, let count = before[.skip], count > 0 {
                before[.skip] = count - 1
                continue
            }
            if isSetup, !candidate.routine.isTest, mark.kind != .skip { continue }
            add(
                mark.kind == .conditional ? .conditionalSkip : .skipped, candidate, line: mark.line,
                new: mark.text)
        }
    }

    /// What runs before every test.
    private static func isSetup(_ routine: TestRoutine) -> Bool {
        let name = routine.ownName.lowercased()
        return name.hasPrefix("setup") || name.hasPrefix("before")
            || routine.body.contains("autouse = True")
    }

    // MARK: Gone, and new

    private mutating func lose(_ base: TestChange.Placed) {
        let lost = base.routine.realAssertions.filter { consume($0) }
        guard base.routine.isTest, base.runs || base.language != .python else {
            for claim in lost { add(.removedAssertion, base, line: claim.line, old: claim.text) }
            return
        }
        if lost.isEmpty, !base.routine.realAssertions.isEmpty { return }
        if base.routine.isStub { return }
        add(.removedTest, base, old: lost.map(\.text).prefix(2).joined(separator: "; "))
    }

    private mutating func judgeNew(_ added: TestChange.Placed) {
        for mark in added.routine.marks {
            let isSkippingAll =
                mark.kind == .skip && !added.routine.isTest && Self.isSetup(added.routine)
            if mark.kind == .only || isSkippingAll {
                add(.skipped, added, line: mark.line, new: mark.text)
            }
        }
    }

    private mutating func add(
        _ kind: TestIssue.Kind, _ placed: TestChange.Placed, line: Int? = nil, old: String = "",
        new: String = ""
    ) {
        issues.append(
            TestIssue(
                kind: kind, path: placed.path, line: line ?? placed.routine.line,
                test: placed.routine.name, old: old, new: new))
    }
}
