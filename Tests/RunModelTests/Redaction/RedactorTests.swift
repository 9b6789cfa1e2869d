import RunModel
import TestSupport
import Testing

struct RedactorTests {
    @Test(arguments: Seeds.first(20))
    func `a token of every known form is taken out wherever it stands`(seed: UInt64) {
        var random = Seeded(seed)
        let redactor = Redactor()
        for (kind, secret) in SecretSamples.secrets(&random) {
            for context in SecretSamples.contexts {
                let text = context.replacing("@@", with: secret)
                let clean = redactor.redact(text)
                #expect(
                    !clean.text.text.contains(secret.suffix(12)), "seed \(seed), \(kind): \(text)")
                #expect(clean.found.count == 1, "seed \(seed), \(kind): \(text)")
            }
        }
    }

    @Test(arguments: Seeds.first(20))
    func `what a telling name is given is taken out, and nothing beside it`(seed: UInt64) throws {
        var random = Seeded(seed)
        let redactor = Redactor()
        for (text, secret) in SecretSamples.named(&random) {
            let clean = redactor.redact(text)
            #expect(!clean.text.text.contains(secret), "seed \(seed): \(text)")
            let place = try #require(text.firstRange(of: secret))
            #expect(
                clean.text.text.hasPrefix(text[..<place.lowerBound]), "seed \(seed): \(text)")
        }
    }

    @Test(arguments: Seeds.first(20))
    func `object ids, identifiers and hashes stay`(seed: UInt64) {
        var random = Seeded(seed)
        for text in SecretSamples.harmless(&random) {
            let clean = Redactor().redact(text)
            #expect(clean.text.text == text, "seed \(seed)")
        }
    }

    @Test(arguments: SecretSamples.prose)
    func `texts that speak of secrets stay`(text: String) {
        let clean = Redactor().redact(text)
        #expect(clean.text.text == text)
        #expect(clean.found.isEmpty)
    }

    @Test(arguments: Seeds.first(60))
    func `redacting twice is redacting once, whatever the bytes`(seed: UInt64) {
        var random = Seeded(seed)
        let own = random.text(8 + random.below(8), of: SecretSamples.base62)
        let redactor = Redactor(values: [own])
        var bytes: [UInt8] = []
        for _ in 0..<random.below(60) {
            switch random.below(6) {
            case 0: bytes += random.pick(SecretSamples.secrets(&random)).secret.utf8
            case 1: bytes += random.pick(SecretSamples.named(&random)).text.utf8
            case 2: bytes += random.pick(SecretSamples.harmless(&random)).utf8
            case 3: bytes += own.utf8
            case 4: bytes += [UInt8](repeating: 0, count: 3).map { _ in UInt8(random.below(256)) }
            default: bytes += random.pick(["", " ", "\n", "\"", "=", ": ", "\\n", "://", "@"]).utf8
            }
        }
        let once = redactor.redact(bytes)
        let twice = redactor.redact(once.text.bytes)
        #expect(twice.text == once.text, "seed \(seed)")
        #expect(twice.found.isEmpty, "seed \(seed)")
        if once.found.isEmpty { #expect(once.text.bytes == bytes, "seed \(seed)") }
    }

    @Test func `the user's own keys are known in every form they are written in`() {
        let redactor = Redactor(values: ["pa ss/w\"rd-é1", "short", "", "  trimmed-value \n"])
        let clean = redactor.redact(
            #"a pa ss/w"rd-é1 b pa ss/w\"rd-é1 c pa%20ss%2Fw%22rd-%C3%A91 d short e trimmed-value"#)
        #expect(
            clean.text.text
                == "a [redacted:own-key] b [redacted:own-key] c [redacted:own-key] d short e [redacted:own-key]"
        )
        #expect(clean.found == [.ownKey: 4])
    }

    @Test func `the longer of two own keys is taken where one begins the other`() {
        let redactor = Redactor(values: ["abcdefgh", "abcdefghijkl"])
        #expect(redactor.redact("abcdefghijkl").text.text == "[redacted:own-key]")
    }

    @Test func `the marks of a redacted text are counted as its secrets were`() {
        var random = Seeded(3)
        let secrets = SecretSamples.secrets(&random).map { "x = '\($0.secret)'\n" }.joined()
        let clean = Redactor().redact(secrets)
        #expect(Redactor.marks(in: clean.text.bytes) == clean.found)
        #expect(Redactor.marks(in: Array("[redacted:x] [redacted:] redacted:jwt".utf8)) == [:])
    }

    @Test func `bytes that are no text come out as they went in`() {
        let bytes = (0...255).map { UInt8($0) } + [0xFF, 0xFE, 0x00, 0xC3]
        #expect(Redactor().redact(bytes).text.bytes == bytes)
    }

    @Test func `a private key goes whole, also out of a diff, a JSON string and a cut log`() {
        var random = Seeded(7)
        let lines = (0..<6).map { _ in random.text(64, of: SecretSamples.base64) }
        for label in ["RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY"] {
            let begin = "-----BEGIN \(label)-----"
            let end = "-----END \(label)-----"
            for (lead, separator) in [("", "\n"), ("+", "\n"), ("    ", "\r\n"), ("", "\\n")] {
                let block = ([begin] + lines + [end]).map { lead + $0 }.joined(separator: separator)
                let clean = Redactor().redact("a\n\(block)\nz")
                #expect(clean.text.text == "a\n\(lead)[redacted:private-key]\nz")
            }
            let cut = Redactor().redact(([begin] + lines).joined(separator: "\n") + "\nthe end")
            #expect(cut.text.text == "[redacted:private-key]\nthe end")
        }
        let quoted =
            "\"-----BEGIN RSA PRIVATE KEY-----\\n\" +\n"
            + lines.map { "  \"\($0)\\n\" +\n" }.joined() + "  \"-----END RSA PRIVATE KEY-----\""
        let clean = Redactor().redact(quoted).text.text
        for line in lines { #expect(!clean.contains(line)) }
    }

    @Test func `the private lines of a key of PuTTY go, and its public ones stay`() {
        var random = Seeded(9)
        let (shown, hidden) = (0..<2).reduce(into: ([String](), [String]())) { lines, _ in
            lines.0.append(random.text(64, of: SecretSamples.base64))
            lines.1.append(random.text(64, of: SecretSamples.base64))
        }
        for (lead, end) in [("", "\n"), ("+", "\n"), ("  ", "\r\n"), ("", "\\n"), ("> ", "\n")] {
            let head = ["PuTTY-User-Key-File-3: ssh-rsa", "Public-Lines: 2"] + shown
            func key(_ body: [String]) -> String {
                (head + ["Private-Lines: 2"] + body + ["Private-MAC: 4f1c"])
                    .map { lead + $0 }.joined(separator: end)
            }
            let clean = Redactor().redact("a\n\(key(hidden))\nz").text.text
            #expect(clean == "a\n\(key(["[redacted:private-key]"]))\nz")
        }
        let prose = "Private-Lines: 2\nsays how many follow\nPrivate-Lines: 99999\n"
        #expect(Redactor().redact(prose).text.text == prose)
    }

    @Test func `every cookie of a header that is made by a generator goes, and what is set stays`()
    {
        var random = Seeded(13)
        let (one, two) = (
            random.text(32, of: SecretSamples.base62), random.text(32, of: SecretSamples.hex)
        )
        let clean = Redactor().redact(
            "Cookie: theme=dark; sid=\(one); lang=en; csrf=\(two)\r\nHost: x\r\n")
        #expect(
            clean.text.text == "Cookie: theme=dark; sid=[redacted:cookie]; lang=en;"
                + " csrf=[redacted:cookie]\r\nHost: x\r\n")
        #expect(clean.found == [.cookie: 2])
    }

    @Test func `a stored document stays one, and what is used is what was stored`() throws {
        var random = Seeded(11)
        let token = "ghp_" + random.text(36, of: SecretSamples.base62)
        let document = HintRecorded(
            text: "use \"\(token)\"\nand password: \"Abc123!x\"", signature: token, scope: [token],
            evidence: String(repeating: "a1", count: 20))
        let (clean, text, found) = try Redactor().redact(document: document)
        #expect(found == [.github: 3, .password: 1])
        #expect(try CanonicalJSON.encode(clean) == text.bytes)
        #expect(clean.scope == ["[redacted:github]"])
        #expect(clean.evidence == document.evidence)
    }
}
