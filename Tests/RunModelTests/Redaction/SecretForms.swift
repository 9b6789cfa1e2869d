/// Where real programs, settings and services have their secrets; no value stands here.
///
/// A value is random, with `FAKE` inside, and known prefixes are in pieces, so that nothing that
/// looks for leaks takes these lines for one.
enum SecretForms {
    /// What a value is made of.
    enum Value: CaseIterable {
        /// Letters of both cases and digits, as a person's password manager makes them.
        case password
        /// The same without a digit.
        case letters
        /// A person's: small letters and a digit at the end.
        case simple
        /// 32 letters and digits.
        case token
        /// 32 hexadecimal digits.
        case hex
        /// Words with blanks between them.
        case phrase

        func make(_ random: inout Seeded) -> String {
            switch self {
            case .password:
                random.text(4, of: SecretSamples.base62) + "7FAKE"
                    + random.text(5, of: SecretSamples.base62)
            case .letters:
                random.text(3, of: SecretSamples.lower) + random.text(2, of: SecretSamples.upper)
                    + random.text(1, of: SecretSamples.lower) + "FAKE"
                    + random.text(1, of: SecretSamples.lower)
                    + random.text(3, of: SecretSamples.upper)
            case .simple: random.text(7, of: SecretSamples.lower) + random.text(2, of: "23456789")
            case .token:
                random.text(16, of: SecretSamples.base62) + "FAKE"
                    + random.text(12, of: SecretSamples.base62)
            case .hex:
                random.text(14, of: SecretSamples.hex) + "0000"
                    + random.text(14, of: SecretSamples.hex)
            case .phrase:
                random.text(7, of: SecretSamples.lower) + " "
                    + random.text(5, of: SecretSamples.lower) + " FAKE "
                    + random.text(6, of: SecretSamples.lower) + " 9!"
            }
        }
    }

    static let all: [(form: String, value: Value)] =
        commandLines + assignments + connections + headers + settings + programs

    private static let commandLines: [(form: String, value: Value)] = [
        ("mysql -p@@", .password), ("mysql -uroot -p@@ shop", .password),
        ("$ mysql -h db -u app -p'@@' < dump.sql", .letters),
        ("mysqldump -u root -p@@ --all", .simple),
        ("cd db && mysqladmin -u root -p@@ status", .password),
        ("mariadb -u app -p@@ -e 'select 1'", .simple),
        ("docker exec db mysql -uroot -p@@ -e 'select 1'", .letters),
        ("mysql --password=@@ shop", .password), ("mysqldump -u root --password=@@ shop", .simple),
        ("mysqldump --password='@@' shop", .letters),
        ("sshpass -p @@ ssh ann@host.invalid", .password),
        ("sshpass -p @@ ssh ann@host.invalid", .simple), ("sshpass -p '@@' scp a b:c", .letters),
        ("sshpass -p@@ ssh host.invalid uptime", .password),
        ("sudo sshpass -p \"@@\" rsync -a x y:", .password),
        ("docker login -u ann -p @@ registry.invalid", .password),
        ("docker login -p @@", .letters), ("docker login --username ann --password @@", .password),
        ("podman login -u ann -p @@ quay.invalid", .simple),
        ("helm registry login -u ann -p @@ r.invalid", .password),
        ("az login --service-principal -u app -p @@ --tenant t", .password),
        ("oc login -u ann -p @@ https://api.invalid:6443", .letters),
        ("redis-cli -h cache.invalid -a @@ ping", .password), ("redis-cli -a @@", .token),
        ("mongosh --host db -u app -p @@", .password), ("mongodump -u app -p '@@' -o x", .letters),
        ("ldapsearch -x -D cn=admin -w @@ -b dc=x", .password),
        ("sqlcmd -S db.invalid -U sa -P @@ -Q 'select 1'", .password),
        ("mosquitto_pub -u ann -P @@ -t x -m y", .simple),
        ("zip -P @@ a.zip b", .password), ("7z x -p@@ a.7z", .password),
        ("curl -u ann:@@ https://api.invalid", .password),
        ("curl -u 'ann:@@' https://api.invalid", .letters),
        ("curl -sS -u ann:@@ -X POST https://api.invalid", .simple),
        ("curl --user ann:@@ https://api.invalid", .password),
        ("curl -uann:@@ https://api.invalid", .password),
        ("curl -u :@@ https://api.invalid", .token), ("curl -u @@: https://api.invalid", .token),
        ("http -a ann:@@ https://api.invalid", .password),
        ("wget --user=ann --password=@@ https://x.invalid", .password),
        ("wget --http-password=@@ https://x.invalid", .simple),
        ("psql \"host=db user=app password=@@ dbname=x\"", .password),
        ("vault login token=@@", .token), ("heroku config:set SECRET_KEY=@@ -a app", .token),
        ("twine upload -u ann -p @@ dist/*", .password),

        ("openssl enc -aes-256-cbc -k x -pass pass:@@", .simple),
        ("keytool -storepass @@ -list", .password),
    ]

