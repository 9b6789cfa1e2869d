/// The words by which test frameworks claim something.
enum AssertionWords {
    /// Says whether the word at a place begins a claim, or is its method.
    static func isAnchor(_ index: Int, in text: TokenText) -> Bool {
        guard let word = text.word(index) else { return false }
        let isCall = text.isSymbol(index + 1, "(")
        let afterDot = text.isSymbol(index - 1, ".")
        switch text.language {
        case .python:
            guard isCall else { return false }
            if word == "AssertionError" { return false }
            if word.lowercased().hasPrefix("assert") || word.hasPrefix("failUnless") { return true }
            return afterDot && ["raises", "warns", "fail", "deprecated_call"].contains(word)
                || !afterDot && (word == "raises" || word == "warns")
        case .javaScript:
            if word == "should" { return afterDot }
            if word == "expect" || word == "assert" {
                return !afterDot && (isCall || text.isSymbol(index + 1, "."))
            }
            if afterDot, isCall, let owner = text.word(index - 2) {
                return (owner == "t" || owner == "test") && tap.contains(word)
            }
            return isCall && !afterDot && nodeNames.contains(word)
        case .go:
            guard isCall, afterDot else {
                return word == "Expect" && isCall || word == "Ω" && isCall
            }
            let owner = text.word(index - 2)
            if goFailures.contains(word), let owner, goOwners.contains(owner) { return true }
            guard testify.contains(word) else { return false }
            return owner.map { goAsserting.contains($0) } ?? text.isSymbol(index - 2, ")")
        case .rust:
            guard text.isSymbol(index + 1, "!") else { return false }
            return word.hasPrefix("assert") || word.hasPrefix("debug_assert")
                || word.hasPrefix("prop_assert") || word == "panic" || word == "unreachable"
        case .swift:
            if word == "expect" || word == "require" {
                return isCall && (text.isSymbol(index - 1, "#") || !afterDot && word == "expect")
            }
            if word == "record" { return isCall && text.isWord(index - 2, "Issue") }
            return isCall
                && (word.hasPrefix("XCTAssert") || word == "XCTFail" || word == "XCTUnwrap")
        case .java, .kotlin:
            if word.hasPrefix("should"), text.language == .kotlin {
                return word.utf8.count > 6
            }
            guard isCall || text.isSymbol(index + 1, "{") || text.isSymbol(index + 1, "<") else {
                return false
            }
            return word.hasPrefix("assert") && word != "assertions" || word == "fail"
                || word == "verify" || word == "expectThrows"
        case .c:
            guard isCall else { return false }
            return cPrefixes.contains { word.hasPrefix($0) } || cNames.contains(word)
        case .ruby:
            if text.isSymbol(index + 1, "=") || text.isWord(index - 1, "def") { return false }
            if afterDot {
                return word.hasPrefix("must_") || word.hasPrefix("wont_") || word == "should"
                    || word == "should_not"
            }
            return word.hasPrefix("assert") || word.hasPrefix("refute") || word == "expect"
                || word == "is_expected" || word == "flunk"
        }
    }

