import Providers
import Testing

struct EventParserTests {
    private func events(_ text: String, cutInto size: Int = .max) throws -> [ServerSentEvent] {
        var parser = EventParser()
        var events: [ServerSentEvent] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            events += try parser.take(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return events
    }

    private func event(_ data: String, _ name: String? = nil) -> ServerSentEvent {
        ServerSentEvent(name: name, data: Array(data.utf8))
    }

    @Test(arguments: [1, 2, 3, 5, .max])
    func `events are the same however the stream is cut`(size: Int) throws {
        let text = """
            \u{FEFF}: a comment
            data: Grüß\u{20}\u{20}
            event: greeting

            data:Gott
            data
            data: 👋
            id: 7
            retry: 10
            unknown: field
            no colon

            event: without data

            data:  two blanks

            data: cut
            """
        let wanted = [
            event("Grüß  ", "greeting"), event("Gott\n\n👋"), event(" two blanks"),
        ]
        for end in ["\n", "\r\n", "\r"] {
            let text = text.replacing("\n", with: end)
            #expect(try events(text, cutInto: size) == wanted, "\(end.debugDescription)")
        }
    }

    @Test func `a line end of two bytes ends one line, cut or not`() throws {
        #expect(try events("data: a\r\n\r\ndata: b\r\n\r\n", cutInto: 8).count == 2)
        #expect(try events("data: a\r\ndata: b\r\n\r\n", cutInto: 8) == [event("a\nb")])
        #expect(try events("data: a\n\rdata: b\n\n") == [event("a"), event("b")])
    }

    @Test func `a byte order mark counts at the beginning only`() throws {
        #expect(try events("\n\u{FEFF}data: a\n\ndata: b\n\n") == [event("b")])
    }

    @Test func `a line or an event beyond the limit is refused`() throws {
        for text in ["data: \(String(repeating: "x", count: 40))", "data: 1234567890123\n"] {
            var parser = EventParser(limitBytes: 24)
            #expect(throws: EventParser.TooLong(limitBytes: 24)) {
                for _ in 1...3 { _ = try parser.take(Array(text.utf8)) }
            }
        }
        var parser = EventParser(limitBytes: 24)
        for _ in 1...100 { #expect(try parser.take(Array("data: 123\n\n".utf8)).count == 1) }
    }
}
