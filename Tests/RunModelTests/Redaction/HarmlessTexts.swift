/// Lines of real programs, settings and manuals that speak of secrets and hold none.
enum HarmlessTexts {
    static let all =
        swift + typeScript + python + go + rust + java + ruby + php + cSharp + c + kotlin + shell
        + settings + lockFiles + prose + markup + logs

    private static let swift = [
        "    let password: String", "    var apiKey: String?", "    private let token: Token",
        "func signIn(user: String, password: String) async throws -> Session {",
        "init(token: AccessToken, refreshToken: RefreshToken? = nil) {",
        "let password = passwordField.text ?? \"\"", "self.secret = secret",
        "guard let token = keychain.token(for: account) else { return nil }",
        "case invalidPassword = \"invalid_password\"", "static let passwordKey = \"passwordKey\"",
        "SecureField(\"Password\", text: $password)", "@AppStorage(\"authToken\") var token = \"\"",
        "let apiKey = ProcessInfo.processInfo.environment[\"API_KEY\"]",
        "XCTAssertEqual(credentials.password, expectedPassword2)",
        "func testPasswordOfTwelveCharactersIsAccepted() throws {",
    ]

    private static let typeScript = [
        "  password: string | null;", "  token?: string;", "  apiKey: string | undefined,",
        "interface Credentials { username: string; password: string }",
        "const password = req.body.password;", "const token = await getAccessTokenSilently();",
        "const { password, ...user } = await this.users.findOne(id);",
        "  password: z.string().min(8).max(72),", "  password: Joi.string().required(),",
        "  apiKey: process.env.API_KEY ?? '',", "password: \"Enter your password\",",
        "  \"password\": \"Password\",", "  forgotPassword: 'Forgot your password?',",
        "  passwordHint: \"At least 8 characters, 1 digit and 1 sign!\",",
        "<input type=\"password\" name=\"password\" autoComplete=\"new-password\" />",
        "const [password, setPassword] = useState(\"\");", "setPassword(\"\");",
        "export const TOKEN_KEY = 'auth_token';", "localStorage.getItem('access_token')",
        "headers: { Authorization: `Bearer ${token}` },",
        "  secretOrKey: config.get('JWT_SECRET'),",
        "type Props = { token: AccessToken<Scope>, password: PasswordField2 };",
        "if (password !== confirmPassword) throw new PasswordMismatchError();",
        "  passwordResetToken: crypto.randomBytes(20).toString('hex'),",
        "t('errors.password.tooShort2')",
        "@Column({ name: 'password_hash' }) passwordHash!: string;",
    ]

    private static let python = [
        "    password: str", "    api_key: SecretStr | None = None",
        "    token: Optional[str] = None",
        "def login(user: str, password: str, *, token: str | None = None) -> Session:",
        "password = os.environ[\"PASSWORD\"]", "password = getpass.getpass(\"Password: \")",
        "token = os.getenv(\"API_TOKEN\", \"\")", "PASSWORD = config[\"database\"][\"password\"]",
        "password = models.CharField(max_length=128)", "secret_key = env(\"DJANGO_SECRET_KEY\")",
        "self.password = password or self._ask_password()", "api_key = settings.OPENAI_API_KEY",
        "parser.add_argument(\"--password\", help=\"the password of the database\")",
        "parser.add_argument('--token', required=True, default=None)",
        "raise ValueError(\"password must have at least 8 characters\")",
        "def test_password_is_hashed_with_argon2id(client):", "assert not user.check_password('')",
        "password = forms.CharField(label=_('Password'), widget=forms.PasswordInput)",
        "\"password\": fields.String(required=True),", "token = secrets.token_urlsafe(32)",
        "SECRET_KEY = get_random_secret_key()", "    PASSWORD = \"password\"",
    ]