    private static let tap: Set<String> = [
        "equal", "notEqual", "deepEqual", "notDeepEqual", "same", "notSame", "strictSame", "is",
        "not", "true", "false", "ok", "notOk", "truthy", "falsy", "throws", "notThrows", "rejects",
        "doesNotThrow", "like", "match", "regex", "fail", "error", "deepLooseEqual", "assert",
    ]
    private static let nodeNames: Set<String> = [
        "strictEqual", "deepStrictEqual", "notStrictEqual", "deepEqual", "notDeepEqual",
        "notDeepStrictEqual", "assertEquals", "assertStrictEquals", "assertThrows", "assertRejects",
        "expectTypeOf", "assertType",
    ]
    private static let goFailures: Set<String> = [
        "Error", "Errorf", "Fatal", "Fatalf", "Fail", "FailNow",
    ]
    private static let goOwners: Set<String> = ["t", "b", "tb", "f", "T", "c"]
    private static let goAsserting: Set<String> = [
        "assert", "require", "is", "a", "r", "s", "suite", "as", "qt", "c", "must", "assertions",
    ]
    private static let testify: Set<String> = [
        "Equal", "NotEqual", "EqualValues", "Exactly", "True", "False", "Nil", "NotNil", "NoError",
        "Error", "ErrorIs", "ErrorAs", "EqualError", "ErrorContains", "Contains", "NotContains",
        "Len", "Empty", "NotEmpty", "Zero", "NotZero", "Panics", "NotPanics", "Greater",
        "GreaterOrEqual", "Less", "LessOrEqual", "InDelta", "InEpsilon", "JSONEq", "YAMLEq",
        "ElementsMatch", "Subset", "Regexp", "Implements", "IsType", "Same", "NotSame",
        "Eventually", "Never", "WithinDuration", "Assert", "Check", "DeepEqual", "Equals",
        "NilError", "ErrorMatches", "IsNil", "IsTrue", "Positive", "Negative", "FileExists",
    ]
    private static let cPrefixes = [
        "ASSERT_", "EXPECT_", "REQUIRE", "CHECK", "STATIC_REQUIRE", "BOOST_CHECK", "BOOST_REQUIRE",
        "BOOST_TEST", "ck_assert", "TEST_ASSERT", "cr_assert", "CU_ASSERT", "g_assert", "assert_",
        "WARN_", "TEST_CHECK", "STRCMP_EQUAL", "LONGS_EQUAL",
    ]
    private static let cNames: Set<String> = [
        "assert", "QCOMPARE", "QVERIFY", "FAIL", "ADD_FAILURE", "GTEST_FAIL", "static_assert",
        "_Static_assert", "fail_unless", "fail_if",
    ]

    /// What a claim's method is called on, where that says nothing.
    static let receivers: Set<String> = [
        "self", "cls", "this", "Assert", "Assertions", "assert", "require", "pytest", "unittest",
        "t", "s", "suite", "is", "tc", "case", "test", "T", "b", "tb", "c", "chai", "Issue",
        "Assume", "Truth", "np", "testing", "qt", "as", "a", "r", "must",
    ]
    /// Words of a chain that only make it read well.
    static let fillers: Set<String> = [
        "to", "be", "been", "is", "that", "which", "and", "has", "have", "with", "at", "of", "same",
        "but", "does", "still", "also", "not", "deep", "not_to", "to_not", "resolves", "should",
        "eventually", "rejects", "because", "as", "describedas", "withmessage", "exactly",
    ]

    /// After these words of Ruby a matcher follows without a dot.
    static func joins(_ word: String) -> Bool {
        ["to", "not_to", "to_not", "should", "should_not"].contains(word)
    }

    /// The word in lower case, without underscores.
    static func plain(_ word: String) -> String { word.lowercased().filter { $0 != "_" } }

    /// The test is made to fail here, rather than something compared.
    static func isFailure(_ words: [String], in language: TestLanguage) -> Bool {
        guard words.count <= 2, let last = words.last else { return false }
        if language == .go { return goFailures.contains(last) && words.count == 1 }
        return failures.contains(last)
    }

    private static let failures: Set<String> = [
        "fail", "XCTFail", "FAIL", "ADD_FAILURE", "GTEST_FAIL", "flunk", "panic", "record",
        "unreachable", "failNow",
    ]

    /// How the word of a claim compares: `>` of `assertGreater`.
    static func order(of word: String) -> String? {
        let name = plain(word)
        let ends: [(String, String)] = [
            ("gt", ">"), ("ge", ">="), ("gte", ">="), ("lt", "<"), ("le", "<="), ("lte", "<="),
        ]
        if name.contains("greater") { return name.contains("equal") ? ">=" : ">" }
        if name.contains("less") { return name.contains("equal") ? "<=" : "<" }
        return ends.first { name.hasSuffix($0.0) }?.1
    }

