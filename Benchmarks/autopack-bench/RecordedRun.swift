import TestSupport

/// A plan of one phase with recorded replies, which can be run again and again on one commit.
struct RecordedRun {
    /// The file that the phase changes.
    static let file = "answer.py"

    private let repository: ScratchRepository
    private let program: BuiltProgram

    /// Writes the plan, the replies and the configuration beside the repository, not into it.
    init(in repository: ScratchRepository, program: BuiltProgram) throws {
        self.repository = repository
        self.program = program
        try repository.directory.write("plan.yaml", Self.plan)
        let replies = try repository.directory.write("replies.yaml", Self.replies)
        try repository.directory.write(
            "home/.config/autopack/models.yaml", Self.models(replies: replies))
    }

    /// Runs the plan once, from the branch's tip.
    func perform(id: String) throws -> Outcome {
        try program.run(
            ["run", "--plan", repository.directory.path("plan.yaml"), "--id", id, "--offline"],
            in: repository)
    }

    static let plan = """
        version: 1
        goal: Answer 42
        checks:
          - {name: nothing, run: ["true"]}
        phases:
          - id: answer
            goal: The answer is 42.
            complexity: low
        """

    private static let replies = """
        - role: builder
          text: |
            \(file)
            <<<<<<< SEARCH
                return 41
            =======
                return 42
            >>>>>>> REPLACE
        - role: auditor
          text: '{"approved":true,"issues":[],"summary":"as asked"}'
        """

    static func models(replies: String) -> String {
        let tiers = ["low", "medium", "high"].map { "\($0): {models: [tape/any]}" }
            .joined(separator: ", ")
        return """
            providers:
              tape: {wire: replay, file: "\(replies)"}
            escalation_chains:
              builder: {\(tiers)}
              auditor: {\(tiers)}
            """
    }
}
