import Providers
import RunModel
import Testing

struct RecordingTests {
    private let one = PhaseID("one")
    private let two = PhaseID("two")

    @Test func `the first entry that matches and is not taken answers`() throws {
        let entries = [
            RecordedReply(role: .auditor, text: "audit"),
            RecordedReply(role: .builder, phase: two, text: "for two"),
            RecordedReply(role: .builder, attempt: 2, text: "second try"),
            RecordedReply(role: .builder, text: "any"),
        ]
        #expect(try take(entries, .builder, one, 1).text == "any")
        #expect(try take(entries, .builder, one, 2).text == "second try")
        #expect(try take(entries, .builder, one, 2, taken: [2]).recording == 3)
        #expect(try take(entries, .builder, two, 1).recording == 1)
        #expect(try take(entries, .auditor, nil, nil).text == "audit")
    }

    @Test func `an entry may ask for tools, with or without a text`() throws {
        let look = RecordedReply.Tool(name: "read", arguments: #"{"path":"a"}"#)
        let entries = [
            RecordedReply(role: .builder, toolCalls: [look, look]),
            RecordedReply(role: .builder, text: "I look.", toolCalls: [look]),
        ]
        let alone = try take(entries, .builder, one, 1)
        #expect(alone.text == "" && alone.finish == .toolCalls)
        #expect(alone.toolCalls.map(\.name) == ["read", "read"])
        #expect(alone.toolCalls.map(\.arguments) == [look.arguments, look.arguments])
        #expect(Set(alone.toolCalls.compactMap(\.id)).count == 2)
        let both = try take(entries, .builder, one, 1, taken: [0])
        #expect(both.text == "I look." && both.toolCalls.count == 1)
        #expect(Set((alone.toolCalls + both.toolCalls).compactMap(\.id)).count == 3)
    }

    @Test func `an entry fails as often as it says, then answers`() throws {
        let fail = RecordedReply.Failure(status: 500, message: "boom", times: 2)
        let entries = [
            RecordedReply(role: .builder, text: "at last", fail: fail),
            RecordedReply(role: .builder, text: "next"),
        ]
        for taken in [[], [0]] {
            do {
                _ = try take(entries, .builder, one, 1, taken: taken)
                Issue.record("no failure after \(taken)")
            } catch {
                #expect(error.kind == .server)
                #expect(error.status == 500)
                #expect(error.message == "boom")
                #expect(error.recording == 0)
            }
        }
        #expect(try take(entries, .builder, one, 1, taken: [0, 0]).text == "at last")
        #expect(try take(entries, .builder, one, 1, taken: [0, 0, 0]).text == "next")
    }

    @Test func `an entry that only fails is used up`() throws {
        let entries = [
            RecordedReply(role: .builder, fail: .init(status: 429, message: "slow", times: 1)),
            RecordedReply(role: .builder, text: "next"),
        ]
        #expect(throws: ProviderFailure.self) { try take(entries, .builder, one, 1) }
        #expect(try take(entries, .builder, one, 1, taken: [0]).text == "next")
    }

    @Test func `where nothing matches the error says what was asked`() {
        let entries = [RecordedReply(role: .builder, phase: two, text: "x")]
        do {
            _ = try take(entries, .builder, one, 3)
            Issue.record("something was taken")
        } catch {
            #expect(error.kind == .badRequest)
            #expect(error.message.contains("role builder, phase one, attempt 3"))
            #expect(error.message.contains("what to do"))
            #expect(RetryPolicy().delay(after: error, tries: 1, random: 0) == nil)
        }
    }

    private func take(
        _ entries: [RecordedReply], _ role: Role, _ phase: PhaseID?, _ attempt: Int?,
        taken: [Int] = []
    ) throws(ProviderFailure) -> Reply {
        let call = Call(
            role: role, phase: phase, attempt: attempt, messages: [Message(.user, "what to do")],
            maxOutputTokens: 10)
        return try Recording.take(from: entries, for: call, taken: taken)
    }
}
