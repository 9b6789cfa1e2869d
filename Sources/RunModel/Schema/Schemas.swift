/// The shapes of everything that is stored (`storage.md`).
package enum Schemas {
    /// `state.json`: a run as its journal tells it.
    package static let state: Schema = .object(stateFields)

    /// A plan as events and states hold it.
    package static let plan: Schema = .fields(
        .required("version", .constant(1)),
        .required("goal", .string),
        .required("checks", .array(check)),
        .required("phases", .array(phase)))

    /// A line of a checkpoint's note.
    package static let note: Schema = .fields(
        .required("v", .constant(1)),
        .required("run", .text(.runID)),
        .required("phase", .text(.phaseID)),
        .required("attempt", .integer),
        .required("models", .array(.string)),
        .required("tokens", usage),
        .required("cost_usd", .nullable(.number)),
        .required(
            "checks",
            .array(
                .fields(
                    .required("name", .string), .required("command", .string),
                    .required("exit", .integer), .required("seconds", .number)))),
        .required("audit", .string),
        .required("gate", verdict),
        .required("patch_id", .string),
        .required("tree", .text(.objectID)))

    /// `event.json` of one kind of event: the members that all have, and its own.
    package static func event(_ name: EventName) -> Schema {
        common.adding(payload(name))
    }

    /// The members of every event.
    private static let common: Schema = .fields(
        .required("v", .constant(JournalEntry.version)),
        .required("run", .text(.runID)),
        .required("seq", .integer),
        .required("time", .text(.timestamp)),
        .required("event", .words(.event)),
        .optional("phase", .text(.phaseID)),
        .optional("attempt", .integer))

    /// Everything wrong with the text of an `event.json`, whatever event it is of.
    package static func faults(inEvent document: JSON) -> [SchemaFault] {
        guard case .string(let word)? = document["event"], let name = EventName(rawValue: word)
        else { return common.faults(in: document) }
        return event(name).faults(in: document)
    }
}

extension Schemas {
    static let usage: Schema = .fields(
        .required("input", .integer), .required("output", .integer),
        .required("cached_input", .integer), .required("reasoning", .integer),
        .optional("cache_write", .integer))

    static let verdict: Schema = .words(WordSet("verdict", of: Verdict.self))

    static let check: Schema = .fields(
        .required("name", .string), .required("run", .array(.string)),
        .required("timeout_s", .number), .required("env", .map(.string)))

    static let phase: Schema = .fields(
        .required("id", .text(.phaseID)),
        .required("title", .string),
        .required("goal", .string),
        .required("category", .string),
        .required("complexity", .words(WordSet("complexity", of: Complexity.self))),
        .required("depends_on", .array(.text(.phaseID))),
        .required(
            "scope",
            .fields(.required("write", .array(.string)), .required("read", .array(.string)))),
        .required("acceptance", .array(.string)),
        .required("checks", .array(check)),
        .optional("max_attempts", .integer),
        .required("builder", .string),
        .required("allow", .array(.words(WordSet("allowance", of: Allowance.self)))))

    static let healthFinding: Schema = .fields(
        .required("id", .string),
        .required("severity", .words(WordSet("severity", of: HealthFinding.Severity.self))),
        .required("what", .string), .required("why", .string), .required("fix", .string),
        .required("repairable", .boolean))

    static let checkResult: Schema = .fields(
        .required("name", .string),
        .required("command", .array(.string)),
        .required("exit", .integer),
        .required("seconds", .number),
        .required("failed", .array(.string)),
        .required("new_failures", .array(.string)),
        .required("fixed", .array(.string)),
        .required("flaky", .array(.string)),
        .required("log", .nullable(.text(.objectID))),
        .optional("counts", .fields(.required("ran", .integer), .required("skipped", .integer))))

    static let refMoves: Schema = .array(
        .fields(
            .required("name", .text(.refName)),
            .required("old", .nullable(.text(.objectID))),
            .required("new", .nullable(.text(.objectID)))))

    static let leaseOwner: Schema = .fields(
        .required("host", .string), .required("boot_id", .string),
        .required("process_id", .integer), .required("start_ticks", .integer))
}
