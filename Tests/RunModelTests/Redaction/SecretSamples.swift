/// Texts with a secret that was made up, and texts that look alike and hold none.
enum SecretSamples {
    static let lower = "abcdefghijklmnopqrstuvwxyz"
    static let upper = lower.uppercased()
    static let digits = "0123456789"
    static let hex = "0123456789abcdef"
    static let base62 = digits + lower + upper
    static let word = base62 + "_-"
    static let base64 = base62 + "+/"

    /// A secret of each known form.
    static func secrets(_ random: inout Seeded) -> [(kind: String, secret: String)] {
        [
            ("openai", "sk-proj-" + random.text(124, of: word) + "a"),
            ("openai legacy", "sk-" + random.text(48, of: base62)),
            ("openai hex", "sk-" + random.text(32, of: hex)),
            ("anthropic", "sk-ant-api03-" + random.text(93, of: word) + "AA"),
            ("google", "AIza" + random.text(34, of: word) + "x"),
            ("google oauth", "ya29." + random.text(80, of: word) + "Z"),
            ("google client", "GOCSPX-" + random.text(27, of: word) + "q"),
            ("zai", random.text(32, of: hex) + "." + random.text(16, of: base62)),
            ("github", "ghp_" + random.text(36, of: base62)),
            ("github app", "ghs_" + random.text(36, of: base62)),
            (
                "github fine",
                "github_pat_" + random.text(22, of: base62) + "_" + random.text(59, of: base62)
            ),
            ("gitlab", "glpat-" + random.text(19, of: word) + "k"),
            ("aws id", "AKIA" + random.text(16, of: upper + "234567")),
            (
                "slack",
                "xoxb-" + random.text(12, of: digits) + "-" + random.text(12, of: digits) + "-"
                    + random.text(24, of: base62)
            ),
            (
                "slack webhook",
                "hooks.slack.com/services/T" + random.text(9, of: upper + digits) + "/B"
                    + random.text(9, of: upper + digits) + "/" + random.text(24, of: base62)
            ),
            ("stripe", "sk_live_" + random.text(24, of: base62)),
            ("npm", "npm_" + random.text(36, of: base62)),
            ("pypi", "pypi-AgEIcHlwaS5vcmc" + random.text(100, of: word) + "w"),
            ("hugging face", "hf_" + random.text(34, of: base62)),
            (
                "jwt",
                "eyJhbGciOiJIUzI1NiJ9.eyJ" + random.text(60, of: word) + "."
                    + random.text(42, of: word) + "s"
            ),
            ("telegram", random.text(9, of: "123456789") + ":AA" + random.text(33, of: base62)),
        ]
    }

    /// Secrets that only their name tells of, as whole texts.
    static func named(_ random: inout Seeded) -> [(text: String, secret: String)] {
        let key = random.text(40, of: base64)
        let token = random.text(24, of: base62)
        let hexKey = random.text(32, of: hex)
        let password = random.text(8, of: base62) + random.pick(["1!", "7#", "3%", "9^"])
        let basic = "dXNlcjo" + random.text(12, of: base62)
        return [
            ("aws_secret_access_key = \(key)", key),
            ("AWS_SECRET_ACCESS_KEY=\(key)\nNEXT=1", key),
            ("{\"secretAccessKey\":\"\(key)\",\"x\":1}", key),
            ("TWILIO_AUTH_TOKEN=\(hexKey)", hexKey),
            ("api_key: '\(token)'", token), ("ApiKey = \"\(token)\";", token),
            ("X-Api-Key: \(token)", token), ("curl -H 'X-Auth-Token: \(token)'", token),
            ("export SESSION_SECRET=\(token)", token), ("--api-key \(token) --verbose", token),
            ("--token=\(token)", token), ("{\\\"access_token\\\": \\\"\(token)\\\"}", token),
            ("https://api.invalid/v1?access_token=\(token)&page=2", token),
            ("<client_secret>\(token)</client_secret>", token),
            ("os.environ[\"API_TOKEN\"] = \"\(token)\"", token),
            ("secret := \"\(token)\"", token), (":auth_token => '\(token)'", token),
            ("+  \"refreshToken\": \"\(token)\",", token),
            ("Authorization: Bearer \(token)", token), ("authorization: token \(token)", token),
            ("Authorization: Basic \(basic)", basic),
            ("password: \(password)", password), ("DB_PASSWORD='\(password)'", password),
            ("{\"password\":\"\(password)\"}", password), ("--password \(password)", password),
            ("<password>\(password)</password>", password),
            ("postgres://app:\(token)@db.invalid:5432/app", token),
            ("mysql://root:\(password)@127.0.0.1/x", password),
            ("redis://:\(token)@cache.invalid:6379", token),
            ("login=a&passwd=\(token)&x=1", token), ("  psk=\"\(token)\"", token),
            ("AccountName=x;AccountKey=\(key)\(key)==;EndpointSuffix=y", key),
        ]
    }

