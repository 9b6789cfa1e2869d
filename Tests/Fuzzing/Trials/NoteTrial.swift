import Git
import Ledger
import RunModel

extension Trial {
    /// The message of a commit with its trailers, and the documents of notes and of rules.
    static let notes = Trial("notes") { input in
        let message = input.text
        let found = Trailers(message: message)
        try demand(found == Trailers(message: message), "a message is read alike")
        try demand(
            found.all.allSatisfy { !$0.key.isEmpty && !$0.value.utf8.contains(0x0A) },
            "a trailer has a key, and a value on one line")
        let written = Trailers([.init("Autopack-Run", "r"), .init("Autopack-Text", message)])
            .appended(to: message.isEmpty ? "subject\n" : message)
        let names = Trailers(message: written).values("Autopack-Run")
        try demand(
            names.count == found.values("Autopack-Run").count + 1 && names.last == "r",
            "a trailer that is added is one, and no value makes another")
        try checkDocument(CheckpointNote.self, input)
        try checkDocument(UsageRow.self, input)
        try checkDocument(LearnedRule.self, input)
        try checkDocument(RunSummary.self, input)
        try checkDocument(RunState.self, input)
        // A fetched run may bring its state along, and it is believed.
        if let state = try? CanonicalJSON.decode(RunState.self, from: input) {
            _ = decide(state, now: state.updated)
            _ = RunSummary(state)
        }
        try checkDocument(LeaseOwner.self, input)
    }

    private static func checkDocument<Document: Codable & Equatable>(
        _ type: Document.Type, _ input: [UInt8]
    ) throws {
        guard let document = try? CanonicalJSON.decode(type, from: input) else { return }
        let bytes = try CanonicalJSON.encode(document)
        try demand(
            try CanonicalJSON.decode(type, from: bytes) == document, "\(type) reads as written")
        try demand(
            try CanonicalJSON.encode(CanonicalJSON.decode(type, from: bytes)) == bytes,
            "\(type) is written alike")
    }
}
