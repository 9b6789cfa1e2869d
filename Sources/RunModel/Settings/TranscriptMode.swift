/// Whether prompts and replies are kept (`storage.md`, Transcripts and pins).
package enum TranscriptMode: String, Sendable, Codable, CaseIterable {
    case full, none
}