    private static let assignments: [(form: String, value: Value)] = [
        ("PASS=@@", .password), ("PASS=@@", .letters), ("PASS=@@ ./run", .password),
        ("export PASS='@@'", .letters), ("PW=@@", .password), ("PWD=@@", .password),
        ("PGPASSWORD=@@ psql -h db", .password), ("PGPASSWORD=@@ psql -h db", .simple),
        ("PGPASSWORD=@@ psql -h db", .letters), ("PGPASSWORD='@@' pg_dump app", .letters),
        ("MYSQL_PWD=@@ mysql app", .password), ("RESTIC_PASSWORD=@@ restic backup /", .simple),
        ("env DB_PASSWORD=@@ make", .password), ("DB_PASSWORD=@@ && make", .simple),
        ("DB_PASSWORD=\"@@\"", .phrase), ("export BACKUP_PASSPHRASE='@@'", .phrase),
        ("DB_PASSWORD=@@", .letters), ("db.password=@@", .letters), ("DB_PASS=@@", .letters),
        ("docker run -e MYSQL_ROOT_PASSWORD=@@ mysql", .password),
        ("docker run -e MYSQL_ROOT_PASSWORD=@@ mysql", .simple),
        ("set DB_PASSWORD=@@", .password), ("setx DB_PASSWORD \"@@\"", .password),
        ("$env:DB_PASSWORD = '@@'", .letters), ("ENV DB_PASSWORD @@", .password),
        ("ARG NPM_TOKEN=@@", .token), ("ADMIN_PASSWORD: @@", .letters),
    ]

    private static let connections: [(form: String, value: Value)] = [
        ("Server=h;User Id=sa;Password=@@;", .password),
        ("Server=h;User Id=sa;Password=@@;", .simple),
        ("Server=h;User Id=sa;Password=@@;Encrypt=True", .letters),
        ("Server=h;Uid=sa;Pwd=@@;Database=x", .letters),
        ("Driver={x};Server=h;UID=sa;PWD=@@;", .simple), ("Data Source=h;Password=@@", .letters),
        ("\"Server=h;Database=x;User Id=sa;Password=@@\"", .simple),
        ("jdbc:sqlserver://h:1433;user=sa;password=@@;", .password),
        ("jdbc:sqlserver://h:1433;user=sa;password=@@;encrypt=true", .simple),
        ("jdbc:mysql://h/db?user=a&password=@@&useSSL=true", .simple),
        ("jdbc:postgresql://h/db?user=a&password=@@", .letters),
        ("host=db port=5432 user=app password=@@ dbname=x", .simple),
        ("postgres://app:@@@db.invalid/x", .letters), ("amqp://app:@@@mq.invalid", .password),
        ("redis://:@@@cache.invalid:6379/0", .simple), ("ftp://ann:@@@ftp.invalid/", .letters),
        ("smtps://ann%40x:@@@mail.invalid:465", .password),
        ("Endpoint=sb://x.invalid/;SharedAccessKeyName=a;SharedAccessKey=@@=", .token),
        ("https://x.blob.invalid/c?sv=2022-11-02&sp=r&sig=@@%3D&se=2030-01-01", .token),
        ("AccountName=x;AccountKey=@@==;EndpointSuffix=y", .token),
    ]

