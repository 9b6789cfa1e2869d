/// A path inside a tree: bytes between slashes, in whatever encoding the repository has.
///
/// A path that was read may be anything that a stranger put into a tree. Whatever writes one
/// calls ``check()`` first.
package struct TreePath: Sendable, Hashable {
    /// The bytes, with `/` between components and none at either end.
    package let bytes: [UInt8]

    package init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    package init(_ text: String) { bytes = Array(text.utf8) }

    /// The components in order.
    package var components: [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }

    /// The path as text where it is UTF-8.
    package var text: String? { String(validating: bytes, as: UTF8.self) }

    /// The path one component further down.
    package func appending(_ name: some Collection<UInt8>) -> TreePath {
        guard !bytes.isEmpty else { return TreePath(bytes: name) }
        var longer = bytes
        longer.reserveCapacity(bytes.count + 1 + name.count)
        longer.append(UInt8(ascii: "/"))
        longer.append(contentsOf: name)
        return TreePath(bytes: longer)
    }

    /// Every folder above it, the outermost first.
    package var ancestors: [TreePath] {
        bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") }.map {
            TreePath(bytes: bytes[..<$0])
        }
    }

    /// Verifies that git and every file system take the path for what it says.
    ///
    /// - Throws: ``GitError`` `.invalid` for an empty component, `.`, `..`, a NUL byte, and
    ///   whatever a file system might read as `.git`.
    package func check() throws(GitError) {
        guard let reason = defect else { return }
        throw GitError(.invalid, "use the path \(self)", detail: reason)
    }

    private var defect: String? {
        guard !bytes.isEmpty else { return "the path is empty" }
        guard !bytes.contains(0) else { return "the path has a NUL byte" }
        for component in components {
            if component.isEmpty { return "the path has an empty component" }
            if component.elementsEqual(".".utf8) || component.elementsEqual("..".utf8) {
                return "the path has a component '\(String(decoding: component, as: UTF8.self))'"
            }
            if DotGit.matches(component) {
                return "a component of the path names git's own folder"
            }
        }
        return nil
    }
}

extension TreePath: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}

extension TreePath: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension TreePath: CustomStringConvertible {
    package var description: String { quoted }
}

extension TreePath: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let path = Self(quoted: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a path: \(text)")
        }
        self = path
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(quoted)
    }
}
