/// A file that a model is shown.
package struct ContextFile: Hashable, Sendable {
    package var path: String
    package var text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

/// What a Builder sees of the repository.
package struct Context: Hashable, Sendable {
    package var files: [ContextFile]
    /// All paths, as far as they fit.
    package var listing: [String]
    /// Paths that did not fit into ``listing``.
    package var unlisted: Int

    package init(files: [ContextFile], listing: [String], unlisted: Int) {
        self.files = files
        self.listing = listing
        self.unlisted = unlisted
    }

    /// The context as a prompt says it.
    var text: String {
        var parts: [String] = []
        if !listing.isEmpty {
            let more = unlisted > 0 ? "… and \(unlisted) more\n" : ""
            parts.append(
                Fence.wrap(listing.joined(separator: "\n") + "\n" + more, label: "# Files"))
        }
        if !files.isEmpty {
            parts.append(
                "# Contents\n\n"
                    + files.map { Fence.wrap($0.text, label: $0.path) }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n")
    }
}
