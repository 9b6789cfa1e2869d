import ArgumentParser
import Healing
import Ledger
import RunModel

/// `git autopack rules`.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "What runs have learned, and which of it is a rule.",
        usage: "git autopack rules <subcommand>",
        subcommands: [List.self, Show.self, Approve.self, Reject.self, Retire.self],
        defaultSubcommand: List.self)

    /// `git autopack rules list`.
    struct List: Command {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "All of them: what stands, and how attempts went.")

        @Flag(help: "One JSON object a line.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let session = try Session(invocation)
            let book = try RuleBook(session)
            let page = RulePage(session.output)
            page.list(book.contents.rules)
            book.reportDamage()
            guard book.contents.rules.isEmpty, !session.output.isJSON else { return }
            session.output.note(
                "nothing learned yet: a failure that a run overcomes is noted when the run ends")
        }
    }

    /// `git autopack rules show`.
    struct Show: Command {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One of them, with its evidence.")

        @Argument(help: "The id, or its beginning.")
        var id: String

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let session = try Session(invocation)
            let book = try RuleBook(session)
            let rule = try book.find(id)
            RulePage(session.output).show(rule, obstacles: book.promotion.obstacles(to: rule))
        }
    }

    /// `git autopack rules approve`.
    struct Approve: Command {
        static let configuration = CommandConfiguration(
            commandName: "approve", abstract: "Make a candidate a rule: prompts may hold it.")

        @Argument(help: "The id, or its beginning.")
        var id: String

        @Option(name: .short, help: "Why.")
        var m: String?

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            try RuleAnswer(verdict: .approve, id: id, why: m ?? "").give(Session(invocation))
        }
    }

    /// `git autopack rules reject`.
    struct Reject: Command {
        static let configuration = CommandConfiguration(
            commandName: "reject", abstract: "What was learned does not become a rule.")

        @Argument(help: "The id, or its beginning.")
        var id: String

        @Option(name: .short, help: "Why.")
        var m: String?

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            try RuleAnswer(verdict: .reject, id: id, why: m ?? "").give(Session(invocation))
        }
    }

    /// `git autopack rules retire`.
    struct Retire: Command {
        static let configuration = CommandConfiguration(
            commandName: "retire", abstract: "A rule is one no more: no prompt holds it.")

        @Argument(help: "The id, or its beginning.")
        var id: String

        @Option(name: .short, help: "Why.")
        var m: String?

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            try RuleAnswer(verdict: .retire, id: id, why: m ?? "").give(Session(invocation))
        }
    }
}

/// A person's answer to what was learned.
private struct RuleAnswer {
    var verdict: RuleDecision.Verdict
    var id: String
    var why: String

    func give(_ session: Session) throws(UserError) {
        let book = try RuleBook(session)
        let rule = try book.find(id)
        guard rule.state != verdict.state else {
            return report("\(rule.id) is \(rule.state.rawValue) already", rule, session.output)
        }
        try refuse(rule, book.promotion)
        let decided = try book.decide(verdict, of: rule, why: why)
        report("\(decided.id) is \(decided.state.rawValue) now", decided, session.output)
    }

    /// - Throws: ``UserError`` with what is missing.
    private func refuse(_ rule: LearnedRule, _ promotion: Promotion) throws(UserError) {
        switch (verdict, rule.state) {
        case (.approve, _):
            let obstacles = promotion.obstacles(to: rule)
            guard !obstacles.isEmpty else { return }
            throw refusal(
                rule, "cannot become a rule: \(obstacles.joined(separator: "; "))",
                hint: "git autopack rules show \(rule.id)")
        case (.reject, .new), (.reject, .applied), (.reject, .candidate), (.retire, .rule): return
        case (.reject, .rule):
            throw refusal(
                rule, "is in force, and can only be retired",
                hint: "git autopack rules retire \(rule.id)")
        case (.retire, .new), (.retire, .applied), (.retire, .candidate):
            throw refusal(
                rule, "is no rule that could be retired, but can be rejected",
                hint: "git autopack rules reject \(rule.id)")
        case (.reject, _), (.retire, _):
            throw refusal(
                rule, "is no rule: no prompt holds it",
                hint: "git autopack rules show \(rule.id)")
        }
    }

    private func refusal(_ rule: LearnedRule, _ what: String, hint: String) -> UserError {
        UserError(.waits, "refused", "\(rule.id) is \(rule.state.rawValue) and \(what)", hint: hint)
    }

    private func report(_ sentence: String, _ rule: LearnedRule, _ output: Output) {
        output.isJSON ? output.json(rule) : output.print(sentence)
    }
}
