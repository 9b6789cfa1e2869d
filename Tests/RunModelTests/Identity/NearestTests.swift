import RunModel
import Testing

struct NearestTests {
    private let words = ["created", "planning", "executing", "paused", "succeeded", "failed"]

    @Test(arguments: [
        ("execting", "executing"), ("EXECUTING", "executing"), ("puased", "paused"),
        ("fail", "failed"), ("plannning", "planning"), ("sucseeded", "succeeded"),
    ])
    func `a slip of the fingers is known`(text: String, word: String) {
        #expect(Nearest.word(to: text, among: words) == word)
    }

    @Test(arguments: ["xyzzy", "", "a", "READY", "completely-different"])
    func `what is like no word has no nearest`(text: String) {
        #expect(Nearest.word(to: text, among: words) == nil)
    }

    @Test func `two words as near as each other are no answer`() {
        #expect(Nearest.word(to: "bat", among: ["cat", "hat"]) == nil)
        #expect(Nearest.word(to: "bat", among: []) == nil)
        #expect(Nearest.word(to: "abcd", among: ["abdc", "wxyz"]) == "abdc")
    }
}
