import RunModel

/// How long redacting takes, without the program around it.
struct RedactionSpeed {
    let runs: Int

    /// Twenty megabytes as runs store them, with a key of the user's own and a secret now and then.
    func typical() async throws -> Measurement {
        let redactor = Redactor(values: ["k7Qm-3vXz9LpT5wRb8Ys2Nf6"])
        let piece = Array(Self.page.utf8)
        let count = 20_000_000 / piece.count
        return try await Measurement.times(runs) { _ in
            var stream = RedactionStream(redactor)
            for _ in 0..<count { _ = stream.redact(piece) }
            _ = stream.end()
        }
    }

    /// The slowest of texts of a megabyte that begin a secret at every word and end none.
    func hostile() async throws -> Measurement {
        let redactor = Redactor()
        var slowest: Measurement?
        for word in Self.beginnings {
            let text = Array(String(repeating: word, count: 1_000_000 / word.utf8.count).utf8)
            let taken = try await Measurement.times(max(1, runs / 5)) { _ in
                _ = redactor.redact(text)
            }
            if taken.median > slowest?.median ?? 0 { slowest = taken }
        }
        return slowest ?? Measurement([0], .milliseconds)
    }

    private static let beginnings = [
        "password=", "token:", "ghp_", "github_pat_", "sk-", "eyJ", "a://b:c", "password: \"",
        "-----BEGIN RSA PRIVATE KEY-----\n", "Basic ", "= ", "secret\": ",
    ]

    private static let page: String = {
        var text = ""
        for line in 0..<400 {
            text += "    def value_\(line)(self, token: str, other=None) -> Optional[Token]:\n"
            text += "        return self.items[\"name_\(line)\"].get(token, default=other)\n"
            text += "tests/test_items.py::test_value_\(line)[param-\(line)] PASSED\n"
            text += "commit 36d34f90081069ea763dfb8e9c4397d494\(line) \"integrity\": \"sha512-"
            text += "QHtABJ2k+dsScnxmcztOPhXbVaRUv5DFKBMh6bkpGwfBg3JlI0oZIq28xqOiJ8qwr9QJ\"\n"
        }
        return text + "DB_PASSWORD=Tr0ub4dor&3x\n"
    }()
}
