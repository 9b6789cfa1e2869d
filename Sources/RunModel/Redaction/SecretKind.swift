/// What sort of secret was taken out of a text; the word in its mark, `[redacted:kind]`.
package enum SecretKind: String, Sendable, Codable, CaseIterable, Comparable {
    /// The value of one of the user's own key variables.
    case ownKey = "own-key"
    case anthropic, google, github, gitlab, slack, stripe, npm, pypi, openai, discord, telegram
    case zai
    case awsKeyID = "aws-key-id"
    case huggingFace = "hugging-face"
    /// A token of another service whose form is known.
    case serviceToken = "service-token"
    case jwt
    case privateKey = "private-key"
    /// The password of a URL or connection string.
    case urlPassword = "url-password"
    case bearer
    /// The value of a cookie by which a session is known.
    case cookie
    case basicAuth = "basic-auth"
    /// What a name such as `password` is given.
    case password
    /// High entropy beside a telling name such as `api_key`.
    case namedSecret = "secret"

    /// What stands in the text instead.
    package var mark: String { "[redacted:\(rawValue)]" }

    package static func < (left: SecretKind, right: SecretKind) -> Bool {
        left.rawValue < right.rawValue
    }
}