    /// What a method claims, told by its name.
    static func kind(of word: String, words: [String]) -> (TestAssertion.Kind, negated: Bool) {
        var name = plain(word)
        if name == "tobe" || name == "eq" || name == "eql" || name == "is" && words.count > 1 {
            return (.equal, false)
        }
        var negated = false
        for prefix in prefixes where name.hasPrefix(prefix) {
            name.removeFirst(prefix.utf8.count)
            if prefix == "refute" || prefix == "wont" { negated = true }
        }
        for prefix in ["tobe", "tohave", "to", "be", "is", "that"]
        where name.hasPrefix(prefix) && name != "isnot" && !name.hasPrefix("total") {
            name.removeFirst(prefix.utf8.count)
            break
        }
        if name.hasPrefix("not") || name.hasPrefix("does") && name.contains("not") {
            if name.hasPrefix("notraise") || name.contains("notthrow") {
                return (.notThrowing, false)
            }
            if name.hasPrefix("not") { name.removeFirst(3) }
            negated.toggle()
        }
        let bytes = Array(name.utf8)
        for (part, kind) in parts where holds(bytes, part) { return (kind, negated) }
        if name.isEmpty { return (.truth, negated) }
        return exact[name].map { ($0.0, $0.1 != negated) } ?? (.other, negated)
    }

    /// Says whether a part is in a name; the library's own search takes fifty times as long.
    private static func holds(_ name: [UInt8], _ part: StaticString) -> Bool {
        let count = part.utf8CodeUnitCount
        guard name.count >= count else { return false }
        return part.withUTF8Buffer { part in
            (0...(name.count - count)).contains { start in
                name[start..<(start + count)].elementsEqual(part)
            }
        }
    }

    private static let prefixes = [
        "xctassert", "boostcheck", "boostrequire", "boosttest", "staticrequire", "debugassert",
        "propassert", "testassert", "ckassert", "crassert", "cuassert", "gassert", "assert",
        "refute", "wont", "must", "expect", "require", "check", "failunless", "should", "verify",
    ]
    private static let parts: [(StaticString, TestAssertion.Kind)] = [
        ("noerror", .notThrowing), ("nothrow", .notThrowing), ("notthrow", .notThrowing),
        ("almost", .approximate), ("approx", .approximate), ("near", .approximate),
        ("close", .approximate), ("delta", .approximate), ("epsilon", .approximate),
        ("float", .approximate), ("double", .approximate), ("within", .approximate),
        ("greater", .order), ("less", .order), ("raise", .throwing), ("throw", .throwing),
        ("panic", .throwing), ("exception", .throwing), ("error", .throwing),
        ("reject", .throwing), ("death", .throwing), ("warn", .throwing), ("match", .contains),
        ("contain", .contains), ("includ", .contains), ("regex", .contains), ("called", .called),
        ("instance", .type), ("kindof", .type), ("nullptr", .none), ("undefined", .none),
        ("null", .none), ("nil", .none), ("none", .none), ("defined", .some),
        ("unequal", .unequal), ("equal", .equal), ("same", .equal), ("identical", .equal),
        ("truthy", .truth), ("falsy", .falsity),
    ]
    /// The flag: the opposite is meant.
    private static let exact: [String: (TestAssertion.Kind, Bool)] = [
        "eq": (.equal, false), "streq": (.equal, false), "ne": (.equal, true),
        "strne": (.equal, true), "true": (.truth, false), "false": (.falsity, false),
        "ok": (.truth, false), "success": (.notThrowing, false), "lt": (.order, false),
        "le": (.order, false), "gt": (.order, false), "ge": (.order, false),
        "in": (.contains, false), "a": (.type, false), "compare": (.equal, false),
        "qcompare": (.equal, false), "qverify": (.truth, false), "some": (.some, false),
        "isnot": (.equal, true), "empty": (.other, false),
    ]
}