    private static let go = [
        "\tPassword string `json:\"password\"`", "\tToken    *oauth2.Token",
        "password := os.Getenv(\"DB_PASSWORD\")", "func (c *Client) SetPassword(password string) {",
        "token, err := jwt.Parse(raw, keyFunc)", "cfg.APIKey = viper.GetString(\"api_key\")",
        "flag.StringVar(&password, \"password\", \"\", \"password of the user\")",
        "return errors.New(\"password: must not be empty\")", "Secret: corev1.SecretKeySelector{",
        "var ErrInvalidToken = errors.New(\"invalid token\")",
        "if subtle.ConstantTimeCompare(token, expected) != 1 {",
        "golang.org/x/crypto v0.21.0 h1:X31++rzVUdKhX5sWmSOFZxx8UW/ldWx55cbf08iNAMA=",
    ]

    private static let rust = [
        "    password: String,", "    pub api_key: Option<SecretString>,",
        "fn login(user: &str, password: &str) -> Result<Token, Error> {",
        "let token = std::env::var(\"TOKEN\").expect(\"TOKEN is not set\");",
        "let password = rpassword::prompt_password(\"Password: \")?;",
        "#[arg(long, env = \"API_TOKEN\", hide_env_values = true)]",
        "password: Secret::new(\"password\".into()),", "token: &'static str,",
        "assert_eq!(parsed.password(), Some(\"password\"));",
        "let secret = Secret::<32>::random();",
    ]

    private static let java = [
        "private String password;", "private final char[] password = new char[0];",
        "public void setPassword(String password) { this.password = password; }",
        "@Value(\"${spring.datasource.password}\") String password;",
        "String token = request.getHeader(\"Authorization\");",
        "String apiKey = System.getenv(\"API_KEY\");", "password=${DB_PASSWORD}",
        "spring.datasource.password=${DB_PASSWORD:}",
        "@JsonProperty(\"access_token\") String token;",
        "if (token.equals(TokenType.BEARER2)) {", "login.password.label=Password",
        "error.password.short=The password needs at least 8 characters!",
        "assertThat(user.getPassword()).isEqualTo(encodedPassword1);",
        "builder.password(passwordEncoder.encode(rawPassword2));",
    ]

    private static let ruby = [
        "validates :password, presence: true, length: { minimum: 8 }",
        "password: params[:password],", "secret_key_base: <%= ENV[\"SECRET_KEY_BASE\"] %>",
        "token = SecureRandom.hex(32)", "password: ENV.fetch('DB_PASSWORD') { '' }",
        "has_secure_password validations: false",
        "config.secret_key = Rails.application.secret_key",
        "t.string :encrypted_password, null: false, default: \"\"",
    ]

    private static let php = [
        "'password' => env('DB_PASSWORD', ''),", "$password = $_POST['password'];",
        "'password' => ['required', 'string', 'min:8'],", "public ?string $apiToken = null;",
        "'password' => 'The provided password is incorrect.',",
        "define('DB_PASSWORD', getenv('WORDPRESS_DB_PASSWORD'));",
        "$token = bin2hex(random_bytes(32));", "$this->password = $hasher->hash($plainPassword);",
    ]

    private static let cSharp = [
        "public string Password { get; set; }", "public required string ApiKey { get; init; }",
        "var password = configuration[\"Database:Password\"];", "SecureString password = Read();",
        "Server=localhost;Database=shop;User Id=sa;Password={0};",
        "\"Server=.;Database=shop;Trusted_Connection=True;\"",
        "services.AddAuthentication(\"Bearer\").AddJwtBearer();",
        "[Required(ErrorMessage = \"Password is required\")]",
        "public async Task<Token> RefreshTokenAsync(string refreshToken)",
    ]

    private static let c = [
        "char *password = NULL;", "const char *token = strtok(line, \" \");",
        "static int check_password(const char *user, const char *password);",
        "#define TOKEN_MAX_LENGTH 64", "enum token_type { TOKEN_IDENT, TOKEN_NUMBER2 };",
        "curl_easy_setopt(curl, CURLOPT_PASSWORD, password);", "token = lexer->next_token2;",
        "std::string password = config.get(\"password\");", "Token token = scanner.peek();",
        "password=getpass(\"Password: \");",
    ]

