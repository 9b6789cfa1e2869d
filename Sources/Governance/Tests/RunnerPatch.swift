/// Finds code that changes what the runner collects, runs or reports.
enum RunnerPatch {
    static func issues(path: String, old: TokenText, new: TokenText, isConfiguration: Bool)
        -> [TestIssue]
    {
        var before: [String: Int] = [:]
        for found in signs(in: old, isConfiguration) { before[found.sign, default: 0] += 1 }
        var issues: [TestIssue] = []
        for found in signs(in: new, isConfiguration) {
            if let count = before[found.sign], count > 0 {
                before[found.sign] = count - 1
                continue
            }
            issues.append(
                TestIssue(kind: found.kind, path: path, line: found.line, new: found.text))
        }
        return issues
    }

    private struct Sign {
        var kind: TestIssue.Kind
        /// What makes two of them one.
        var sign: String
        var text: String
        var line: Int
    }

    private static func signs(in text: TokenText, _ isConfiguration: Bool) -> [Sign] {
        var signs: [Sign] = []
        // A name that is assigned replaces the function of that name.
        let defined = Set(
            text.tokens.indices.compactMap { text.isWord($0, "def") ? text.word($0 + 1) : nil })
        for index in text.tokens.indices {
            guard let word = text.word(index),
                let kind = kind(of: word, at: index, in: text, isConfiguration, defined: defined)
            else { continue }
            let start = max(0, index - 2)
            let end = min(index + 8, text.tokens.count)
            let shown = text.tokens[index..<end].prefix { !$0.isNewline }.normalised
            let sign = text.tokens[start...index].filter { !$0.isNewline }.normalised
            signs.append(Sign(kind: kind, sign: sign, text: shown, line: text.tokens[index].line))
        }
        return signs
    }

    private static func kind(
        of word: String, at index: Int, in text: TokenText, _ isConfiguration: Bool,
        defined: Set<String>
    ) -> TestIssue.Kind? {
        if isConfiguration { return configurationKind(word, at: index, in: text) }
        switch text.language {
        case .python: return python(word, at: index, in: text, defined: defined)
        case .javaScript:
            let owner = text.isSymbol(index - 1, ".") ? text.word(index - 2) : nil
            if owner == "process", word == "exit", isZero(index + 2, in: text) {
                return .patchedRunner
            }
            if owner == "process", word == "exitCode", text.isSymbol(index + 1, "="),
                text[index + 2]?.text == "0"
            {
                return .patchedRunner
            }
            if owner == "process", word == "reallyExit", text.isSymbol(index + 1, "=") {
                return .patchedRunner
            }
            if let owner, ["global", "globalThis", "window"].contains(owner),
                ["expect", "it", "test", "describe", "assert"].contains(word),
                text.isSymbol(index + 1, "=")
            {
                return .patchedRunner
            }
            if owner == "assert", text.isSymbol(index + 1, "=") { return .patchedRunner }
            return nil
        case .go:
            return word == "Exit" && text.isWord(index - 2, "os") && isZero(index + 2, in: text)
                ? .patchedRunner : nil
        case .rust:
            if word == "exit", text.isWord(index - 2, "process"), isZero(index + 2, in: text) {
                return .patchedRunner
            }
            return word == "macro_rules" && (text.word(index + 2)?.hasPrefix("assert") ?? false)
                ? .patchedRunner : nil
        case .swift:
            if (word == "exit" || word == "_exit"), isCall(index, in: text),
                isZero(index + 2, in: text)
            {
                return .patchedRunner
            }
            return word == "func" && (text.word(index + 1)?.hasPrefix("XCT") ?? false)
                ? .patchedRunner : nil
        case .java, .kotlin:
            if (word == "exit" || word == "halt"), isZero(index + 2, in: text),
                text.isSymbol(index - 1, ".") || word == "exitProcess"
            {
                return .patchedRunner
            }
            return word == "exitProcess" && isZero(index + 2, in: text) ? .patchedRunner : nil
        case .c:
            if ["exit", "_exit", "_Exit", "quick_exit"].contains(word), isCall(index, in: text),
                isZero(index + 2, in: text)
            {
                return .patchedRunner
            }
            guard word == "define", text.isSymbol(index - 1, "#"), let name = text.word(index + 1)
            else { return nil }
            return name == "NDEBUG" || name == "assert" || name.hasPrefix("EXPECT_")
                || name.hasPrefix("ASSERT_") || name.hasPrefix("REQUIRE") || name == "CHECK"
                ? .patchedRunner : nil
        case .ruby:
            if word == "exit!" { return .patchedRunner }
            if word == "exit",
                isZero(index + 1, in: text) || isZero(index + 2, in: text)
                    || text.isWord(index + 1, "true")
            {
                return .patchedRunner
            }
            if word == "def", let name = text.word(index + 1),
                name.hasPrefix("assert_equal") || name == "assert" || name == "refute"
            {
                return .patchedRunner
            }
            return nil
        }
    }

