/// Recognises a reply in which the model says that it will not or cannot help.
enum ModelRefusal {
    /// Openings that models use; looked for at the beginning of the reply only.
    private static let openings: [StaticString] = [
        "i can't", "i cannot", "i can not", "i'm sorry", "i am sorry", "sorry, ", "i'm unable",
        "i am unable", "i won't", "i will not", "i'm not able", "i am not able", "as an ai",
        "i apologize, but", "unfortunately, i can",
    ]

    /// Tells whether a reply without edits is a refusal.
    static func isRefusal(_ reply: Bytes) -> Bool {
        let plain = LookAlikes.plain(reply.prefix(400)).trimmedStart
        return openings.contains { plain.startsIgnoringCase($0) }
    }
}