    private static let kotlin = [
        "data class Login(val user: String, val password: String)",
        "val token: String? = prefs.getString(\"token\", null)",
        "storePassword = keystoreProperties[\"storePassword\"] as String",
        "fun authenticate(token: JwtToken, password: CharArray): Session",
        "apiKey = BuildConfig.MAPS_API_KEY", "String password = promptForPassword();",
        "final String token = await storage.read(key: 'token');",
        "val accessToken by lazy { accountManager.peekAuthToken(account, TYPE) }",
    ]

    private static let shell = [
        "read -s -p \"Password: \" PASSWORD", "PASSWORD=$(pass show db)", "export TOKEN=\"$1\"",
        "curl -H \"Authorization: Bearer $TOKEN\" https://api.invalid/v1",
        "curl -u \"$USER:$PASS\" https://api.invalid", "mysql -p shop < dump.sql",
        "mysql -p\"$MYSQL_PASSWORD\" shop", "mysql -u root -p${PASS} shop",
        "mysqldump --password=<password> shop", "sshpass -p \"$PASS\" ssh a@b.invalid",
        "sshpass -e ssh a@b.invalid", "docker login -u ci -p \"$CI_TOKEN\" registry.invalid",
        "docker login --password-stdin", "docker run -p 8080:80 image1", "mkdir -p build2/Output",
        "ssh -p 2222 Host1.invalid", "cp -a Source1 Target2", "tar -xzpf Backup1.tar",
        "sshpass -p password ssh host", "docker run -p 127.0.0.1:5432:5432 postgres:16",
        "PGPASSWORD=\"$DB_PASS\" psql -h db", "if [ -z \"$PASSWORD\" ]; then",
        "PWD=/home/ann/src", "echo \"PASS: 12 tests, 0 failures\"", "PASS=$(cat \"$FILE\")",
        "PASS=0", "PASS=true", "FAIL=1; PASS=12", "set -euo pipefail; TOKEN=${TOKEN:?missing}",
        "token=$(git credential fill | sed -n 's/^password=//p')",
        "zip -P \"$PASS\" a.zip b", "7z a -pSECRET out.7z in", "redis-cli -a \"$REDIS_PASS\" ping",
        "ldapsearch -w \"$LDAP_PASS\" -x", "unzip -p Archive2.zip file1",
    ]

    private static let settings = [
        "password: ${DB_PASSWORD}", "password: <your-password>", "password: changeme",
        "POSTGRES_PASSWORD: postgres", "password: \"\"", "password: ~", "password: null",
        "password: true", "api_key: YOUR_API_KEY", "token: <token>", "token: xxxxxxxxxxxxxxxxxxxx",
        "token: ${{ secrets.NPM_TOKEN }}", "password: {{ vault_db_password }}",
        "password: !vault |", "password: |\n  The password of the user.\n  Is never sent.",
        "description: |\n  password reset for the user", "token: ENC(unset)",
        "passwordSecretRef:\n  name: db-credentials2\n  key: password",
        "secretName: my-app-tls-secret2", "key: password", "valueFrom: db-password",
        "- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db2",
        "password_policy: length8", "token_endpoint: https://login.invalid/oauth2/v2.0/token",
        "max_tokens: 4096", "tokenizer: cl100k_base2", "password = \"${var.db_password}\"",
        "token = data.vault_generic_secret.ci.data[\"token\"]", "use_token: yes",
        "Cookie: ${SESSION}", "Set-Cookie: theme=dark; Path=/; HttpOnly; SameSite=Lax",
        "Cookie: lang=en; consent=accepted; theme=dark", "cookie: {maxAge: 86400, secure: true}",
        "Set-Cookie: id=; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Max-Age=2592000",
    ]

