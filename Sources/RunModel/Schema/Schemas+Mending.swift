extension Schemas {
    /// `mending.json`: what `doctor --fix` did, and how it was before and afterwards.
    package static let mending: Schema = .fields(
        .required("v", .constant(1)),
        .required("time", .text(.timestamp)),
        .required("tool", .string),
        .required("worktree", .string),
        .required("findings", .array(healthFinding)),
        .required("before", image),
        .optional("after", image),
        .optional("undone", .text(.timestamp)))

    private static let image: Schema = .fields(
        .required("state", .array(imageEntry)),
        .required(
            "refs",
            .array(
                .fields(
                    .required("name", .text(.refName)), .optional("id", .text(.objectID))))),
        .required("files", .array(imageEntry)),
        .optional("index", .text(.objectID)))

    private static let imageEntry: Schema = .fields(
        .required("path", .string),
        .required(
            "kind",
            .words(WordSet("kind of file", ["nothing", "file", "link", "folder", "other"]))),
        .required("permissions", .integer),
        .required("modified_ns", .integer),
        .optional("blob", .text(.objectID)))
}
