/// A program that judges a candidate by its exit status.
package struct Check: Hashable, Sendable, Codable {
    package var name: String
    /// The program and its arguments; no shell.
    package var run: [String]
    package var timeoutSeconds: Double
    /// Further variables for the environment.
    package var env: [String: String]

    package static let defaultTimeoutSeconds = 600.0

    package init(
        name: String, run: [String], timeoutSeconds: Double = Check.defaultTimeoutSeconds,
        env: [String: String] = [:]
    ) {
        self.name = name
        self.run = run
        self.timeoutSeconds = timeoutSeconds
        self.env = env
    }

    /// The command as a person would type it.
    package var commandLine: String {
        run.map { word in
            let plain = word.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/", "=", ":", "+", ",", "@",
                    "%":
                    true
                default: false
                }
            }
            if plain, !word.isEmpty { return word }
            return "'"
                + word.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: "'\\''") + "'"
        }.joined(separator: " ")
    }

    enum CodingKeys: String, CodingKey {
        case name, run, env
        case timeoutSeconds = "timeout_s"
    }
}
