import Effects
import HTTP
import Providers
import RunModel
import Settings
import Synchronization
import TestSupport
import Testing

/// Every wire over libcurl, against a provider that is as strict as the vendors.
@Suite(
    .enabled(if: StrictProvider.script != nil, "there is no shared folder with the strict provider")
)
struct StrictProviderTests {
    /// A model behind a wire.
    private struct Service {
        var wire: Wire
        /// Below the provider's URL.
        var path: String
        var model: String

        var name: String { "\(wire.rawValue) \(model)" }
    }

    private static let services = [
        Service(wire: .openAIChat, path: "openai/v1", model: "gpt-4.1"),
        Service(wire: .openAIChat, path: "openai/v1/", model: "gpt-5"),
        Service(wire: .openAIChat, path: "openai/v1", model: "gpt-5-pro"),
        Service(wire: .openAIChat, path: "compat/v1", model: "qwen3"),
        Service(wire: .openAIResponses, path: "openai/v1", model: "gpt-4.1"),
        Service(wire: .openAIResponses, path: "openai/v1", model: "gpt-6.1-sol"),
        Service(wire: .openAIResponses, path: "compat/v1", model: "qwen3"),
        Service(wire: .anthropic, path: "anthropic", model: "claude-sonnet-4-5"),
        Service(wire: .anthropic, path: "anthropic/v1", model: "claude-opus-5-5"),
        Service(wire: .gemini, path: "gemini", model: "gemini-2.5-pro"),
        Service(wire: .gemini, path: "gemini/v1beta", model: "gemini-3.1-pro-preview"),
        Service(wire: .glm, path: "glm/api/paas/v4", model: "glm-5.3"),
    ]

    private let http = HTTPTransport.curl(environment: [:])

    private func client(
        _ service: Service, _ provider: StrictProvider, key: String = "sk-test-1"
    ) -> ProviderClient {
        ProviderClient(
            http: http,
            providers: [
                "p": ProviderSettings(
                    wire: service.wire, baseURL: "\(provider.url)/\(service.path)")
            ],
            keys: APIKey(key).map { ["p": $0] } ?? [:],
            capabilities: Configuration().runSettings.capabilities
                + [CapabilityRule(models: "p/gpt-*", cacheMarks: .key)])
    }

    private func name(_ service: Service) -> ModelName {
        ModelName(provider: "p", model: service.model)
    }

    private func call(_ messages: [Message]) -> Call {
        Call(
            role: .builder, system: "You are brief.", messages: messages, maxOutputTokens: 200_000)
    }

    /// Sends a call whole and as a stream, and expects what is shown to be the text.
    private func both(
        _ call: Call, _ service: Service, _ client: ProviderClient
    ) async throws -> [Reply] {
        let whole = try await client.send(call, to: name(service))
        let shown = Mutex("")
        let streamed = try await client.send(call, to: name(service)) { text in
            shown.withLock { $0 += text }
        }
        #expect(shown.withLock { $0 } == streamed.text, "\(service.name)")
        return [whole, streamed]
    }

    private static let tools = [
        Tool(
            name: "read_file", summary: "Reads a file.",
            parameters: [
                "type": "object", "properties": ["path": ["type": "string"]], "required": ["path"],
            ]),
        Tool(
            name: "search", summary: "Finds text.",
            parameters: [
                "type": "object",
                "properties": ["text": ["type": "string"], "limit": ["type": "integer"]],
                "required": ["text"],
            ]),
    ]

    @Test func `every kind of call is taken by every wire`() async throws {
        let calls: JSON = [
            ["name": "read_file", "arguments": ["path": "ä.txt"], "id": "call_a"],
            ["name": "search", "arguments": ["text": "x"], "id": "call_b"],
        ]
        let provider = try await StrictProvider(
            scenario: [
                "entries": .array(
                    StrictProviderTests.services.flatMap { service in
                        [false, true].map { stream -> JSON in
                            [
                                "match": [
                                    "contains": .string("Round \(service.name)"),
                                    "stream": .boolean(stream),
                                ],
                                "reply": [
                                    "thinking": "Let me see.", "text": "Reading.",
                                    "tool_calls": calls,
                                ],
                            ]
                        }
                    } + [
                        [
                            "match": ["contains": "Grüße"], "times": 0,
                            "reply": [
                                "text": ["Grüß ", "Gott ", "👋"],
                                "usage": ["input": 90, "output": 12, "cached_input": 64],
                            ],
                        ]
                    ])
            ])
        for service in StrictProviderTests.services {
            let client = client(service, provider)
            try await expectText(service, client)
            try await expectTurns(service, client)
            try await expectTools(service, client)
            try await expectForcedTool(service, client)
            try await expectSchema(service, client)
        }
    }

