import FoundationEssentials
import RunModel
import TestSupport
import Testing

struct JSONTests {
    private func parse(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

    @Test(
        arguments: [
            ("null", JSON.null), ("true", true), (" false\r\n\t", false), ("0", 0), ("-7", -7),
            ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(0x1p63)),
            ("1.0", 1), ("1e3", 1000), ("-2.5E-1", .number(-0.25)), ("1.5", .number(1.5)),
            ("\"\"", ""), (#""a\"\\\/\b\f\n\r\té""#, "a\"\\/\u{8}\u{c}\n\r\té"),
            (#""\u00e9\u4E16\ud83d\udc4b""#, "é世👋"), (#""x\ud83dy\udc4b""#, "x\u{FFFD}y\u{FFFD}"),
            (#""\ud83d\u0041""#, "\u{FFFD}A"), ("[]", []), ("[1, [2] ]", [1, [2]]), ("{}", [:]),
            (#"{"a":1,"b":{"c":null},"a":2}"#, ["a": 2, "b": ["c": .null]]),
            ("\u{FEFF}1", 1), ("\"\u{7f}\u{2028}\"", "\u{7f}\u{2028}"),
        ] as [(String, JSON)])
    func `what is JSON is read`(text: String, value: JSON) throws {
        #expect(try parse(text) == value)
    }

    @Test(
        arguments: [
            "", " ", "nul", "nullx", "tru", "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN",
            "1e999", "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"a\nb\"", "'a'",
            "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "{a:1}", "{\"a\"", "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,}", "{\"a\" 1}", "{1:2}", "1 2", "{}}", "// c\n1", "\u{0}",
        ])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONFault.self) { try parse(text) }
    }

    @Test func `a fault says where it is`() throws {
        do {
            _ = try JSON(parsing: Array(#"{"a": [1, }"#.utf8))
            Issue.record("it was read")
        } catch {
            #expect(error == JSONFault(offset: 10, reason: "no value"))
            #expect("\(error)" == "no JSON: no value at byte 10")
        }
    }

    @Test(arguments: [[0x22, 0xC3, 0x22], [0x22, 0xFF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]])
    func `text that is not UTF-8 is refused`(bytes: [UInt8]) {
        #expect(throws: JSONFault.self) { try JSON(parsing: bytes) }
        let escaped = Array(#""\n"#.utf8) + bytes.dropFirst()
        #expect(throws: JSONFault.self) { try JSON(parsing: escaped) }
    }

    @Test func `what is nested too deep is refused before the stack ends`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try parse(nested(128)) }
        #expect(throws: JSONFault.self) { try parse(nested(129)) }
        #expect(throws: JSONFault.self) { try parse(String(repeating: "{\"a\":", count: 100_000)) }
    }

    @Test func `the text is compact, sorted, and read back as the same value`() throws {
        let value: JSON = [
            "b": [true, .null, -3, .number(0.1), .number(1e300), .number(.nan)],
            "a": "\"\\/\n\r\t\u{1}\u{1f}é\u{2028}",
        ]
        let written =
            #"{"a":"\"\\/\n\r\t\u0001\u001fé"# + "\u{2028}"
            + #"","b":[true,null,-3,0.1,1e+300,null]}"#
        #expect(value.text == written)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `random values survive, and Foundation reads them alike`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let value = JSONTests.value(depth: 4, using: &random)
        #expect(try JSON(parsing: value.bytes) == value, "seed \(seed)")
        let read = try JSONDecoder().decode([JSON].self, from: Data("[\(value.text)]".utf8))
        #expect(read == [value], "seed \(seed)")
    }

    private static func value(depth: Int, using random: inout SeededGenerator) -> JSON {
        switch Int.random(in: 0...(depth == 0 ? 4 : 6), using: &random) {
        case 0: return .null
        case 1: return .boolean(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: -1_000_000...1_000_000, using: &random))
        case 3: return .number(Double(Int.random(in: -999...999, using: &random)) + 0.5)
        case 4:
            let letters = Array("aé世👋\"\\\n/\u{1}")
            return .string(
                String(
                    (0..<Int.random(in: 0...9, using: &random)).compactMap { _ in
                        letters.randomElement(using: &random)
                    }))
        case 5:
            return .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    value(depth: depth - 1, using: &random)
                })
        default:
            var members: [String: JSON] = [:]
            for index in 0..<Int.random(in: 0...4, using: &random) {
                members["k\(index)"] = value(depth: depth - 1, using: &random)
            }
            return .object(members)
        }
    }

    @Test func `a member that is null is as if it were not there`() throws {
        let value = try parse(#"{"a":null,"b":1,"c":"x","d":[2],"e":-1}"#)
        #expect(value["a"] == nil && value["z"] == nil && value["b"]?["c"] == nil)
        #expect(value["b"]?.count == 1 && value["b"]?.code == "1" && value["c"]?.code == "x")
        #expect(value["e"]?.count == nil && value["d"]?.array == [2] && value["c"]?.string == "x")
    }
}
