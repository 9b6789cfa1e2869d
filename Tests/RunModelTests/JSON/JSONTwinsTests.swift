import RunModel
import Testing

/// Keys that stand twice.
struct JSONTwinsTests {
    @Test func `of a key that stands twice the last value counts, or it is a fault`() throws {
        let twins = Array(#"{"a":1,"b":{"c":1,"c":2}}"#.utf8)
        #expect(try JSON(parsing: twins)["b"]?["c"] == .integer(2))
        #expect(throws: JSONFault.self) { try JSON(parsing: twins, refusesTwins: true) }
        // However it is written.
        let escaped = Array(#"{"command":1,"c\u006fmmand":2}"#.utf8)
        #expect(throws: JSONFault.self) { try JSON(parsing: escaped, refusesTwins: true) }
        let plain = Array(#"{"a":{"a":1},"b":[{"a":1},{"a":2}]}"#.utf8)
        #expect(try JSON(parsing: plain, refusesTwins: true)["a"]?["a"] == .integer(1))
    }
}
