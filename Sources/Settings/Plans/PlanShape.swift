import RunModel

/// What is legal in a plan file (`cli.md`, Plan file).
enum PlanShape {
    static let plan = Shape.section(
        required: ["goal", "phases"],
        [
            "version": version,
            "goal": .someText,
            "checks": .list(check),
            "phases": .list(phase),
        ])

    static let phase = Shape.section(
        required: ["id", "goal"],
        [
            "id": id,
            "title": .someText,
            "goal": .someText,
            "category": id(legal: "a word of a-z, 0-9, _ and -"),
            "complexity": .word(Complexity.allCases.map(\.rawValue)),
            "depends_on": .list(id),
            "scope": .section(["write": .list(.someText), "read": .list(.someText)]),
            "acceptance": .list(.someText),
            "checks": .list(check),
            "max_attempts": .integer(1...1000),
            "builder": builder,
            "allow": .list(.word(Allowance.allCases.map(\.rawValue))),
        ])

    /// A check of a plan, and of `autopack.yaml`.
    static let check = Shape.section(
        required: ["run"],
        [
            "name": .someText,
            "run": .command,
            "timeout": .time,
            "env": .map(variable, .anyText),
        ])

    static let variable = Shape.Rule(
        legal: "a variable's name: letters, digits and _, no digit first"
    ) { name in
        let legal = name.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": true
            default: false
            }
        }
        let first = name.unicodeScalars.first ?? "0"
        return legal && !("0"..."9").contains(first) ? nil : "is not a variable's name"
    }

    private static let version = Shape.text(
        Shape.Rule(legal: "1", words: []) { text in
            text == "1" ? nil : "is not a version of the format that this program knows"
        })

    private static let id = Shape.text(
        Shape.Rule(legal: "a-z, 0-9 and dashes, no dash first, at most 63 characters") {
            PhaseID.explain($0)
        })

    private static func id(legal: String) -> Shape {
        .text(
            Shape.Rule(legal: legal) { text in
                let wellFormed = text.unicodeScalars.allSatisfy { scalar in
                    switch scalar {
                    case "a"..."z", "0"..."9", "_", "-": true
                    default: false
                    }
                }
                return wellFormed && !text.isEmpty && text.utf8.count <= 63
                    ? nil : "is not a category"
            })
    }

    private static let builder = Shape.text(
        Shape.Rule(
            legal: "patch, agent, command:<name>", words: ["patch", "agent", "command:"]
        ) { text in
            BuilderMode(text) == nil ? "is not a builder" : nil
        })
}
