/// Something that keeps a test from judging.
package struct TestMark: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        /// It is not run.
        case skip
        /// It is not run where something holds that only the machine knows.
        case conditional
        /// The others are not run.
        case only
        /// A failure is what is expected.
        case expectedFailure = "expected failure"
        /// Failures are caught.
        case swallowed
        /// It ends before its end.
        case earlyReturn = "early return"
        /// Code that is never reached.
        case dead = "dead code"
    }

    package var kind: Kind
    /// As it is written.
    package var text: String
    package var line: Int
}

/// A test, or a function that tests use, as far as changes of it are judged.
struct TestRoutine: Hashable, Sendable {
    /// With what it is in, as `Suite.case`.
    var name: String
    /// The last part of the name.
    var ownName: String
    /// A runner takes it for a test.
    var isTest: Bool
    var line: Int
    var marks: [TestMark]
    var assertions: [TestAssertion]
    /// What holds literals and is no claim: the values that claims are about.
    var statements: [TestStatement]
    /// All of it but the name, normalised.
    var body: String
    /// Nothing in it can fail: no claim, no call.
    var isStub: Bool
    /// The number of its tokens.
    var size: Int
    /// In plain C, the tests that it runs.
    var calls: [String] = []

    /// Claims that the code can break.
    var realAssertions: [TestAssertion] { assertions.filter { !$0.isTrivial } }
}

/// A piece of test code with values in it.
struct TestStatement: Hashable, Sendable {
    var text: String
    /// Its first words: a changed statement still begins as it did.
    var head: String
    var literals: [String]
    /// A row of a table rather than a call.
    var isRow: Bool
    var line: Int
    /// The name that gets a value here.
    var defines: String?
    /// Those of a table of cases, whose order says nothing.
    var rows: [Row] = []

    /// One case of a table.
    struct Row: Hashable, Sendable {
        var text: String
        var literals: [String]
        /// How often something is called in it.
        var calls: Int

        /// The same values, none of them computed now.
        func keeps(_ other: Row) -> Bool { literals == other.literals && calls <= other.calls }
    }

    /// All values of the other are here, in their order; of a table all cases, in any.
    func extends(_ other: TestStatement) -> Bool {
        if !rows.isEmpty, !other.rows.isEmpty { return hasRows(of: other) }
        var rest = other.literals[...]
        for literal in literals where literal == rest.first { rest.removeFirst() }
        return rest.isEmpty
    }

    private func hasRows(of other: TestStatement) -> Bool {
        guard rows.count >= other.rows.count else { return false }
        var here: [String: Int] = [:]
        for row in rows { here[row.text, default: 0] += 1 }
        let missing = other.rows.filter { row in
            guard let count = here[row.text], count > 0 else { return true }
            here[row.text] = count - 1
            return false
        }
        var rest: [[String]: [Row]] = [:]
        for row in rows {
            guard let count = here[row.text], count > 0 else { continue }
            here[row.text] = count - 1
            rest[row.literals, default: []].append(row)
        }
        return missing.allSatisfy { row in
            guard let place = rest[row.literals]?.firstIndex(where: { $0.keeps(row) }) else {
                return false
            }
            rest[row.literals]?.remove(at: place)
            return true
        }
    }
}
