/// Settings of runners and builds, read line by line.
struct TestConfiguration {
    private let path: String
    private let old: [String]
    private let new: [String]
    private var oldText: String { old.joined(separator: "\n") }
    private var newText: String { new.joined(separator: "\n") }

    init(_ path: String, old: [UInt8], new: [UInt8]) {
        self.path = path
        self.old = Self.lines(old)
        self.new = Self.lines(new)
    }

    /// Without blanks at the ends and without what stands behind `#`.
    private static func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            var text = String(decoding: line, as: UTF8.self)
            if let first = text.first(where: { $0 != " " && $0 != "\t" }),
                first == "#" || first == ";"
            {
                return nil
            }
            if let comment = text.firstRange(of: " #")?.lowerBound {
                text = String(text[..<comment])
            }
            while text.last?.isWhitespace == true { text.removeLast() }
            return text.isEmpty ? nil : text
        }
    }

    func issues(_ reader: SteeringChange.Reader) -> [TestIssue] {
        switch reader {
        case .ini: ini()
        case .packageJSON: packageJSON()
        case .cargo:
            added(
                ["test = false", "harness = false", "autotests = false", "test=false"], .deselected)
        case .cmake: cmake()
        case .makefile: makefile()
        case .maven: maven()
        case .packageSwift: fewer([".testTarget("])
        case .rspec:
            added(
                ["--tag ~", "--tag", "--exclude-pattern", "--pattern", "--example", "--dry-run"],
                .deselected)
        case .shell: shell()
        case .code, .script: []
        }
    }

    private func issue(_ kind: TestIssue.Kind, old: String = "", new: String = "") -> TestIssue {
        let line = self.new.firstIndex(of: new).map { $0 + 1 } ?? 0
        return TestIssue(kind: kind, path: path, line: line, old: old, new: new)
    }

    /// Lines that hold one of the words and were not there.
    private func added(_ words: [String], _ kind: TestIssue.Kind) -> [TestIssue] {
        let before = Set(old)
        return new.filter { line in
            !before.contains(line)
                && words.contains { word in
                    Self.count(word, in: newText) > Self.count(word, in: oldText)
                        && line.contains(word)
                }
        }.prefix(3).map { issue(kind, new: $0.trimmed) }
    }

    private func fewer(_ words: [String]) -> [TestIssue] {
        words.compactMap { word in
            let (before, now) = (Self.count(word, in: oldText), Self.count(word, in: newText))
            guard now < before else { return nil }
            return issue(.deselected, old: "\(before) × \(word)", new: "\(now) × \(word)")
        }
    }

    private static func count(_ word: String, in text: String) -> Int {
        text.ranges(of: word).count
    }

    // MARK: Python

    private func ini() -> [TestIssue] {
        var issues: [TestIssue] = []
        let (before, now) = (options(old), options(new))
        for option in now where !before.contains(option) {
            if Self.deselecting.contains(where: { option == $0 || option.hasPrefix($0 + "=") })
                || option.hasPrefix("-k") || option.hasPrefix("-m") && option.utf8.count > 1
            {
                issues.append(issue(.deselected, new: option))
            }
        }
        for key in [
            "testpaths", "norecursedirs", "python_files", "python_functions", "python_classes",
        ] {
            let (was, isNow) = (value(of: key, in: old), value(of: key, in: new))
            // To name the folder of the tests for the first time leaves none out.
            if was == nil, key == "testpaths", isNow.map(Self.namesTests) == true { continue }
            if was != isNow, isNow != nil || was != nil {
                issues.append(
                    issue(
                        .changedSelection, old: was.map { "\(key) = \($0)" } ?? "",
                        new: isNow.map { "\(key) = \($0)" } ?? ""))
            }
        }
        if let was = value(of: "commands", in: old), Self.runs(was),
            let now = value(of: "commands", in: new), !Self.runs(now) || now.hasPrefix("- ")
        {
            issues.append(issue(.deselected, old: was, new: now))
        }
        issues += added(["|| true", "; true", "|| exit 0"], .deselected).filter {
            Self.runs($0.new)
        }
        return issues
    }

    private static func namesTests(_ value: String) -> Bool {
        let words = value.split { " []\"',".contains($0) }
        return words.contains("tests") || words.contains("test") || words.contains(".")
    }

    private static let deselecting: Set<String> = [
        "--ignore", "--ignore-glob", "--deselect", "--collect-only", "--co", "--setup-only",
        "--suppress-no-test-exit-code", "--suppress-tests-failed-exit-code", "--lf",
        "--last-failed",
        "--noconftest", "--maxfail",
    ]

    /// The words of `addopts`.
    private func options(_ lines: [String]) -> [String] {
        guard let value = value(of: "addopts", in: lines) else { return [] }
        let words = value.split { " \t\n,[]\"'=".contains($0) }.map(String.init)
        return words.enumerated().map { index, word in
            // The value makes another option of it.
            let takesValue = ["-k", "-m", "--ignore", "--deselect", "--ignore-glob"].contains(word)
            return takesValue && index + 1 < words.count ? "\(word)=\(words[index + 1])" : word
        }
    }

    /// What a key is set to, over all of its lines.
    private func value(of key: String, in lines: [String]) -> String? {
        guard
            let start = lines.firstIndex(where: { line in
                let line = line.trimmed
                return line.hasPrefix(key)
                    && line.dropFirst(key.count).trimmed.first.map { $0 == "=" || $0 == ":" }
                        == true
            })
        else { return nil }
        var parts = [
            String(lines[start].trimmed.dropFirst(key.count)).trimmed.dropFirst().description
                .trimmed
        ]
        for line in lines[(start + 1)...] {
            guard
                line.first == " " || line.first == "\t" || line.first == "]"
                    || parts.joined().contains("[") && !parts.joined().contains("]")
            else { break }
            parts.append(line.trimmed)
        }
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    // MARK: JavaScript

    private func packageJSON() -> [TestIssue] {
        var issues: [TestIssue] = []
        for (key, was) in scripts(old) {
            let now = scripts(new)[key]
            guard now != was else { continue }
            if now.map(Self.isNothing) ?? (key == "test"), !Self.isNothing(was) {
                issues.append(
                    issue(
                        .deselected, old: "\(key): \(was)",
                        new: now.map { "\(key): \($0)" } ?? "no \(key)"))
            } else if let now,
                let flag = Self.flags.first(where: { Self.has($0, now) && !Self.has($0, was) })
            {
                issues.append(
                    issue(.deselected, old: "\(key): \(was)", new: "\(key): \(now) (\(flag))"))
            }
        }
        for (key, now) in scripts(new) where key != "test" && scripts(old)[key] == nil {
            guard key == "pretest" || key == "posttest" else { continue }
            let words = now.split { " ;&|/".contains($0) }.map(String.init)
            let removes = words.contains { Self.removing.contains($0) }
            issues.append(
                issue(
                    removes ? .deselected : .changedSelection, old: "no \(key)",
                    new: "\(key): \(now)"))
        }
        return issues
            + added(
                [
                    "testPathIgnorePatterns", "modulePathIgnorePatterns", "testNamePattern",
                    "passWithNoTests", "\"grep\"", "\"fgrep\"",
                ], .deselected)
            + added(["testMatch", "testRegex"], .changedSelection)
    }

    /// What has no business before or behind tests.
    private static let removing: Set<String> = [
        "rm", "rimraf", "del", "mv", "sed", "exit", "kill", "git", "unlink", "truncate", "node",
    ]

    private static let flags = [
        "--testPathIgnorePatterns", "--testNamePattern", "-t", "--grep", "-g", "--passWithNoTests",
        "--exclude", "--test-name-pattern", "--test-skip-pattern", "--fgrep", "--invert", "|| true",
        "|| exit 0", "; exit 0", "; true", "|| :", "--ignore", "--listTests", "--no-run", "-run",
        "--forbid-only=false",
    ]

    private static func has(_ flag: String, _ text: String) -> Bool {
        " \(text) ".replacing("=", with: " ").contains(" \(flag) ")
            || flag.contains("|") && text.contains(flag)
            || flag.contains(";") && text.contains(flag)
    }

    /// The scripts whose names begin with `test`.
    private func scripts(_ lines: [String]) -> [String: String] {
        var found: [String: String] = [:]
        let text = lines.joined(separator: "\n")
        guard let start = text.firstRange(of: "\"scripts\"") else { return [:] }
        let tokens = SourceLexer.tokens(of: Array(text[start.upperBound...].utf8), in: .go)
        for (index, token) in tokens.enumerated() {
            if token.isSymbol("}") { break }
            guard token.kind == .string, tokens.indices.contains(index + 2),
                tokens[index + 1].isSymbol(":"),
                tokens[index + 2].kind == .string,
                token.text.hasPrefix("test") || token.text == "check"
                    || token.text == "pretest" || token.text == "posttest"
            else { continue }
            found[token.text] = tokens[index + 2].text
        }
        return found
    }

    /// A command that cannot fail.
    private static func isNothing(_ command: String) -> Bool {
        let words = command.split { " ;&|\\\"'".contains($0) }.map(String.init)
        guard let first = words.first else { return true }
        if command.contains("exit 1") { return false }
        return first == "echo" || first == "true" || first == ":"
            || first == "exit" && words.count < 3
            || command.contains("process.exit(0)")
    }

    // MARK: Builds

    private func cmake() -> [TestIssue] {
        fewer([
            "add_test(", "add_test (", "gtest_discover_tests", "catch_discover_tests",
            "enable_testing", "doctest_discover_tests", "add_subdirectory(test", "include(CTest)",
            "gtest_add_tests",
        ])
            + added(
                [
                    "WILL_FAIL", "DISABLED TRUE", "DISABLED ON", "DISABLED 1", "SKIP_RETURN_CODE",
                    "SKIP_REGULAR_EXPRESSION", "--gtest_filter",
                ], .deselected)
    }

    private func maven() -> [TestIssue] {
        added(
            [
                "skipTests", "maven.test.skip", "testFailureIgnore", "ignoreFailures",
                "excludeTestsMatching", "failIfNoTests>false", "<excludedGroups>", "excludeTags",
            ], .deselected)
            + added(
                ["<exclude>", "exclude(", "exclude '", "enabled = false", "enabled=false"],
                .changedSelection)
    }

    private func makefile() -> [TestIssue] {
        var issues: [TestIssue] = []
        let (before, now) = (recipes(old), recipes(new))
        for (target, was) in before where target.contains("test") || target == "check" {
            guard let isNow = now[target] else {
                if was.contains(where: Self.runs) {
                    issues.append(
                        issue(
                            .deselected, old: "\(target): \(was.joined(separator: "; "))",
                            new: "no \(target)"))
                }
                continue
            }
            guard was != isNow else { continue }
            let ran = was.contains(where: Self.runs)
            let isNeutral = !was.allSatisfy(Self.isSilent) && isNow.allSatisfy(Self.isSilent)
            if isNeutral
                || ran && !isNow.contains(where: Self.runs)
                    && !isNow.contains(where: { $0.contains("$(") })
            {
                issues.append(
                    issue(
                        .deselected, old: was.joined(separator: "; "),
                        new: isNow.joined(separator: "; ")))
            }
        }
        let ignored = new.filter { line in
            line.first == "\t" && line.trimmed.hasPrefix("-") && !old.contains(line)
                && Self.runs(line)
        }
        return issues + ignored.map { issue(.deselected, new: $0.trimmed) } + runnerFlags()
    }

    /// Lines that run tests and now leave some out, or cannot fail.
    private func runnerFlags() -> [TestIssue] {
        let flags = [
            "|| true", "|| :", "|| exit 0", "; true", "; exit 0", " -run ", " -run=", " -skip ",
            " --deselect", " --ignore", " -k ", " --skip ", " --filter ", " -E ", " --exclude ",
            "--gtest_filter",
        ]
        return new.filter { line in
            guard Self.runs(line), !old.contains(line), let flag = flags.first(where: line.contains)
            else { return false }
            return Self.count(flag, in: newText) > Self.count(flag, in: oldText)
        }.map { issue(.deselected, new: $0.trimmed) }
    }

    private func shell() -> [TestIssue] {
        var issues =
            runnerFlags() + added(["set +e", "trap 'exit 0'", "trap \"exit 0\""], .deselected)
        if new.last?.trimmed == "exit 0", old.last?.trimmed != "exit 0" {
            issues.append(issue(.deselected, old: old.last ?? "", new: "exit 0"))
        }
        if old.contains(where: Self.runs), !new.contains(where: Self.runs) {
            issues.append(
                issue(
                    .deselected, old: old.first(where: Self.runs)?.trimmed ?? "",
                    new: new.last?.trimmed ?? ""))
        }
        return issues
    }

    private func recipes(_ lines: [String]) -> [String: [String]] {
        var (found, target) = ([String: [String]](), "")
        for line in lines {
            if line.first == "\t" || line.first == " " && !target.isEmpty {
                found[target]?.append(line.trimmed)
            } else if let colon = line.firstIndex(of: ":"), !line.contains("=") {
                target = String(line[..<colon]).trimmed
                found[target] = []
            } else {
                target = ""
            }
        }
        return found
    }

    /// A line of a recipe that cannot fail.
    private static func isSilent(_ line: String) -> Bool {
        let line = line.drop { $0 == "@" || $0 == "-" }
        return line.hasPrefix("echo ") || line == "true" || line == ":" || line.hasPrefix("exit 0")
            || line.isEmpty
    }

    private static func runs(_ line: String) -> Bool {
        [
            "pytest", "unittest", "go test", "npm test", "npm run test", "cargo test", "swift test",
            "ctest", "jest", "vitest",
            "mocha", "rspec", "rake", "mvn", "gradle", "node --test", "tox", "nox", "yarn test",
            "minitest", "./test", "tests/",
        ]
        .contains(where: line.contains)
    }
}

extension StringProtocol {
    /// Without blanks at the ends.
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
