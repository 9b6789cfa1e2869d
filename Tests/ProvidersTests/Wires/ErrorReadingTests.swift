import Effects
import Providers
import RunModel
import Testing

struct ErrorReadingTests {
    @Test(
        arguments: [
            (200, "", ProviderFailure.Kind.server), (200, #"{"choices":[{"mes"#, .server),
            (200, "{}", .malformed), (200, #"{"choices":[]}"#, .malformed),
            (200, #"{"error":{"code":"1113","message":"m"}}"#, .quota),
            (200, #"{"error":"what"}"#, .server),
            (400, #"{"error":{"message":"Incorrect API key provided"}}"#, .auth),
            (
                400, #"{"error":{"message":"the request exceeds the available context size"}}"#,
                .contextLength
            ),
            (
                400, #"{"object":"error","message":"maximum context length is 4096","code":400}"#,
                .contextLength
            ),
            (400, #"{"error":{"message":"bad"}}"#, .badRequest), (404, "no such page", .badRequest),
            (402, "", .quota), (403, "", .auth), (408, "", .timeout), (413, "", .contextLength),
            (422, #"{"detail":"top_p: Extra inputs are not permitted"}"#, .unsupportedParameter),
            (429, "", .rateLimit), (500, "", .server), (502, "", .server), (504, "", .server),
            (503, "", .overloaded), (529, "", .overloaded), (301, "", .server),
            (429, #"{"error":{"type":"insufficient_quota","message":"m"}}"#, .quota),
        ])
    func `failures are told apart by their bodies, then by status`(
        status: Int, body: String, kind: ProviderFailure.Kind
    ) {
        let reply = HTTPReply(status: status, body: Array(body.utf8))
        let result = Pieces.read(
            OpenAIChat.self, .openAIChat, status, [], reply.body.isEmpty ? [] : [reply.body]
        ).result
        guard case .failure(let failure) = result else {
            Issue.record("a reply: \(result)")
            return
        }
        #expect(failure.kind == kind)
        #expect(failure.status == status)
    }

    @Test(
        arguments: [
            ("Unsupported parameter: 'logprobs' is not supported", "logprobs"),
            ("Unrecognized request argument supplied: top_k", "top_k"),
            ("temperature: Extra inputs are not permitted", "temperature"),
            ("`temperature` is deprecated for this model.", "temperature"),
            ("unknown parameter", nil),
        ] as [(String, String?)])
    func `a parameter is found in the sentence that refuses it`(message: String, param: String?) {
        let body = JSON.object(["error": ["message": .string(message)]]).text
        let failure = ErrorReading.failure(of: HTTPReply(status: 400, body: Array(body.utf8)))
        #expect(failure.kind == .unsupportedParameter)
        #expect(failure.param == param)
    }

    @Test(
        arguments: [
            ([("retry-after", "7")], 7.0),
            ([("Retry-After-Ms", "1500"), ("retry-after", "9")], 1.5),
            (
                [
                    ("retry-after", "Sun, 06 Nov 1994 08:50:00 GMT"),
                    ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ], 23
            ),
            (
                [
                    ("retry-after", "Sun, 06 Nov 1994 08:49:00 GMT"),
                    ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ], 0
            ),
            ([("retry-after", "Sun, 06 Nov 1994 08:50:00 GMT")], nil),
            ([("retry-after", "soon")], nil), ([("retry-after", "-3")], nil), ([], nil),
        ] as [([(String, String)], Double?)])
    func `the time to wait is read in each of its forms`(
        headers: [(String, String)], seconds: Double?
    ) {
        let reply = HTTPReply(status: 429, headers: headers.map { HTTPHeader($0.0, $0.1) })
        #expect(ErrorReading.failure(of: reply).retryAfterSeconds == seconds)
    }

    @Test func `a key never comes back in a message`() throws {
        let key = try #require(APIKey("sk-secret-1"))
        let body = Array("no such key: sk-secret-1".utf8)
        let failure = ErrorReading.failure(of: HTTPReply(status: 401, body: body), key: key)
        #expect(failure.message == "no such key: [key]")
        #expect("\(key) \(String(reflecting: key))" == "[key] [key]")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("secret"))
        #expect(APIKey("a\nb") == nil && APIKey("") == nil)
    }
}
