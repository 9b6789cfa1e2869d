import Governance
import RunModel
import Testing

struct CommandPolicyTests {
    private let policy = CommandPolicy.standard

    private func denial(
        _ line: String, _ type: FixType = .git, in facts: CommandFacts = CommandTable.facts
    ) -> CommandDenial? {
        policy.verdict(on: line, as: type, in: facts).denial
    }

    // MARK: The rules

    @Test func `each rule has examples, and they come out as they say`() throws {
        #expect(policy.rules.count >= 30)
        for rule in policy.rules {
            #expect(!rule.matches.isEmpty && !rule.refuses.isEmpty, "\(rule.usage)")
        }
        _ = try CommandPolicy(rules: policy.rules)
    }

    @Test func `a rule that means something else than its examples is not loaded`() {
        let tooNarrow = CommandRule(
            "git stash pop", .git, matches: ["git stash drop"], refuses: ["git stash list"])
        #expect(throws: CommandPolicyDefect.self) { try CommandPolicy(rules: [tooNarrow]) }
        let tooWide = CommandRule(
            "git stash pop|clear", .git, matches: ["git stash pop"], refuses: ["git stash clear"])
        let defect = #expect(throws: CommandPolicyDefect.self) {
            try CommandPolicy(rules: [tooWide])
        }
        #expect(defect?.line == "git stash clear")
    }

    @Test func `commands that are allowed are allowed`() {
        for (type, line) in CommandTable.allowed {
            let verdict = policy.verdict(on: line, as: type, in: CommandTable.facts)
            #expect(verdict.command?.type == type, "\(line): \(verdict)")
        }
    }

    @Test func `commands that are not allowed are refused with a reason`() {
        #expect(CommandTable.allowed.count + CommandTable.denied.count >= 150)
        for (type, line) in CommandTable.denied {
            let verdict = policy.verdict(on: line, as: type, in: CommandTable.facts)
            #expect(verdict.denial?.why.isEmpty == false, "\(line): \(verdict)")
        }
    }

    @Test func `a line of more than 1000 characters is refused, one of 1000 is not`() {
        let name = String(repeating: "é", count: 1000 - "git add -- ".count)
        #expect(denial("git add -- \(name)") == nil)
        #expect(denial("git add -- \(name)x")?.why.contains("1000") == true)
    }

    // MARK: What is allowed

    @Test func `an allowed command says what it operates on`() {
        let facts = CommandTable.facts
        let checkout = policy.verdict(
            on: "git checkout --theirs -- './a b' lib/", as: .git, in: facts
        ).command
        #expect(checkout?.words == ["git", "checkout", "--theirs", "--", "./a b", "lib/"])
        #expect(checkout?.arguments == checkout?.words)
        #expect(checkout?.paths == ["a b", "lib"])
        #expect(checkout?.form == "git checkout [--ours|--theirs] -- PATH…")
        #expect(checkout?.description.contains("paths a b, lib") == true)
        let restore = policy.verdict(
            on: "git restore --source=next -- lib", as: .git, in: facts
        ).command
        #expect(restore?.revision == "next" && restore?.paths == ["lib"])
    }

    @Test(
        arguments: [
            ("git reset lib/core.py x", ["git", "reset", "--", "lib/core.py", "x"]),
            ("git clean -fd out", ["git", "clean", "-fd", "--", "out"]),
            ("git clean -f", ["git", "clean", "-f"]),
            ("git reset -- x", ["git", "reset", "--", "x"]),
            ("git checkout next", ["git", "checkout", "next"]),
        ])
    func `operands are run after two dashes`(line: String, words: [String]) {
        let verdict = policy.verdict(on: line, as: .git, in: CommandTable.facts)
        #expect(verdict.command?.arguments == words)
    }

    // MARK: What is refused

    @Test(
        arguments: [
            ("git checkout --theris -- x", "--theirs"), ("git stash popp", "pop"),
            ("git checkuot -- x", "checkout"), ("gti stash", "git"),
            ("git checkout topic/ab", "topic/a-b"), ("git merge --abrt", "--abort"),
        ])
    func `a refusal names the nearest legal word`(line: String, nearest: String) {
        #expect(denial(line)?.nearest == nearest, "\(String(describing: denial(line)))")
    }

    @Test(
        arguments: [
            ("git add x", "git add -- PATH…"), ("git restore --staged", "git restore"),
            ("git checkout --force -- x", "git checkout REV"),
            ("git reset --hard next", "git reset --hard autopack/pre-run-one"),
            ("git checkout both", "git checkout -- both"), ("git push", "git stash pop|drop"),
        ])
    func `a refusal names what is legal`(line: String, legal: String) {
        #expect(
            denial(line)?.legal.contains { $0.contains(legal) } == true,
            "\(String(describing: denial(line)))")
    }

    @Test(
        arguments: [
            "sudo git stash", "su", "doas rm x", "systemctl restart x", "mount a b",
            "chown me x", "/usr/bin/sudo x", "mkfs.ext4 x", "sudo rm x; id", "docker start db",
            "apt-get install git",
        ])
    func `what only a person may do requires manual intervention`(line: String) {
        for type in FixType.allCases {
            #expect(denial(line, type)?.needsPerson == true)
            #expect(
                denial(line, type)?.description.contains("requires manual intervention") == true)
        }
        #expect(denial("git push")?.needsPerson == false)
    }

    @Test func `a type that is not allowed is refused`() {
        var facts = CommandTable.facts
        facts.allowedTypes = [.git, .file]
        #expect(denial("pytest", .python, in: facts)?.why.contains("not allowed") == true)
        #expect(denial("git stash", .git, in: facts) == nil)
        facts.allowedTypes = []
        #expect(denial("git stash", .git, in: facts) != nil)
    }

    @Test func `without a repository no branch and no commit exists`() {
        let facts = CommandFacts(allowedTypes: [.git])
        #expect(denial("git checkout main", .git, in: facts) != nil)
        #expect(denial("git checkout \(CommandTable.commit)", .git, in: facts) != nil)
        #expect(denial("git add -- x", .git, in: facts) == nil)
    }

    @Test func `words that are split already are judged as they are`() {
        func judge(_ words: [String]) -> CommandVerdict {
            policy.verdict(onWords: words, as: .git, in: CommandTable.facts)
        }
        #expect(judge(["git", "add", "--", "a b"]).command?.paths == ["a b"])
        #expect(judge(["git", "add", "--", "it's"]).command?.paths == ["it's"])
        #expect(judge(["git", "add -- x"]).command == nil)
        #expect(judge(["git", "add", "--", ""]).command == nil)
        #expect(judge(["git", "add", "--", "~x"]).command == nil)
        #expect(judge(["git", "add", "--", "a\nb"]).command == nil)
        #expect(judge([]).command == nil)
    }

    @Test func `full names of commits are found in lines`() {
        let name = CommandTable.commit
        let lines = ["git checkout \(name)", "git restore --source=\(name) -- x", "git stash"]
        #expect(CommandFacts.possibleCommits(in: lines) == [name])
        #expect(CommandFacts.possibleCommits(in: ["git checkout \(name)0"]).isEmpty)
    }

    // MARK: Verification

    @Test(
        arguments: [
            "git status", "git diff --check", "git diff --cached --quiet -- x", "test -f README",
            "test ! -e out", "ls lib", "git rev-parse --verify next",
            "git ls-files --error-unmatch -- README",
        ])
    func `a command that changes nothing verifies a fix of any type`(line: String) {
        for type in FixType.allCases {
            var facts = CommandTable.facts
            facts.allowedTypes = [type]
            let verdict = policy.verdict(onVerification: line, of: type, in: facts)
            #expect(verdict.command != nil, "\(type) \(line): \(verdict)")
        }
    }

    @Test(
        arguments: [
            "git stash", "rm README", "git add -- x", "git diff main", "test -f /etc/passwd",
            "git status; id", "pytest -x", "cat README", "", "true", "git log",
            "git diff --output=x",
        ])
    func `a command that changes something, or is not listed, verifies nothing`(line: String) {
        for type in FixType.allCases {
            let verdict = policy.verdict(onVerification: line, of: type, in: CommandTable.facts)
            #expect(verdict.denial != nil, "\(type) \(line): \(verdict)")
        }
    }

    @Test func `tests verify fixes of python alone`() {
        for line in ["pytest tests", "python -m pytest", "pip check", "python -m pip check"] {
            func judge(_ type: FixType, _ allowed: Set<FixType>) -> CommandVerdict {
                var facts = CommandTable.facts
                facts.allowedTypes = allowed
                return policy.verdict(onVerification: line, of: type, in: facts)
            }
            #expect(judge(.python, [.python]).command != nil)
            #expect(judge(.git, [.git, .python]).command == nil)
            #expect(judge(.python, [.git]).command == nil)
        }
    }

    @Test func `a whole fix is judged, its verification last`() {
        let fix = CommandFix(
            type: .git, commands: ["git checkout --ours -- a", "git add a"],
            verify: "git diff --check")
        let verdicts = policy.verdicts(on: fix, in: CommandTable.facts)
        #expect(verdicts.map { $0.command != nil } == [true, false, true])
        let empty = CommandFix(type: .git, commands: [], verify: "git status")
        #expect(policy.verdicts(on: empty, in: CommandTable.facts).first?.denial != nil)
    }
}
