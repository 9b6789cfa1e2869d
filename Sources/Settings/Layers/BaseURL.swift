/// The rule for endpoints: scheme, host and leading path.
enum BaseURL {
    /// Says what is wrong with an endpoint, or nil where nothing is.
    static func explain(_ text: String) -> String? {
        guard
            let rest = ["https://", "http://"].first(where: text.hasPrefix).map({ scheme in
                text.dropFirst(scheme.count)
            })
        else { return "begins with neither https:// nor http://" }
        let host = rest.prefix { $0 != "/" }
        if host.isEmpty || host.first == ":" { return "names no host" }
        if host.contains("@") { return "holds a user's name or password, which would be recorded" }
        if rest.contains("?") || rest.contains("#") { return "goes on behind the path" }
        let legal = rest.unicodeScalars.allSatisfy {
            $0.isASCII && (0x21...0x7E).contains($0.value)
        }
        return legal ? nil : "has a character that no address has"
    }

    /// Without slashes at the end, so that paths can be appended.
    static func normalised(_ text: String) -> String {
        var text = Substring(text)
        while text.last == "/" { text.removeLast() }
        return String(text)
    }
}
