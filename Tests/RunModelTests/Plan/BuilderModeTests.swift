import RunModel
import Testing

struct BuilderModeTests {
    private let settings = RunSettings(builders: [
        "claude": BuilderSettings(command: ["claude"]), "mini": BuilderSettings(command: ["mini"]),
    ])

    @Test(arguments: [
        ("patch", BuilderMode.patch), ("agent", .agent), ("claude", .command("claude")),
        ("command:claude", .command("claude")), ("mini", .command("mini")),
    ])
    func `a name means a mode`(name: String, mode: BuilderMode) throws {
        #expect(try BuilderMode.resolve(name, in: settings) == mode)
    }

    @Test(
        arguments: [
            ("cluade", "claude", ["patch", "agent", "claude", "mini"]),
            ("command:patch", nil, ["claude", "mini"]), ("ptach", "patch", nil),
            ("zzzzzz", nil, nil),
            ("", nil, nil), ("command:", nil, ["claude", "mini"]),
        ] as [(String, String?, [String]?)])
    func `another is refused with the nearest and all that are known`(
        name: String, nearest: String?, known: [String]?
    ) throws {
        let error = try #require(throws: UnknownBuilder.self) {
            try BuilderMode.resolve(name, in: settings)
        }
        #expect(error.nearest == nearest)
        if let known { #expect(error.known == known) }
    }
}
