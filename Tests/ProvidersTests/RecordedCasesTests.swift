import Effects
import FoundationEssentials
import Providers
import RunModel
import Testing

/// What real providers sent, against what has to be made of it (`fixtures/providers/dev`).
struct RecordedCasesTests {
    @Test(
        .enabled(if: RecordedCase.folder != nil, "the recorded replies are not beside this clone"))
    func `recorded replies are read as their notes say`() throws {
        let cases = try RecordedCase.all().filter { $0.wire == "openai-chat" && !$0.stream }
        try #require(cases.count >= 20)
        for recorded in cases {
            let reply = HTTPReply(
                status: recorded.status,
                headers: recorded.headers.map { HTTPHeader($0.key, $0.value) },
                body: Array(recorded.body.utf8))
            let expect = recorded.expect
            do {
                let read = try OpenAIChat.read(reply)
                #expect(expect["error"] == nil, "\(recorded.id)")
                #expect(read.text == expect["text"]?.string, "\(recorded.id)")
                #expect(read.finish.rawValue == expect["finish"]?.string, "\(recorded.id)")
                #expect(read.usage?.input == expect["usage"]?["input"]?.count, "\(recorded.id)")
                #expect(read.usage?.output == expect["usage"]?["output"]?.count, "\(recorded.id)")
                compare(read.usage?.cachedInput, expect["usage"]?["cached_input"], recorded.id)
                compare(read.usage?.reasoning, expect["usage"]?["reasoning"], recorded.id)
                if let model = expect["model"]?.string {
                    #expect(read.model == model, "\(recorded.id)")
                }
                let calls = expect["tool_calls"]?.array ?? []
                #expect(read.toolCalls.map(\.name) == calls.map { $0["name"]?.string ?? "" })
                #expect(read.toolCalls.map(\.id) == calls.map { $0["id"]?.string })
                for (call, wanted) in zip(read.toolCalls, calls) {
                    let value = JSONValue(parsing: Array(call.arguments.utf8))
                    #expect(value == wanted["arguments"], "\(recorded.id)")
                }
            } catch {
                let wanted = try #require(expect["error"], "\(recorded.id): \(error)")
                #expect(error.kind.rawValue == wanted["kind"]?.string, "\(recorded.id)")
                #expect(error.message == wanted["message"]?.string, "\(recorded.id)")
                #expect(error.param == wanted["param"]?.string, "\(recorded.id)")
                #expect(error.status == recorded.status, "\(recorded.id)")
                #expect(
                    error.retryAfterSeconds.map { Int($0 * 1000) }
                        == seconds(wanted["retry_after_s"]).map { Int($0 * 1000) },
                    "\(recorded.id)")
            }
        }
    }

    private func compare(_ found: Int?, _ wanted: JSONValue?, _ id: String) {
        if let wanted = wanted?.count { #expect(found == wanted, "\(id)") }
    }

    private func seconds(_ value: JSONValue?) -> Double? {
        switch value {
        case .integer(let whole): Double(whole)
        case .number(let number): number
        default: nil
        }
    }
}

/// One recorded reply.
private struct RecordedCase: Decodable {
    var id: String
    var wire: String
    var stream: Bool
    var status: Int
    var headers: [String: String]
    var body: String
    var expect: JSONValue

    /// Beside the clone, or below `AUTOPACK_SHARED`.
    static let folder: String? = {
        let here = #filePath.split(separator: "/").dropLast(3)
        let beside = "/" + here.dropLast().joined(separator: "/") + "/shared"
        let shared = ProcessInfo.processInfo.environment["AUTOPACK_SHARED"] ?? beside
        let folder = "\(shared)/fixtures/providers/dev/cases"
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    static func all() throws -> [RecordedCase] {
        let folder = try #require(folder)
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.hasSuffix(".json") }.map { name in
                let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
                return try JSONDecoder().decode(RecordedCase.self, from: bytes)
            }
    }
}