    private static let headers: [(form: String, value: Value)] = [
        ("Cookie: session=@@", .token), ("Cookie: theme=dark; sid=@@; lang=en", .token),
        ("cookie: PHPSESSID=@@", .token), ("Set-Cookie: session=@@; Path=/; HttpOnly", .token),
        ("set-cookie: connect.sid=@@; Path=/", .token),
        ("Set-Cookie: id=@@; Secure", .hex),
        ("curl -H 'Cookie: auth=@@' https://x.invalid", .token),
        ("curl -b 'session=@@' https://x.invalid", .token),
        ("  \"Cookie\": \"session=@@\",", .token), ("> Cookie: _app_session=@@", .hex),
        ("Authorization: Bearer @@", .token), ("Authorization: bearer @@", .hex),
        ("Authorization: Token @@", .token), ("Authorization: token @@", .hex),
        ("Authorization: @@", .token), ("Authorization: ApiKey @@", .token),
        ("Authorization: GenieKey @@", .token), ("Authorization: SSWS @@", .token),
        ("Authorization: Bot @@", .token), ("Authorization: Key @@", .token),
        ("Authorization: Klaviyo-API-Key @@", .token), ("Authorization: Negotiate @@", .token),
        ("Authorization: Token token=\"@@\"", .token), ("authorization: Api-Key @@", .hex),
        ("'Authorization': 'Token @@',", .token), ("Proxy-Authorization: Bearer @@", .token),
        ("X-Api-Key: @@", .token), ("X-Auth-Token: @@", .hex), ("PRIVATE-TOKEN: @@", .token),
        ("X-Vault-Token: @@", .token), ("Ocp-Apim-Subscription-Key: @@", .hex),
    ]

    private static let settings: [(form: String, value: Value)] = [
        ("password: @@", .letters), ("password: @@", .password),
        ("  password: @@\n  user: a", .letters),
        ("password: '@@'", .letters), ("\"password\": \"@@\"", .letters),
        ("password: |\n  @@", .password), ("password: |\n  @@\nuser: a", .letters),
        ("password: >-\n    @@\n", .password), ("token: |-\n  @@\n", .token),
        ("db:\n  password: |2\n    @@\n  host: x", .password),
        ("api_key: |\n\n  @@\n", .hex), ("stringData:\n  password: @@", .letters),
        ("{\"db_password\":\"@@\",\"x\":1}", .letters), ("<Password>@@</Password>", .letters),
        ("<add key=\"Password\" value=\"@@\"/>", .password), ("password = \"@@\"", .letters),
        ("token = \"@@\"", .hex), ("machine h login a password @@", .letters),
        ("//registry.invalid/:_authToken=@@", .token),
        ("- name: DB_PASSWORD\n  value: @@", .letters), ("api_token: @@", .token),
        ("client_secret: @@", .token), ("encryption_key: @@", .hex), ("secret: \"@@\"", .token),
        ("spring.datasource.password=@@", .letters), ("vault_password: @@", .password),
    ]

    private static let programs: [(form: String, value: Value)] = [
        ("let password = \"@@\"", .letters), ("const password = '@@';", .password),
        ("password := \"@@\"", .simple), ("String password = \"@@\";", .letters),
        ("$password = '@@';", .password), ("self.password = '@@'", .letters),
        ("login(user, password='@@')", .letters), ("val apiKey = \"@@\"", .token),
        ("private const string ApiKey = \"@@\";", .hex),
        ("define('DB_PASSWORD', '@@');", .password),
        ("static let token = \"@@\"", .token), ("api_key = '@@'", .hex),
        ("os.environ['API_TOKEN'] = '@@'", .token), ("client = Client(api_key=\"@@\")", .token),
        ("{ user: 'a', password: '@@' }", .letters), ("password=\"@@\",", .simple),
        ("#define WIFI_PASSWORD \"@@\"", .token),
        ("WiFi.begin(\"net\", password = \"@@\")", .simple),
    ]
}