    /// Texts without a secret.
    static func harmless(_ random: inout Seeded) -> [String] {
        let oid = random.text(40, of: hex)
        let long = random.text(64, of: hex)
        let uuid = [8, 4, 4, 4, 12].map { random.text($0, of: hex) }.joined(separator: "-")
        let digest = random.text(86, of: base64) + "=="
        return [
            "commit \(oid)", "tree \(long)", "[main \(oid.prefix(7))] fix", "index \(oid)..\(oid)",
            "\(oid) refs/heads/main", "run \(uuid)", "id: \(uuid)", "\"request_id\":\"\(uuid)\"",
            "token: \(uuid)", "\"integrity\": \"sha512-\(digest)\"", "--hash=sha256:\(long)",
            "checksum = \"\(long)\"", "\"sha256\": \"\(long)\"", "FROM img@sha256:\(long)",
            "x v0.14.0 h1:\(digest.prefix(43))=", "ssh-ed25519 AAAAC3Nza\(digest.prefix(60)) a@b",
            "data:image/png;base64,iVBORw0\(digest)", "resolved \"https://r.invalid/x.tgz#\(oid)\"",
            "-----BEGIN CERTIFICATE-----\n\(digest)\n-----END CERTIFICATE-----",
            "etag: \"\(random.text(32, of: hex))\"", "0x\(random.text(16, of: hex))",
            "git@host.invalid:o/r.git", "https://host.invalid:8080/@scope/x@1.2.3",
            "ssh://git@host.invalid/o/r", "http://localhost:3000/a:b@c",
            "{\"tree\":\"\(oid)\",\"prompt\":\"\(oid)\",\"reserved_tokens\":16384}",
            "\(random.text(10, of: digits))-\(random.text(20, of: lower))",
        ]
    }

    /// Texts of programs and manuals that speak of secrets.
    static let prose = [
        "OPENAI_API_KEY=sk-...", "GITHUB_TOKEN=${{ secrets.GITHUB_TOKEN }}", "password: ${DB_PASS}",
        "key = os.environ[\"OPENAI_API_KEY\"]", "token = getToken()", "password: String",
        "let token = self.session.token", "secret = config.secret_key", "api_key: <your-api-key>",
        "token: \"your_token_here\"", "password = None", "if token == expectedToken2 {",
        "The token budget is 120000 tokens; password reset works.", "access_token: string | null;",
        "func refresh(token: AccessToken, password: Password?) -> Secret",
        "use the pk_test_ prefix for publishable keys", "Authorization: Bearer <token>",
        "Basic understanding of Bearer authentication is enough.", "password: hunter",
        "postgres://postgres:postgres@localhost/test", "https://user:password@host.invalid/",
        "https://user:${PASS}@host.invalid/", "https://u:<password>@host.invalid/",
        "AKIAIOSFODNN7EXAMPLE", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "sk-abcdefghijklmnopqrstuv",
        "re.compile(r\"ghp_[A-Za-z0-9]{36}\")", "-----BEGIN RSA PRIVATE KEY-----",
        "if text.startswith(\"-----BEGIN PRIVATE KEY-----\"): return \"-----END PRIVATE KEY-----\"",
        "tests/test_auth.py::test_token_refresh[mjvqilbkolqu] PASSED", "--token FILE  read it",
        "{\"keys\":{\"OPENAI_API_KEY\":\"present\"},\"key_variable\":\"OPENAI_API_KEY\"}",
        "pad_token_id: 50256, \"eos_token\": \"<|endoftext|>\"", "next_token = tokens[position]",
        "\"input_token\": \"ExclusiveStartTableName\",", "DB_PASSWORD='\\(password)'",
        "\"AWS::ApiGateway::ApiKey\": \"48205d4ffd7feba3\",", "[redacted:github]",
        "password: [redacted:password]", "https://a:[redacted:github]@b/c",
        "Bearer [redacted:jwt]", "arn:aws:iam::246268299878:role/ci", "--a:#1f2937;--b:#0ea5e9",
        "private_key: ed25519.Ed25519PrivateKey, f: X",
        "private_key: CERTIFICATE_PRIVATE_KEY_TYPES,",
        "\"token\": \"some-kebab-case-words\"", "secret = \"projects/name/secrets/main\"",
        "task-6f8a9b0c1d2e3f4a5b6c7d8e9f0a1b2c", "token_type: bearer", "密码重置链接已发送。",
    ]

    /// Where a token may stand; `@@` is its place.
    static let contexts = [
        "@@", "x @@ y", "key=@@", "\"@@\"", "'@@'", "(@@)", "<@@>", "@@.", "@@,", "a\n@@\nb",
        "{\"log\":\"line\\n@@\\n\"}", "\\u000a@@\\u000a", "\u{1B}[31m@@\u{1B}[0m",
        "\\u001b[1;31m@@",
        "url?x=%20@@", "ключ：@@。", "+  token: \"@@\"", "- @@", "https://h.invalid/?key=@@&y=1",
        "export A='@@'; b", "[@@]", "|@@|", "{\\\"a\\\":\\\"@@\\\"}", "Authorization: Bearer @@",
    ]
}
