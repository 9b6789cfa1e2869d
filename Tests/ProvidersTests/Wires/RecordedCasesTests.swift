import Effects
import FoundationEssentials
import Providers
import RunModel
import TestSupport
import Testing

/// What real providers sent, against what has to be made of it (`fixtures/providers/dev`).
@Suite(
    .enabled(if: RecordedCase.folder != nil, "the recorded replies are not beside this clone"))
struct RecordedCasesTests {
    @Test func `every recorded reply is read as its note says, however it is cut`() throws {
        let cases = try RecordedCase.all()
        try #require(cases.count >= 100)
        for recorded in cases {
            let whole = recorded.read(in: [recorded.bytes])
            recorded.compare(whole)
            let single = recorded.read(in: recorded.bytes.map { [$0] })
            #expect(single == whole, "\(recorded.id), byte by byte")
            for seed in 1...3 as ClosedRange<UInt64> {
                let pieces = Pieces.random(of: recorded.bytes, seed: seed)
                #expect(recorded.read(in: pieces) == whole, "\(recorded.id), seed \(seed)")
            }
        }
    }

    @Test func `every wire is recorded, streaming and not`() throws {
        var kinds: Set<String> = []
        for recorded in try RecordedCase.all() {
            kinds.insert("\(recorded.wire) \(recorded.stream)")
        }
        #expect(kinds.count == 8, "\(kinds)")
    }
}

/// One recorded reply.
struct RecordedCase: Decodable {
    var id: String
    var wire: String
    var stream: Bool
    var status: Int
    var headers: [String: String]
    var body: String
    var expect: JSON

    var bytes: [UInt8] { Array(body.utf8) }

    static let folder: String? = Shared.folder.flatMap { shared in
        let folder = "\(shared)/fixtures/providers/dev/cases"
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }

    static func all() throws -> [RecordedCase] {
        let folder = try #require(folder)
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.hasSuffix(".json") }.map { name in
                let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
                return try JSONDecoder().decode(RecordedCase.self, from: bytes)
            }
    }

    func read(in pieces: [[UInt8]]) -> Result<Reply, ProviderFailure> {
        let headers = headers.sorted { $0.key < $1.key }.map { HTTPHeader($0.key, $0.value) }
        return switch wire {
        case "openai-responses":
            Pieces.read(OpenAIResponses.self, .openAIResponses, status, headers, pieces).result
        case "anthropic":
            Pieces.read(AnthropicMessages.self, .anthropic, status, headers, pieces).result
        case "gemini": Pieces.read(GeminiGenerate.self, .gemini, status, headers, pieces).result
        default: Pieces.read(OpenAIChat.self, .openAIChat, status, headers, pieces).result
        }
    }

    func compare(_ result: Result<Reply, ProviderFailure>) {
        let failure = expect["error"]
        switch result {
        case .success(let reply):
            #expect(failure == nil, "\(id): no error")
            compare(reply)
            #expect(reply.finish.rawValue == expect["finish"]?.string, "\(id)")
        case .failure(let found):
            guard let failure else {
                Issue.record("\(id): \(found)")
                return
            }
            let kinds =
                [failure["kind"]?.string] + (failure["kind_also_ok"]?.array ?? []).map(\.string)
            #expect(kinds.contains(found.kind.rawValue), "\(id): \(found.kind)")
            #expect(found.param == failure["param"]?.string, "\(id)")
            #expect(found.status == status, "\(id)")
            #expect(
                found.retryAfterSeconds.map { ($0 * 1000).rounded() }
                    == seconds(failure["retry_after_s"]).map { ($0 * 1000).rounded() }, "\(id)")
            // What the provider itself says; of a cut stream the words are ours.
            if !id.contains("cut-stream") {
                #expect(found.message == failure["message"]?.string, "\(id)")
            }
            compare(found.partial ?? Reply(text: "", finish: .error))
        }
    }

    private func compare(_ reply: Reply) {
        #expect(reply.text == expect["text"]?.string, "\(id)")
        if let usage = expect["usage"] {
            #expect(reply.usage?.input == usage["input"]?.count, "\(id)")
            #expect(reply.usage?.output == usage["output"]?.count, "\(id)")
            compare(reply.usage?.cachedInput, usage["cached_input"])
            compare(reply.usage?.reasoning, usage["reasoning"])
            compare(reply.usage?.cacheWrite, usage["cache_write"])
        }
        if let model = expect["model"]?.string { #expect(reply.model == model, "\(id)") }
        if let text = expect["reasoning_text"]?.string { #expect(reply.reasoning == text, "\(id)") }
        if let text = expect["refusal"]?.string { #expect(reply.refusal == text, "\(id)") }
        compare(reply.toolCalls)
        var rest = (reply.native?.value.text ?? "")[...]
        for case .string(let opaque) in expect["opaque"]?.array ?? [] {
            let place = rest.firstRange(of: opaque)
            #expect(place != nil, "\(id): \(opaque.prefix(20))… is not sent back")
            if let place { rest = rest[place.upperBound...] }
        }
    }

    private func compare(_ calls: [ToolCall]) {
        let wanted = expect["tool_calls"]?.array ?? []
        #expect(calls.map(\.name) == wanted.map { $0["name"]?.string ?? "" }, "\(id)")
        for (call, wanted) in zip(calls, wanted) {
            if let id = wanted["id"]?.string { #expect(call.id == id, "\(self.id)") }
            if let text = wanted["arguments"]?.string {
                #expect(call.arguments == text, "\(id)")
            } else {
                let value = try? JSON(parsing: Array(call.arguments.utf8))
                #expect(value == wanted["arguments"], "\(id)")
            }
        }
    }

    private func compare(_ found: Int?, _ wanted: JSON?) {
        if let wanted = wanted?.count { #expect(found == wanted, "\(id)") }
    }

    private func seconds(_ value: JSON?) -> Double? {
        switch value {
        case .integer(let whole): Double(whole)
        case .number(let number): number
        default: nil
        }
    }
}
