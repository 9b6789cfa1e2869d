import ArgumentParser
import Effects
import Providers
import RunModel
import Settings

/// `git autopack providers`.
struct ProvidersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers", abstract: "What is configured, what is up, and what it costs.",
        usage: "git autopack providers <subcommand>",
        subcommands: [List.self, Check.self, Models.self], defaultSubcommand: List.self)

    /// `git autopack providers list`.
    struct List: Command {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "The configured providers; nobody is asked.")

        @Argument(help: "Only this provider.")
        var name: String?

        @Flag(help: "One JSON object a line.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let view = try await ProvidersView(invocation, only: name)
            for name in view.names {
                guard let provider = view.settings.providers[name] else { continue }
                let line = Line(name: name, provider: provider, key: view.keys.entries[name])
                guard !invocation.output.isJSON else {
                    invocation.output.json(line)
                    continue
                }
                invocation.output.print(
                    Columns.line([
                        (name, 12), (provider.wire.rawValue, 16), (line.endpoint, 42),
                        (line.keyText, 0),
                    ]))
            }
            view.hint()
        }

        private struct Line: Encodable {
            var provider: String
            var wire: Wire
            /// Where it is: an address, a command, a file.
            var endpoint: String
            var keyVariable: Nullable<String>
            /// Null: it takes none.
            var key: Nullable<KeyPresence>
            /// Null: there is none.
            var keySource: Nullable<KeyRing.Source>

            init(name: String, provider: ProviderSettings, key: KeyRing.Entry?) {
                self.provider = name
                wire = provider.wire
                endpoint =
                    provider.command?.joined(separator: " ") ?? provider.file ?? provider.baseURL
                    ?? ProviderDefaults.baseURL(of: name) ?? ""
                keyVariable = Nullable(provider.keyVariable)
                self.key = Nullable(key?.presence)
                keySource = Nullable(key?.source)
            }

            enum CodingKeys: String, CodingKey {
                case provider, wire, endpoint, key
                case keyVariable = "key_variable"
                case keySource = "key_source"
            }

            var keyText: String {
                guard let variable = keyVariable.value else { return "no key needed" }
                guard let source = keySource.value else { return "no key in \(variable)" }
                guard key.value == .present else {
                    return "\(variable) is \(key.value?.rawValue ?? "absent")"
                }
                return source == .environment ? variable : "key from \(source.words)"
            }
        }
    }

    /// `git autopack providers check`.
    struct Check: Command {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Ask each for its list of models: is it up, does it take the key.",
            discussion: "Costs nothing. Exit 1 where one is down, 4 where none is up.")

        @Argument(help: "Only this provider.")
        var name: String?

        @Flag(help: "Nobody outside of this machine is asked.")
        var offline = false

        @Flag(help: "One JSON object a line.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let view = try await ProvidersView(invocation, only: name, offline: offline)
            let output = invocation.output
            let statuses = await view.look()
            for status in statuses {
                guard !output.isJSON else {
                    output.json(Line(status))
                    continue
                }
                let state = status.state.rawValue.replacing("_", with: " ")
                let style: Output.Style =
                    switch status.state {
                    case .up: .green
                    case .down: .red
                    case .disabled, .notConfigured: .faint
                    }
                let latency = status.latencyMilliseconds.map { "\($0) ms" } ?? ""
                let padding = String(repeating: " ", count: max(0, 14 - state.count))
                output.print(
                    Columns.line([(status.provider, 12)]).padded(to: 14)
                        + output.styled(state, style) + padding
                        + Columns.line([(latency, 8), (status.sentence, 0)]))
                guard status.state == .down else { continue }
                for line in (status.remedy ?? "").split(separator: "\n") {
                    output.note("hint: \(status.provider): \(Visible.line(String(line)))")
                }
            }
            view.hint()
            if !statuses.contains(where: { $0.state == .up }) {
                let isSaid =
                    output.isJSON || !view.offered.isEmpty
                    || statuses.contains { $0.state != .notConfigured }
                throw isSaid ? UserError(.environment, "", "") : NoProvider.error(view.dotEnvHint)
            }
            if statuses.contains(where: { $0.state == .down }) { throw UserError(.failed, "", "") }
        }

        private struct Line: Encodable {
            var provider: String
            var state: String
            var latencyMilliseconds: Nullable<Int>
            var reason: Nullable<String>
            var remedy: Nullable<String>

            init(_ status: ProviderStatus) {
                provider = status.provider
                state = status.state.rawValue
                latencyMilliseconds = Nullable(status.latencyMilliseconds)
                reason = Nullable(status.sentence.isEmpty ? nil : status.sentence)
                remedy = Nullable(status.remedy)
            }

            enum CodingKeys: String, CodingKey {
                case provider, state, reason, remedy
                case latencyMilliseconds = "latency_ms"
            }
        }
    }

    /// `git autopack providers models`.
    struct Models: Command {
        static let configuration = CommandConfiguration(
            commandName: "models",
            abstract: "The models that each lists, with limits and prices.",
            discussion: "USD per million tokens, as models.yaml has them; ? where nobody knows.")

        @Argument(help: "Only this provider.")
        var name: String?

        @Flag(help: "Nobody outside of this machine is asked.")
        var offline = false

        @Flag(help: "One JSON object a line.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let view = try await ProvidersView(invocation, only: name, offline: offline)
            let output = invocation.output
            let statuses = await view.look()
            for status in statuses {
                for model in status.models ?? [] {
                    let line = Line(status.provider, model, view.settings)
                    output.isJSON ? output.json(line) : output.print(line.text)
                }
                guard status.models == nil else { continue }
                let isQuiet = name == nil && status.state == .notConfigured
                if !isQuiet {
                    output.note(
                        "\(status.provider): "
                            + Visible.line(status.reason.isEmpty ? "has no list" : status.reason))
                }
            }
            if !statuses.contains(where: { $0.state == .up }) {
                throw output.isJSON || name != nil || !view.offered.isEmpty
                    ? UserError(.environment, "", "") : NoProvider.error(view.dotEnvHint)
            }
        }

        private struct Line: Encodable {
            var provider: String
            var model: String
            var inputTokens: Nullable<Int>
            var outputTokens: Nullable<Int>
            var price: Nullable<Price>

            init(_ provider: String, _ model: ListedModel, _ settings: RunSettings) {
                self.provider = provider
                self.model = model.id
                inputTokens = Nullable(model.inputTokens)
                outputTokens = Nullable(model.outputTokens)
                price = Nullable(
                    Pricing.price(
                        of: ModelName(provider: provider, model: model.id), in: settings))
            }

            enum CodingKeys: String, CodingKey {
                case provider, model, price
                case inputTokens = "input_tokens"
                case outputTokens = "output_tokens"
            }

            var text: String {
                let limits = [inputTokens.value, outputTokens.value].map {
                    $0.map(String.init) ?? "?"
                }
                let costs = price.value.map { "\($0.input)/\($0.output) USD" } ?? "? USD"
                return Columns.line([
                    ("\(provider)/\(model)", 44), ("\(limits[0])+\(limits[1]) tokens", 22),
                    (costs, 0),
                ])
            }
        }
    }
}

extension String {
    /// Filled up with blanks.
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