    private static let lockFiles = [
        "resolved \"https://registry.invalid/a/-/a-1.0.0.tgz#4f1c09a2d78b23ee4f1c09a2d78b23ee4f1c09a2\"",
        "  integrity sha512-JQHtABJ2kdsScnxmcztOPhXbVaRUv5DFKBMh6bkpGwfBg3JlI0oZIq28xqOiJ8qwr9QJqZBcVSNBG6G4WYhZiA==",
        "checksum = \"880808844b0fbbd849c39ef620ee064827c5787f475f6f56c73bbd752407bcee\"",
        "    --hash=sha256:2a3f0d249f20a089b2512c38a0551f3312180f45ba5f428167a47ec9f997f134 \\",
        "{file = \"a-1.0.whl\", hash = \"sha256:8814bdfac1b94df17f8dceeb4b0be447d06df5d23b02c43818c11ce94d173abc\"},",
        "github.com/a/b v1.2.3/go.mod h1:e9d1cJxKoTnLZ7zXf2sFdKpWq2oVwBkRm5s0yZl8Pkg=",
        "    \"content-hash\": \"d41d8cd98f00b204e9800998ecf8427e\",",
        "  \"revision\" : \"4f1c09a2d78b23ee4f1c09a2d78b23ee4f1c09a2\",",
        "sha256 \"2a3f0d249f20a089b2512c38a0551f3312180f45ba5f428167a47ec9f997f134\"",
        "narHash = \"sha256-U6vYHAKc7LwKtD5M9ZR5QmOUfH3Xk8v0sYwT1a2b3c4=\";",
        "  dependency-checksum: 4f1c09a2d78b23ee",
        "SPEC CHECKSUMS:\n  Alamofire: 4f1c09a2d78b23ee4f1c09a2d78b23ee4f1c09a2",
        "background: url(data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4);",
        "//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbXX0=",
        "id: 9d6a7db3-5101-4ae0-b8cd-78bb43bdcd61", "token: 9d6a7db3-5101-4ae0-b8cd-78bb43bdcd61",
    ]

    private static let prose = [
        "Password: required", "The password: choose one that you use nowhere else.",
        "Passwords are hashed with argon2id; tokens expire after 24h.",
        "Set `OPENAI_API_KEY` to your key, as `OPENAI_API_KEY=sk-...`.",
        "Use `--password` or the variable `PGPASSWORD`.", "| password | string | of the user |",
        "The token: a word, a number2 or a sign.", "Authorization: see RFC 7235",
        "Set the Authorization header to `Token <key>`.", "Cookie: what a server asks to keep",
        "Run `mysql -pPASSWORD` or `mysql -p<password>`.", "`docker login -p <token>` is unsafe.",
        "Use sshpass -p only where keys cannot be used2.", "Basic authentication needs a password.",
        "PASS: all 12 tests of Suite3", "--- PASS: TestLogin2 (0.00s)", "PASS tests/login2.test.ts",
        "Secret: the number of rounds2 is public.", "pass: the second2 of three",
        "Your one-time code replaces the password since v2.1.",
        "PuTTY-User-Key-File-3: begins a private key of PuTTY", "Private-Lines: how many follow",
        "The prefix `ghp_` is GitHub's, `sk_live_` Stripe's, `xoxb-` Slack's, `hf_` a model hub's.",
    ]

    private static let markup = [
        "<label for=\"password\">Password</label>", "<password></password>",
        "<input name=\"password2\" type=\"password\" placeholder=\"Password2\">",
        "<string name=\"password\">Mot de passe</string>", "<param name=\"token\" value=\"\"/>",
        "msgid \"Password\"\nmsgstr \"Passwort\"", "\"password\" = \"Passwort\";",
        "\"password.hint\" = \"Mindestens 8 Zeichen, davon 1 Ziffer!\";",
        "<a href=\"/password/reset?next=%2Fhome2\">Reset</a>",
        ".password-field2 { color: #1f2937 }", "<div class=\"token keyword2\">let</div>",
    ]

    private static let logs = [
        "2026-01-02T03:04:05Z INFO password changed for user ann2",
        "auth: token expired at 1700000000",
        "error: password authentication failed for user \"app2\"",
        "invalid token: unexpected '}' 3:5",
        "SyntaxError: Unexpected token < in JSON at position 0", "token: identifier2 expected",
        "Enter passphrase for key '/home/ann/.ssh/id_ed25519':", "password: Permission denied2",
        "HEAD is now at 4f1c09a2d7 hooks: password", "index 4f1c09a2d78b..8b23ee4f1c09 100644",
    ]
}
