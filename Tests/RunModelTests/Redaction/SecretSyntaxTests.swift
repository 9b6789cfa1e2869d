import RunModel
import TestSupport
import Testing

/// Secrets in the syntax of languages and programs; what is given, and what stands beside it.
struct SecretSyntaxTests {
    private static let tokens = [
        #"const apiKey: string = "@@";"#, #"let token: String = "@@""#,
        #"const API_KEY: &str = "@@";"#, #"static TOKEN: &'static str = "@@";"#,
        #"const apiKey string = "@@""#, #"var token string = "@@""#, "#define API_KEY \"@@\"",
        #"char api_key[] = "@@";"#, #"char api_key[64] = "@@";"#, #"std::string token{"@@"};"#,
        #"setApiKey("@@")"#, "define('AUTH_KEY', '@@');", #"$env:API_KEY="@@""#,
        "os.environ.setdefault('API_TOKEN', '@@')", "ENV API_TOKEN @@",
        "- name: API_TOKEN\n  value: \"@@\"", #"{"name":"API_TOKEN","value":"@@"}"#,
        #"<add key="ApiKey" value="@@" />"#, #":api_key "@@""#, #"{:api_key, "@@"}"#,
        #"token <- "@@""#, "client_secret=@@&grant_type=x", "?sv=2020&sig=@@%3D",
        #"NSString *apiKey = @"@@";"#, ##"let secret = r#"@@"#;"##, #"token = """@@""""#,
        #"token?: string = "@@""#, #"headers.set("X-Api-Key", "@@")"#, "secret_key_base: @@",
    ]

    private static let passwords = [
        "define('DB_PASSWORD', '@@');", #"setPassword("@@")"#, "IDENTIFIED BY '@@'",
        "machine h login u password @@", "machine h\n  login u\n  password @@\n",
        "curl -u user:@@ https://x", "DB_PASS=@@", #"dbPass: "@@""#, "密码：@@",
        "Server=x;Uid=sa;Pwd=@@;", "jdbc:mysql://h/db?user=a&password=@@",
        "- name: DB_PASSWORD\n  value: @@", #"auth: { user: "x", pass: "@@" }"#,
    ]

    @Test(arguments: Seeds.first(4))
    func `what is given is taken out, whatever the language`(seed: UInt64) {
        var random = Seeded(seed)
        let token = random.text(31, of: SecretSamples.base62) + "7"
        let password = random.text(8, of: SecretSamples.base62) + "7#"
        for (forms, secret) in [(Self.tokens, token), (Self.passwords, password)] {
            for form in forms {
                let clean = Redactor().redact(form.replacing("@@", with: secret))
                #expect(!clean.text.text.contains(secret), "seed \(seed): \(form)")
                #expect(clean.found.count == 1, "seed \(seed): \(form)")
            }
        }
    }

    @Test(arguments: [
        "PGPASSWORD=@@ psql -h db", "Server=h;User Id=sa;Password=@@;",
        "jdbc:sqlserver://h;user=sa;password=@@;encrypt=true",
    ])
    func `a password of letters and digits is known where more follows it`(form: String) {
        let clean = Redactor().redact(form.replacing("@@", with: "8FtOAWi1CbHRj6"))
        #expect(!clean.text.text.contains("8FtOAWi1CbHRj6"))
        let name = "if password=oldPassword2 and more"
        #expect(Redactor().redact(name).text.text == name)
    }

    @Test(arguments: [
        "PWD=/home/ann/work2", "    --- PASS: TestVet/7 (0.07s)",
        "PrivateKey: testEd25519PrivateKey,",
        "private_key: _SSH_PRIVATE_KEY_TYPES,", "fields = ('username', 'password1', 'password2')",
        "the password \"is\" wrong", "log in with login and password", "chown -u root:wheel9",
        "input(name=\"token\", value=\"submit\")", "getenv(\"API_TOKEN\", \"none\")",
        "- name: API_TOKEN\n  valueFrom: secretKeyRef", "let token: Token = \"\"",
    ])
    func `what only looks alike stays`(text: String) {
        let clean = Redactor().redact(text)
        #expect(clean.text.text == text)
    }

    @Test func `a text that begins a secret at every word costs no more than its length`() {
        for word in [
            "password=", "eyJ", "-----BEGIN RSA PRIVATE KEY-----\n", "token:", "https://a:",
            "mysql -p", "Cookie:a=b;",
        ] {
            let text = Array(String(repeating: word, count: 20_000).utf8)
            // Quadratic work would not end within the patience of whoever waits for the tests.
            #expect(Redactor().redact(text).text.bytes == text, "\(word)")
        }
    }

    @Test func `secrets of two texts are compared by what they are`() {
        var random = Seeded(5)
        let tokens = (0..<2).map { _ in "ghp_" + random.text(36, of: SecretSamples.base62) }
        let found = Redactor().secrets(in: Array("a \(tokens[0])\nb \(tokens[1])\n".utf8))
        #expect(found == [.github: Set(tokens.map { Array($0.utf8) })])
    }
}
