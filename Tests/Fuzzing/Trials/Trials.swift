extension Trial {
    /// All of them.
    package static let all: [Trial] = [
        .changes, .commands, .edits, .journal, .logs, .names, .notes, .plans, .redaction, .replies,
        .settings, .wires,
    ]

    /// The one of that name.
    package static func named(_ name: String) -> Trial? { all.first { $0.name == name } }
}
