/// What `refs/autopack/format` holds: the version of the format, and its documentation.
///
/// The documentation travels with the data: a stranger with plain git can read a run.
package enum StoredFormat {
    /// The version that this program writes.
    package static let version = JournalEntry.version

    /// The ref.
    package static let ref = "refs/autopack/format"

    /// The files of its tree, by path, in git's order.
    package static let files: [(path: String, text: String)] = {
        var files = [
            (path: "README.md", text: readme),
            (path: "version", text: "\(version)\n"),
            (
                path: "schemas/mending.json",
                text: text(Schemas.mending, "mending.json of refs/autopack/doctor")
            ),
            (path: "schemas/note.json", text: text(Schemas.note, "A line of a checkpoint's note")),
            (path: "schemas/plan.json", text: text(Schemas.plan, "A plan, as events hold it")),
            (path: "schemas/rule.json", text: text(Schemas.rule, "A learned rule")),
            (path: "schemas/state.json", text: text(Schemas.state, "state.json of a journal")),
        ]
        for name in EventName.allCases {
            files.append(
                (
                    path: "schemas/events/\(name.rawValue).json",
                    text: text(Schemas.event(name), "event.json of \(name.rawValue)")
                ))
        }
        return files.sorted { $0.path < $1.path }
    }()

    /// How many ``files`` there are, known without writing them, which takes 10 ms.
    package static let fileCount = 7 + EventName.allCases.count

    private static func text(_ schema: Schema, _ title: String) -> String {
        guard let text = try? schema.jsonSchema(title: title).lines() else {
            preconditionFailure("a schema has no number that is none")
        }
        return text
    }
}
