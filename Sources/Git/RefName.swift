/// The full name of a ref, as in `refs/heads/main`, checked when it is made.
///
/// The rules are those of `git check-ref-format`, and that the name begins with `refs/` and has a
/// component after it: no other file in a git directory can be reached by one.
package struct RefName: Sendable, Hashable {
    /// The name in full.
    package let name: String

    /// Checks a full name; nil where git would refuse it.
    package init?(_ name: String) {
        guard name.hasPrefix("refs/"), name.utf8.count > 5, Self.isWellFormed(name) else {
            return nil
        }
        self.name = name
    }

    /// Checks a full name.
    ///
    /// - Throws: ``GitError`` `.invalid`.
    package init(checking name: String) throws(GitError) {
        guard let checked = Self(name) else {
            throw GitError(
                .invalid, "name a ref", detail: "'\(name)' is not a valid ref name",
                remedy: "see git help check-ref-format for the rules")
        }
        self = checked
    }

    /// The branch of that short name, as in `main`.
    package static func branch(_ name: String) throws(GitError) -> RefName {
        guard !name.hasPrefix("-"), name != "HEAD" else {
            throw GitError(
                .invalid, "name a branch", detail: "'\(name)' is not a valid branch name")
        }
        return try RefName(checking: "refs/heads/\(name)")
    }

    /// The name without `refs/heads/`, or nil where it is no branch.
    package var branchName: String? {
        guard isBranch else { return nil }
        return String(name.dropFirst("refs/heads/".count))
    }

    /// It is a branch.
    package var isBranch: Bool { name.hasPrefix("refs/heads/") }

    /// The name as people write it: without `refs/heads/`, `refs/tags/` or `refs/remotes/`.
    package var shortName: String {
        for prefix in ["refs/heads/", "refs/tags/", "refs/remotes/"] where name.hasPrefix(prefix) {
            return String(name.dropFirst(prefix.count))
        }
        return name
    }

    private static func isWellFormed(_ name: String) -> Bool {
        // The one before a component counts as a slash.
        var previous = UInt8(ascii: "/")
        for byte in name.utf8 {
            guard byte > 0x1f, byte != 0x7f, !isRefused(byte) else { return false }
            switch (previous, byte) {
            case (UInt8(ascii: "."), UInt8(ascii: ".")), (UInt8(ascii: "@"), UInt8(ascii: "{")),
                (UInt8(ascii: "/"), UInt8(ascii: ".")), (UInt8(ascii: "/"), UInt8(ascii: "/")):
                return false
            default: previous = byte
            }
        }
        return previous != UInt8(ascii: ".") && previous != UInt8(ascii: "/")
            && !name.hasSuffix(".lock") && !name.contains(".lock/")
    }

    private static func isRefused(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: ":"),
            UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "\\"):
            true
        default: false
        }
    }
}

extension RefName: CustomStringConvertible {
    package var description: String { name }
}

extension RefName: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
}

extension RefName: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let name = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a ref name: \(text)")
        }
        self = name
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
