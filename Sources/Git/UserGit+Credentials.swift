extension UserGit {
    /// The secret that the user's credential helper keeps for a host; nil where it has none.
    ///
    /// - Parameters:
    ///   - user: Whom it is kept under: several may have secrets at one host.
    ///   - host: A host, with its port where that is not the usual one.
    /// - Throws: ``GitError`` `.cancelled`, `.invalid` for what is no host; a helper that fails has
    ///   nothing.
    package func secret(of user: String, for host: String) async throws(GitError) -> String? {
        let operation = "ask the credential helper for \(host)"
        let asked = try description(of: user, host, operation)
        let answer: [UInt8]
        do throws(GitError) {
            answer = try await run(["credential", "fill"], operation, input: asked)
        } catch {
            guard error.code != .cancelled else { throw error }
            return nil
        }
        let lines = String(decoding: answer, as: UTF8.self).split(separator: "\n")
        // A helper may answer with another user's secret.
        guard lines.contains("username=\(user)") else { return nil }
        let secret = lines.first { $0.hasPrefix("password=") }?.dropFirst("password=".count)
        return secret.flatMap { $0.isEmpty ? nil : String($0) }
    }

    /// Hands a secret to the user's credential helper.
    ///
    /// Git does not tell whether any helper took it: ``secret(of:for:)`` does.
    package func keep(
        _ secret: String, of user: String, for host: String
    ) async throws(GitError) {
        let operation = "hand the key of \(host) to the credential helper"
        guard !secret.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else {
            throw GitError(.invalid, operation, detail: "the key holds a line break")
        }
        let told = try description(of: user, host, operation, more: "password=\(secret)\n")
        _ = try await run(["credential", "approve"], operation, input: told)
    }

    /// Makes the user's credential helper forget a secret at a host.
    package func forget(_ user: String, at host: String) async throws(GitError) {
        let operation = "make the credential helper forget \(host)"
        _ = try await run(
            ["credential", "reject"], operation,
            input: try description(of: user, host, operation))
    }

    /// What git-credential(1) reads: an attribute a line, ended by an empty one.
    private func description(
        of user: String, _ host: String, _ operation: String, more: String = ""
    ) throws(GitError) -> [UInt8] {
        let legal = host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
        guard legal, !host.isEmpty else {
            throw GitError(.invalid, operation, detail: "'\(host)' is no host")
        }
        guard user.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw GitError(.invalid, operation, detail: "'\(user)' is no user")
        }
        return Array("protocol=https\nhost=\(host)\nusername=\(user)\n\(more)\n".utf8)
    }
}

extension Configuration {
    /// Whether the user's own configuration names a credential helper, for some host at least.
    ///
    /// What a repository's file says does not count.
    package var hasCredentialHelper: Bool {
        var isNamed = false
        for entry in entries where entry.level != .local {
            guard entry.name.hasPrefix("credential."), entry.name.hasSuffix(".helper") else {
                continue
            }
            // An empty value takes back what was named before.
            isNamed = entry.value?.isEmpty == false
        }
        return isNamed
    }
}
