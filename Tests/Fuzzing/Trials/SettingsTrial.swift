import RunModel
import Settings

extension Trial {
    /// `autopack.yaml`, the line `%%`, `models.yaml`, the line `%%`, and an `.env`.
    static let settings = Trial("settings") { input in
        try SettingsTrial(input).check()
    }
}

struct SettingsTrial {
    private let autopack: [UInt8]
    private let models: [UInt8]
    private let environment: [UInt8]

    fileprivate init(_ input: [UInt8]) {
        let parts = input.parts
        autopack = parts[0]
        models = parts.count > 1 ? parts[1] : []
        environment = parts.count > 2 ? parts[2] : input
    }

    fileprivate func check() throws {
        let usual = Configuration()
        var sources = ConfigurationSources(
            baseAutopack: ConfigurationFile(name: "HEAD:autopack.yaml", bytes: autopack),
            baseModels: ConfigurationFile(name: "HEAD:models.yaml", bytes: models))
        let stranger = Configuration(sources)
        try check(stranger.findings)
        try demand(
            loosened(by: stranger, than: usual).isEmpty,
            "a repository loosens nothing: \(loosened(by: stranger, than: usual))")
        sources.trustsBase = true
        try check(Configuration(sources).findings)
        let own = Configuration(
            ConfigurationSources(userModels: sources.baseModels, userAutopack: sources.baseAutopack)
        )
        try check(own.findings)
        let keys = DotEnvFile(environment, names: ["OPENAI_API_KEY"]).keys
        try demand(
            keys.keys.allSatisfy { $0 == "OPENAI_API_KEY" }, "an .env sets key variables alone")
    }

    /// What a repository that nobody trusts made less strict.
    private func loosened(by stranger: Configuration, than usual: Configuration) -> [String] {
        let (new, old) = (stranger.runSettings, usual.runSettings)
        var loosened: [String] = []
        func expect(_ holds: Bool, _ name: String) { if !holds { loosened.append(name) } }
        expect(new.providers == old.providers, "providers")
        expect(new.prices == old.prices, "prices")
        expect(new.doctor == old.doctor, "doctor")
        expect(Set(new.disabledProviders).isSuperset(of: old.disabledProviders), "disabled")
        expect(Set(new.protected).isSuperset(of: old.protected), "protected")
        expect(Array(stranger.checks.prefix(usual.checks.count)) == usual.checks, "checks")
        expect(stranger.keys == usual.keys, "keys")
        expect(stranger.readsDotEnv == usual.readsDotEnv, "dotenv")
        expect(stranger.transcripts == usual.transcripts, "transcripts")
        expect(stranger.isHookStrict == usual.isHookStrict, "hook")
        expect(stranger.addedProviders == usual.addedProviders, "added providers")
        return loosened
    }

    private func check(_ findings: [Settings.Finding]) throws(BrokenRule) {
        try Self.check(
            findings, in: ["HEAD:autopack.yaml": autopack, "HEAD:models.yaml": models])
    }

    /// Checks that findings point into the files that they are about.
    static func check(_ findings: [Settings.Finding], in files: [String: [UInt8]])
        throws(BrokenRule)
    {
        for finding in findings {
            try demand(!finding.message.isEmpty, "a finding says something")
            guard case .file(let name, let line, let column) = finding.origin else { continue }
            guard let file = files[name] else {
                throw BrokenRule(rule: "a finding is about a file that was read: \(finding)")
            }
            try demand(
                (1...lineCount(file)).contains(line) && column >= 1,
                "a finding has a place in the text: \(finding)")
        }
    }

    /// Lines as YAML counts them, with the one behind the last line end.
    static func lineCount(_ bytes: [UInt8]) -> Int {
        var count = 1
        var previous: Unicode.Scalar = " "
        for scalar in bytes.text.unicodeScalars {
            switch scalar {
            case "\n": if previous != "\r" { count += 1 }
            case "\r", "\u{85}", "\u{2028}", "\u{2029}": count += 1
            default: break
            }
            previous = scalar
        }
        return count
    }
}
