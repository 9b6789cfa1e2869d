import TestSupport

/// What a step of a Builder with tools costs beside the model: the call is read, done, recorded
/// with what came of it, and the next question is reserved.
struct ToolSteps {
    private let repository: ScratchRepository
    private let program: BuiltProgram

    /// Steps of the long run; the short one has two.
    private static let many = 36

    /// Writes plans and replies beside a repository.
    init(in repository: ScratchRepository, program: BuiltProgram) throws {
        self.repository = repository
        self.program = program
        try repository.directory.write("tools-plan.yaml", Self.plan)
        for steps in [2, Self.many] {
            let replies = try repository.directory.write(
                "tools-\(steps).yaml", Self.replies(steps: steps))
            try repository.directory.write(
                "tools-\(steps)/autopack/models.yaml", RecordedRun.models(replies: replies))
        }
    }

    /// What one step of many takes, in milliseconds.
    func perform(id: String) throws -> Double {
        let clock = ContinuousClock()
        let short = try clock.measure { try run(steps: 2, id: "\(id)-2") }
        let long = try clock.measure { try run(steps: Self.many, id: "\(id)-\(Self.many)") }
        return (long - short) / .milliseconds(1) / Double(Self.many - 2)
    }

    private func run(steps: Int, id: String) throws {
        try program.run(
            [
                "run", "--plan", repository.directory.path("tools-plan.yaml"), "--id", id,
                "--offline",
            ],
            in: repository,
            with: ["XDG_CONFIG_HOME": repository.directory.path("tools-\(steps)")])
    }

    private static let plan = RecordedRun.plan + "\n    builder: agent\n"

    /// Reads, searches, lists and edits in turn, never the same.
    private static func replies(steps: Int) -> String {
        var text = ""
        func call(_ name: String, _ arguments: String) {
            text += "- {role: builder, tool_calls: [{name: \(name), arguments: \(arguments)}]}\n"
        }
        var answer = 41
        for step in 1..<steps {
            switch step % 4 {
            case 0: call("read", "{path: \(RecordedRun.file), start_line: 1, end_line: \(step)}")
            case 1:
                call(
                    "edit",
                    "{path: \(RecordedRun.file), search: return \(answer),"
                        + " replace: return \(answer + 1)}")
                answer += 1
            case 2: call("search", "{text: \"return \(answer)\", glob: \"*\(step).py\"}")
            default: call("list", "{glob: \"src/*\(step)*\"}")
            }
        }
        call("finish", "{summary: done}")
        return text
            + "- {role: auditor, text: '{\"approved\":true,\"issues\":[],\"summary\":\"as asked\"}'}\n"
    }
}
