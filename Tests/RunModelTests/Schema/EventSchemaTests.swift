import RunModel
import Testing

struct EventSchemaTests {
    @Test func `there is a sample of every event`() throws {
        #expect(Set(try EventSamples.all().map(\.name)) == Set(EventName.allCases))
    }

    @Test func `every event that is encoded is what its schema describes`() throws {
        for event in try EventSamples.all() {
            let bytes = try CanonicalJSON.encode(try EventSamples.entry(event))
            let document = try JSON(parsing: bytes)
            #expect(Schemas.faults(inEvent: document) == [], "\(event.name)")
            #expect(undescribed(document, Schemas.event(event.name)) == [], "\(event.name)")
        }
    }

    @Test func `an event is read as it was written, byte for byte`() throws {
        for event in try EventSamples.all() {
            let entry = try EventSamples.entry(event)
            let bytes = try CanonicalJSON.encode(entry)
            let read = try CanonicalJSON.decode(JournalEntry.self, from: bytes)
            #expect(read == entry, "\(event.name)")
            #expect(try CanonicalJSON.encode(read) == bytes, "\(event.name)")
        }
    }

    @Test func `an event that lacks a required field is refused, with the field's name`() throws {
        for event in try EventSamples.all() {
            let bytes = try CanonicalJSON.encode(try EventSamples.entry(event))
            guard case .object(let members) = try JSON(parsing: bytes) else { continue }
            let required = Schemas.event(event.name).requiredKeys
            for key in required {
                var fewer = members
                fewer[key] = nil
                let faults = Schemas.faults(inEvent: .object(fewer))
                #expect(faults.contains { $0.path == "/\(key)" }, "\(event.name) without \(key)")
                #expect(throws: DecodingError.self, "\(event.name) without \(key)") {
                    try CanonicalJSON.decode(
                        JournalEntry.self, from: try CanonicalJSON.encode(JSON.object(fewer)))
                }
            }
            for key in members.keys where !required.contains(key) {
                var fewer = members
                fewer[key] = nil
                #expect(Schemas.faults(inEvent: .object(fewer)) == [], "\(event.name): \(key)")
            }
        }
    }

    @Test func `the required fields are those of the table in the description of the store`() {
        let common: Set = ["v", "run", "seq", "time", "event"]
        for (names, fields) in table {
            for name in names {
                let missing = fields.subtracting(Schemas.event(name).requiredKeys)
                #expect(missing == [], "\(name)")
                #expect(common.isSubset(of: Schemas.event(name).requiredKeys), "\(name)")
            }
        }
        let named = table.flatMap(\.names)
        #expect(named.count == Set(named).count)
        #expect(Set(named) == Set(EventName.allCases).subtracting([.healthChecked]))
    }

    /// The table of `storage.md`, with the rows split where their events have not the same fields.
    private let table: [(names: [EventName], fields: Set<String>)] = [
        (
            [.runCreated],
            ["goal", "base", "target", "snapshot", "tool", "settings", "checks"]
        ),
        ([.settingsChanged], ["settings"]),
        ([.planAdopted, .replanAdopted], ["version", "source", "why"]),
        (
            [.callReserved],
            [
                "request", "role", "provider", "model", "why", "reserved_usd", "reserved_tokens",
                "prompt",
            ]
        ),
        (
            [.callFinished],
            ["request", "role", "provider", "model", "usage", "cost_usd", "finish", "reply"]
        ),
        ([.callFailed], ["request", "category", "status", "retry_in_s", "message"]),
        ([.providerDisabled, .providerEnabled], ["provider", "why", "until"]),
        ([.candidateCreated], ["commit", "tree", "files", "hunks"]),
        ([.candidateRefused], ["category", "reason", "message", "nearest"]),
        ([.baselineChecked, .checksFinished], ["tree", "checks", "environment"]),
        ([.auditFinished], ["approved", "issues", "auditors"]),
        ([.gateDecided], ["verdict", "findings", "risk"]),
        ([.approvalRequested, .approvalGiven], ["what", "verdict", "who", "why"]),
        ([.attemptFailed], ["category", "class", "signature", "root_cause"]),
        (
            [.doctorDecided],
            ["by", "complex", "action", "confidence", "rationale", "evidence"]
        ),
        (
            [.fixStarted, .fixFinished],
            ["fix_type", "commands", "verify", "results", "fixed"]
        ),
        ([.hintRecorded], ["text", "signature", "scope", "evidence"]),
        ([.budgetExceeded], ["budget", "cap", "spent"]),
        ([.checkpointPlanned, .landPlanned, .rollbackPlanned, .archivePlanned], ["refs"]),
        ([.checkpointCommitted, .runLanded, .runRolledBack, .runArchived], ["commit", "refs"]),
        ([.runForgotten], ["erased"]),
        ([.phaseStarted, .attemptStarted, .phaseFinished, .leaseTaken], ["state", "reason"]),
        ([.runResumed, .runAborted, .runFinished], ["state", "reason"]),
    ]

    /// The members of a document that its schema says nothing of.
    private func undescribed(_ value: JSON, _ schema: Schema, at path: String = "") -> [String] {
        switch (schema, value) {
        case (.nullable(let inner), _):
            value == .null ? [] : undescribed(value, inner, at: path)
        case (.array(let inner), .array(let values)):
            values.flatMap { undescribed($0, inner, at: "\(path)/-") }
        case (.map(let inner), .object(let members)):
            members.flatMap { undescribed($0.value, inner, at: "\(path)/\($0.key)") }
        case (.object(let fields), .object(let members)):
            members.flatMap { key, member in
                guard let field = fields.first(where: { $0.name == key }) else {
                    return ["\(path)/\(key)"]
                }
                return undescribed(member, field.schema, at: "\(path)/\(key)")
            }
        default: []
        }
    }
}
