import Effects

/// Refuses requests that would not mean what they say.
enum RequestCheck {
    /// Checks the scheme and that no header or method carries a line of its own.
    static func check(_ request: HTTPRequest) throws(HTTPFailure) {
        let url = request.url
        guard let scheme = scheme(of: url) else {
            throw failure(.badURL, url, "neither an http nor an https URL")
        }
        guard url.utf8.count > scheme.count + 3,
            !url.utf8.contains(where: { $0 <= 32 || $0 == 127 })
        else { throw failure(.badURL, url, "a blank or a control character in the URL") }
        guard isToken(request.method) else { throw failure(.other, url, "not a method's name") }
        for header in request.headers {
            guard isToken(header.name) else { throw failure(.other, url, "not a header's name") }
            guard !header.value.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else {
                throw failure(.other, url, "a line break in the value of \(header.name)")
            }
        }
    }

    /// `http` or `https`, or nil for any other URL.
    static func scheme(of url: String) -> String? {
        let lowered = url.prefix(8).lowercased()
        return ["https", "http"].first { lowered.hasPrefix("\($0)://") }
    }

    /// The URL without user information, query and fragment, where keys may be.
    static func shown(_ url: String) -> String {
        let plain = url.prefix { $0 != "?" && $0 != "#" }
        guard let slashes = plain.firstRange(of: "://") else { return String(plain) }
        let rest = plain[slashes.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return String(plain) }
        return String(plain[..<slashes.upperBound] + rest[rest.index(after: at)...])
    }

    static func failure(_ code: HTTPFailure.Code, _ url: String, _ detail: String) -> HTTPFailure {
        HTTPFailure(code: code, url: shown(url), detail: detail)
    }

    /// RFC 9110, 5.6.2.
    private static func isToken(_ text: String) -> Bool {
        let marks = Array("!#$%&'*+-.^_`|~".utf8)
        return !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122: true
                default: marks.contains(byte)
                }
            }
    }
}