    private static func isCall(_ index: Int, in text: TokenText) -> Bool {
        text.isSymbol(index + 1, "(") && !text.isSymbol(index - 1, ".")
    }

    private static func isZero(_ index: Int, in text: TokenText) -> Bool {
        text[index]?.kind == .number && text[index]?.text == "0"
    }

    private static let fullHooks: Set<String> = [
        "pytest_runtest_makereport", "pytest_collection_modifyitems", "pytest_sessionfinish",
        "pytest_pyfunc_call",
        "pytest_runtest_call", "pytest_runtest_protocol", "pytest_ignore_collect",
        "pytest_collect_file",
        "pytest_pycollect_makeitem", "pytest_report_teststatus", "pytest_cmdline_main",
        "pytest_itemcollected",
        "pytest_runtest_setup", "pytest_runtest_logreport", "pytest_unconfigure",
        "pytest_deselected",
        "pytest_exception_interact", "pytest_runtestloop", "pytest_runtest_teardown",
    ]

    private static func python(
        _ word: String, at index: Int, in text: TokenText, defined: Set<String>
    ) -> TestIssue.Kind? {
        let isCall = text.isSymbol(index + 1, "(")
        let owner = text.isSymbol(index - 1, ".") ? text.word(index - 2) : nil
        if word == "_exit", owner == "os" { return .patchedRunner }
        if ["exit", "quit"].contains(word), isCall,
            owner == "sys" || owner == "pytest" || owner == nil,
            isZero(index + 2, in: text) || text.isSymbol(index + 2, ")") && owner != "pytest"
        {
            // `sys.exit(0)` under `raises(SystemExit)` is what is tested.
            return isExpected(index, in: text) ? nil : .patchedRunner
        }
        if word == "collect_ignore" || word == "collect_ignore_glob" {
            return text.isSymbol(index + 1, "=") || text.isSymbol(index + 1, "+=")
                || text.isSymbol(index + 1, ".") ? .deselected : nil
        }
        if fullHooks.contains(word), text.isWord(index - 1, "def") {
            return hook(at: index, in: text)
        }
        if text.isSymbol(index + 1, "="), let owner,
            owner == "TestCase" && (word.hasPrefix("assert") || word == "fail" || word == "run")
                || owner == "pytest" && ["fail", "raises", "exit"].contains(word)
                || owner == "builtins" && word == "AssertionError"
                || owner == "sys" && word == "exitcode"
        {
            return .patchedRunner
        }
        if word == "exitstatus", text.isSymbol(index + 1, "="), owner == "session" {
            return .patchedRunner
        }
        let begins = text[index - 1].map(\.isNewline) ?? true
        if begins, text.tokens[index].indent == 0, word.hasPrefix("test_"),
            text.isSymbol(index + 1, "="),
            defined.contains(word)
        {
            return .patchedRunner
        }
        if word == "del", begins, let name = text.word(index + 1),
            name.hasPrefix("test_") || name.hasPrefix("Test")
        {
            return .patchedRunner
        }
        if word.hasPrefix("test"), owner?.hasPrefix("Test") == true, text.isSymbol(index + 1, "=") {
            return .patchedRunner
        }
        if word == "setattr", isCall, text.arguments(at: index + 2 - 1).count >= 2 {
            let arguments = text.arguments(at: index + 1)
            let name = text.tokens[arguments[1]].first { $0.kind == .string }?.text ?? ""
            let target = text.tokens[arguments[0]].normalised
            if name.hasPrefix("assert") && target.contains("TestCase")
                || target == "builtins" && name.contains("Assert")
            {
                return .patchedRunner
            }
        }
        return nil
    }

