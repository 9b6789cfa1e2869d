import RunModel
import Testing

/// Plans on the scene's files, and what models answer to them.
enum Story {
    static func phase(_ name: String) throws -> PhaseID { try #require(PhaseID(name)) }

    /// Adds a line to `sum.txt`; the check wants `four`.
    static func sum() throws -> Plan {
        Plan(
            goal: "make the sum complete",
            checks: [Check(name: "base", run: ["sum.txt", "one"])],
            phases: [
                Phase(
                    id: try phase("sum"), title: "Complete the sum", goal: "add a fourth line",
                    complexity: .low, checks: [Check(name: "four", run: ["sum.txt", "four"])])
            ])
    }

    /// Then makes `word.txt` loud.
    static func sumAndWord() throws -> Plan {
        var plan = try sum()
        plan.phases.append(
            Phase(
                id: try phase("word"), goal: "make it loud", complexity: .low,
                dependsOn: [try phase("sum")],
                checks: [Check(name: "loud", run: ["word.txt", "LOUD"])]))
        return plan
    }

    static func replace(_ old: String, by new: String, in path: String) -> String {
        """
        Here is the change.

        \(path)
        <<<<<<< SEARCH
        \(old)
        =======
        \(new)
        >>>>>>> REPLACE

        """
    }

    static func reply(
        _ role: Role, _ text: String, failing: RecordedReply.Failure? = nil
    ) -> RecordedReply {
        RecordedReply(
            role: role, text: text, usage: Usage(input: 100, output: 20), fail: failing)
    }

    static let four = reply(.builder, replace("three", by: "three\nfour", in: "sum.txt"))
    static let five = reply(.builder, replace("three", by: "three\nfive", in: "sum.txt"))
    /// Also writes a file that steers coding agents, which a person has to look at.
    static let fourAndSteering = reply(
        .builder,
        replace("three", by: "three\nfour", in: "sum.txt") + """
            AGENTS.md
            <<<<<<< SEARCH
            =======
            Be kind.
            >>>>>>> REPLACE

            """)
    static let unfixable = reply(.fixer, #"{"unfixable": true, "explanation": "no idea"}"#)
    static let fiveMended = reply(.fixer, replace("five", by: "four", in: "sum.txt"))
    static let missing = reply(
        .builder, replace("a line that is nowhere in it", by: "x", in: "sum.txt"))
    static let loud = reply(.builder, replace("low", by: "LOUD", in: "word.txt"))
    static let approval = reply(
        .auditor, #"{"approved": true, "issues": [], "summary": "does what was asked"}"#)
    static let rejection = reply(
        .auditor,
        """
        {"approved": false, "issues": [{"severity": "major", "category": "bug", \
        "path": "sum.txt", "line": 4, "description": "wrong"}], "summary": "no"}
        """)
    static let prose = reply(.auditor, "Looks good to me!")
}