    private func expectText(_ service: Service, _ client: ProviderClient) async throws {
        for reply in try await both(call([Message(.user, "Grüße!")]), service, client) {
            #expect(reply.text == "Grüß Gott 👋", "\(service.name)")
            #expect(reply.finish == .stop, "\(service.name)")
            #expect(reply.model == service.model, "\(service.name)")
            #expect(
                reply.usage == Usage(input: 90, output: 12, cachedInput: 64), "\(service.name)")
        }
    }

    private func expectTurns(_ service: Service, _ client: ProviderClient) async throws {
        let first = try await client.send(call([Message(.user, "one")]), to: name(service))
        #expect(first.text == "Echo: one", "\(service.name)")
        var foreign = Message(first)
        foreign.native = nil
        for turn in [Message(first), foreign] {
            let call = call([Message(.user, "one"), turn, Message(.user, "two")])
            for reply in try await both(call, service, client) {
                #expect(reply.text == "Echo: two", "\(service.name)")
            }
        }
    }

    private func expectTools(_ service: Service, _ client: ProviderClient) async throws {
        let question = Message(.user, "Round \(service.name)")
        var asked = call([question])
        asked.tools = StrictProviderTests.tools
        for reply in try await both(asked, service, client) {
            #expect(reply.toolCalls.map(\.name) == ["read_file", "search"], "\(service.name)")
            let arguments = try reply.toolCalls.map { try JSON(parsing: Array($0.arguments.utf8)) }
            #expect(arguments == [["path": "ä.txt"], ["text": "x"]], "\(service.name)")
            #expect(reply.finish == .toolCalls && reply.text == "Reading.", "\(service.name)")
            let results = reply.toolCalls.map { call in
                Message.Part.toolResult(
                    ToolResult(
                        id: call.id, name: call.name, text: "found", isError: call.name == "search")
                )
            }
            // As the same provider wrote it, as another wire would have brought it, and without ids.
            var foreign = Message(reply)
            foreign.native = nil
            let nameless = Message(
                .assistant,
                parts: reply.toolCalls.map { call in
                    .toolCall(ToolCall(id: nil, name: call.name, arguments: call.arguments))
                })
            let namelessResults = reply.toolCalls.map { call in
                Message.Part.toolResult(ToolResult(id: nil, name: call.name, text: ""))
            }
            for (turn, results) in [
                (Message(reply), results), (foreign, results), (nameless, namelessResults),
            ] {
                var next = asked
                next.messages += [
                    turn, Message(.user, parts: [.text("go on")] + results),
                    Message(.user, "then stop"),
                ]
                for reply in try await both(next, service, client) {
                    #expect(reply.finish == .stop, "\(service.name)")
                    #expect(reply.text.contains("then stop"), "\(service.name): \(reply.text)")
                }
            }
        }
    }

    private func expectForcedTool(_ service: Service, _ client: ProviderClient) async throws {
        guard service.wire != .glm else { return }
        for choice in [ToolChoice.required, .named("search")] {
            var asked = call([Message(.user, "now")])
            asked.tools = StrictProviderTests.tools
            asked.toolChoice = choice
            for reply in try await both(asked, service, client) {
                let wanted = choice == .required ? "read_file" : "search"
                #expect(reply.toolCalls.map(\.name) == [wanted], "\(service.name)")
                #expect(reply.finish == .toolCalls, "\(service.name)")
            }
        }
    }

    private func expectSchema(_ service: Service, _ client: ProviderClient) async throws {
        var asked = call([Message(.user, "judge")])
        let closed: JSON = [
            "type": "object", "required": ["approved", "issues"],
            "properties": [
                "approved": ["type": "boolean"],
                "issues": [
                    "type": "array",
                    "items": [
                        "type": "object", "required": ["text"],
                        "properties": [
                            "text": ["type": "string", "minLength": 1],
                            "line": ["type": "integer", "minimum": 1],
                            "level": ["type": "string", "enum": ["low", "high"]],
                        ],
                    ],
                ],
            ],
        ]
        let open: JSON = ["type": "object", "additionalProperties": ["type": "string"]]
        for schema in [closed, open] {
            asked.schema = ReplySchema(name: "verdict", schema: schema)
            for reply in try await both(asked, service, client) {
                guard schema == closed, service.wire != .glm else { continue }
                let value = try JSON(parsing: Array(reply.text.utf8))
                #expect(value["approved"]?.boolean != nil, "\(service.name): \(reply.text)")
            }
        }
    }

    // MARK: Faults

    private func failure(
        _ text: String, _ service: Service, _ client: ProviderClient, streams: Bool
    ) async -> (failure: ProviderFailure?, shown: String) {
        let shown = Mutex("")
        let onText: (@Sendable (String) -> Void)? =
            streams ? { @Sendable text in shown.withLock { $0 += text } } : nil
        do {
            _ = try await client.send(
                call([Message(.user, text)]), to: name(service), onText: onText)
            return (nil, shown.withLock { $0 })
        } catch {
            return (error, shown.withLock { $0 })
        }
    }

    @Test func `trouble on every wire has its name, and keeps what came`() async throws {
        let text = String(repeating: "Zug um Zug ↑ ", count: 60)
        func entry(_ word: String, _ faults: String...) -> JSON {
            [
                "match": ["contains": .string(word)], "times": 0, "reply": ["text": .string(text)],
                "faults": .array(faults.map { .string($0) }),
            ]
        }
        let provider = try await StrictProvider(
            scenario: [
                entry("split", "split-utf8"), entry("tiny", "tiny-chunks"), entry("crlf", "crlf"),
                entry("slow", "slow-chunks-ms:1"), entry("markless", "no-done"),
                entry("limited", "status:429;retry-after:7"), entry("full", "status:529"),
                entry("rubbish", "garbage"), entry("halfway", "garbage-after-bytes:2600"),
                entry("troubled", "stream-error-after:6;kind:overloaded"),
                entry("severed", "drop-after-bytes:2600"), entry("gone", "close-before-headers"),
            ])
        for service in StrictProviderTests.services {
            let client = client(service, provider)
            for word in ["split", "tiny", "crlf", "slow", "markless"] {
                for reply in try await both(call([Message(.user, word)]), service, client) {
                    #expect(reply.text == text, "\(service.name), \(word)")
                }
            }
            for streams in [false, true] {
                // A connection of its own: one that was just cut fails the next call, which is
                // never sent twice.
                let client = self.client(service, provider)
                let place = "\(service.name), streams: \(streams)"
                let limited = await failure("limited", service, client, streams: streams).failure
                #expect(limited?.kind == .rateLimit && limited?.status == 429, "\(place)")
                #expect(limited?.retryAfterSeconds == 7, "\(place)")
                let full = await failure("full", service, client, streams: streams).failure
                #expect(full?.kind == .overloaded && full?.status == 529, "\(place)")
                let rubbish = await failure("rubbish", service, client, streams: streams).failure
                #expect(rubbish?.kind == .server, "\(place): \(String(describing: rubbish))")
                let gone = await failure("gone", service, client, streams: streams).failure
                #expect(gone?.kind == .unreachable, "\(place)")
            }
            for word in ["halfway", "troubled", "severed"] {
                let result = await failure(word, service, client, streams: true)
                #expect(
                    result.failure?.kind == (word == "troubled" ? .overloaded : .server),
                    "\(service.name), \(word)")
                expectPartial(result, of: text, "\(service.name), \(word)")
            }
        }
    }

    private func expectPartial(
        _ result: (failure: ProviderFailure?, shown: String), of text: String, _ place: String
    ) {
        let partial = result.failure?.partial
        #expect(partial?.text == result.shown, "\(place)")
        #expect(text.hasPrefix(result.shown), "\(place)")
        #expect(partial?.finish == .error, "\(place)")
    }

    @Test func `a wrong key and an unknown model have their names`() async throws {
        let provider = try await StrictProvider(scenario: [])
        for service in StrictProviderTests.services where service.path != "compat/v1" {
            let key = "sk-invalid-5a7c"
            let refused = await failure(
                "x", service, client(service, provider, key: key), streams: false
            ).failure
            #expect(refused?.kind == .auth, "\(service.name)")
            #expect(refused.map { !"\($0)".contains(key) } == true, "\(service.name)")
            var unknown = service
            unknown.model += "-does-not-exist"
            let missing = await failure(
                "x", unknown, client(service, provider), streams: true
            ).failure
            #expect(missing?.kind == .badRequest, "\(service.name)")
        }
    }
}