    private static func isExpected(_ index: Int, in text: TokenText) -> Bool {
        let near = max(0, index - 40)..<index
        return near.contains { text.isWord($0, "SystemExit") || text.isWord($0, "__main__") }
            || text.tokens[near].contains { $0.kind == .string && $0.text == "__main__" }
    }

    /// A hook that only looks is no patch; one that changes results or the list of tests is.
    private static func hook(at index: Int, in text: TokenText) -> TestIssue.Kind {
        let indent = text.tokens[index].indent
        var end = index + 1
        while end < text.tokens.count {
            if text.tokens[end - 1].isNewline, text.tokens[end].indent <= indent { break }
            end += 1
        }
        for place in index..<end {
            let owner = text.isSymbol(place - 1, ".") ? text.word(place - 2) : nil
            let assigns = text.isSymbol(place + 1, "=")
            switch text.word(place) {
            case "outcome", "exitstatus", "longrepr", "wasxfail", "excinfo", "passed", "failed":
                if assigns, owner != nil { return .patchedRunner }
            case "items":
                if text.isSymbol(place + 1, "["), let close = text.partner(place + 1),
                    text.isSymbol(close + 1, "=") || text.isWord(place - 1, "del")
                {
                    return .patchedRunner
                }
                let method = text.isSymbol(place + 1, ".") ? text.word(place + 2) : nil
                if let method, ["clear", "remove", "pop"].contains(method) {
                    return .patchedRunner
                }
            case "pytest_deselected", "force_result", "deselect", "_exit": return .patchedRunner
            case "exitcode", "returncode": if assigns { return .patchedRunner }
            default: break
            }
        }
        let words = Set(text.tokens[index..<end].filter { $0.kind == .word }.map(\.text))
        if words.contains("skip") || words.contains("xfail") {
            // `--runslow` and the like ask an option first.
            return words.contains("getoption") || words.contains("getvalue")
                || words.contains("platform") ? .changedSelection : .patchedRunner
        }
        // What the machine is, is no reason of the change's making; a person looks.
        let machine: Set<String> = [
            "version_info", "platform", "python_implementation", "find_spec",
        ]
        if !words.isDisjoint(with: machine) { return .changedSelection }
        if text.word(index) == "pytest_ignore_collect" || text.word(index) == "pytest_runtestloop"
            || text.word(index) == "pytest_pyfunc_call"
        {
            return .patchedRunner
        }
        return .changedSelection
    }

    // MARK: Configuration in JavaScript

    private static func configurationKind(_ word: String, at index: Int, in text: TokenText)
        -> TestIssue.Kind?
    {
        guard text.isSymbol(index + 1, ":") else { return nil }
        switch word {
        case "testPathIgnorePatterns", "testNamePattern", "grep", "testIgnore", "grepInvert":
            return .deselected
        case "passWithNoTests": return text.isWord(index + 2, "true") ? .deselected : nil
        case "testMatch", "testRegex", "exclude", "setupFiles", "setupFilesAfterEnv", "testRunner",
            "runner":
            return .changedSelection
        default: return nil
        }
    }
}
