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

    @Test(
        arguments: [
            ("1000", ProviderFailure.Kind.auth), ("1004", .auth), ("1113", .quota),
            ("1308", .quota), ("1310", .quota), ("1302", .rateLimit), ("1305", .rateLimit),
            ("1312", .overloaded), ("1261", .contextLength), ("1214", .badRequest),
        ])
    func `GLM's codes say what its status does not`(code: String, kind: ProviderFailure.Kind) {
        for (status, code) in [(429, JSON.string(code)), (200, .integer(Int64(code) ?? 0))] {
            let body: JSON = ["error": ["code": code, "message": "m"]]
            let failure = ErrorReading.failure(of: HTTPReply(status: status, body: body.bytes))
            // A wrong parameter under a good status is nobody's fault that can be named.
            let wanted = kind == .badRequest ? (status == 429 ? .rateLimit : .server) : kind
            #expect(failure.kind == wanted, "\(status)")
        }
    }

    @Test func `GLM's word for a wrong parameter counts where the parameter is named`() {
        for (message, param) in [("please check: top_p", "top_p"), ("is incorrect", nil)] {
            let body: JSON = ["error": ["code": "1210", "message": .string(message)]]
            let failure = ErrorReading.failure(of: HTTPReply(status: 400, body: body.bytes))
            #expect(failure.param == param)
            #expect(failure.kind == (param == nil ? .badRequest : .unsupportedParameter))
        }
    }

    @Test func `Gemini's details say how long to wait and whose the fault is`() {
        let body: JSON = [
            "error": [
                "code": 400, "status": "INVALID_ARGUMENT", "message": "m",
                "details": [["retryDelay": "34.4s"], ["reason": "API_KEY_INVALID"]],
            ]
        ]
        for body in [body, [body]] {
            let failure = ErrorReading.failure(of: HTTPReply(status: 400, body: body.bytes))
            #expect(failure.kind == .auth && failure.retryAfterSeconds == 34.4)
        }
        let stream = Pieces.read(
            GeminiGenerate.self, wire: .gemini,
            #"data: {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m"}}"# + "\n\n"
        ).result
        guard case .failure(let failure) = stream else {
            Issue.record("a reply")
            return
        }
        #expect(failure.kind == .rateLimit)
    }

    @Test(
        arguments: [
            (#"Unknown name \"topK\" at 'generation_config': Cannot find field."#, "topK"),
            (#"this model's parameter 'a b' is an unsupported parameter: `top_k`"#, "top_k"),
            ("output_config.format: Extra inputs are not permitted", "output_config.format"),
        ])
    func `the first name in quotes is the parameter`(message: String, param: String) {
        let body = #"{"error":{"message":"\#(message)"}}"#
        let failure = ErrorReading.failure(of: HTTPReply(status: 400, body: Array(body.utf8)))
        #expect(failure.kind == .unsupportedParameter && failure.param == param)
    }

    @Test func `a page for a browser says where to look`() {
        let page = "\n<!DOCTYPE html><html><title>Sign in</title></html>"
        for status in [200, 404, 502] {
            let result = Pieces.read(OpenAIChat.self, page, status: status).result
            guard case .failure(let failure) = result else {
                Issue.record("a reply")
                continue
            }
            #expect(failure.kind == (status == 404 ? .badRequest : .server))
            #expect(failure.remedy?.contains("base_url") == true)
        }
    }

    @Test func `an endpoint that moved says where it leads, without what is secret`() {
        let reply = HTTPReply(
            status: 308, headers: [HTTPHeader("Location", "https://new.example/v2?key=secret")])
        let remedy = ErrorReading.failure(of: reply).remedy
        #expect(remedy == "check base_url: it leads to https://new.example/v2")
    }

    @Test(
        arguments: [
            Array(#"{"choices":[{"message":{"content":"x\#u{FFFD}"#.utf8).dropLast(2) + [0x22],
            Array("{\"choices\"".utf8), [0xFF, 0xFE, 0x00], Array("upstream sent nothing".utf8),
        ] as [[UInt8]])
    func `what is no whole JSON is a broken reply`(bytes: [UInt8]) {
        let result = Pieces.read(OpenAIChat.self, .openAIChat, 200, [], [bytes]).result
        guard case .failure(let failure) = result else {
            Issue.record("a reply")
            return
        }
        #expect(failure.kind == .server && failure.message.contains("JSON"), "\(failure)")
    }

    @Test(
        arguments: [
            (
                #"{"detail":[{"loc":["body","top_p"],"msg":"Extra inputs are not permitted"}]}"#,
                "top_p: Extra inputs are not permitted"
            ),
            (#"{"detail":"Not Found"}"#, "Not Found"), (#"{"error":"no model"}"#, "no model"),
            (#"{"code":500,"msg":"404 NOT_FOUND","success":false}"#, "404 NOT_FOUND"),
            (#"{"message":"m"}"#, "m"), ("plain words", "plain words"), (#"{"a":1}"#, #"{"a":1}"#),
        ])
    func `the sentence is found wherever it stands`(body: String, message: String) {
        let failure = ErrorReading.failure(of: HTTPReply(status: 422, body: Array(body.utf8)))
        #expect(failure.message == message)
    }

    @Test func `a key in an event of a stream is blotted out as well`() throws {
        let key = try #require(APIKey("sk-secret-1"))
        let result = Pieces.read(
            AnthropicMessages.self, wire: .anthropic,
            #"data: {"type":"error","error":{"type":"api_error","message":"sk-secret-1!"}}"#
                + "\n\n", key: key
        ).result
        guard case .failure(let failure) = result else {
            Issue.record("a reply")
            return
        }
        #expect(failure.message == "[key]!" && failure.kind == .server)
    }

    @Test func `a key is blotted out where a mark joins itself to its last letter`() throws {
        let key = try #require(APIKey("sk-secret-1"))
        #expect(key.blotted(from: "sk-secret-1\u{301}, sk-sk-secret-1") == "[key]\u{301}, sk-[key]")
    }

    @Test func `an event without an end is refused before it fills the memory`() {
        let line = Array("data: \(String(repeating: "x", count: 100))".utf8)
        let (result, _) = Pieces.read(
            OpenAIChat.self, .openAIChat, 200, [], Array(repeating: line, count: 100), limit: 500)
        guard case .failure(let failure) = result else {
            Issue.record("a reply")
            return
        }
        #expect(failure.kind == .malformed && failure.message.contains("500"))
    }
}
