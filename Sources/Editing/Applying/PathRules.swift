/// Which paths an edit may name.
///
/// The rules are those of git's own protection against paths that mean `.git` on some
/// file system, and stricter: a path is refused rather than repaired.
package enum PathRules {
    /// A path that must not be written, and why.
    package struct Violation: Error, Equatable, Sendable {
        /// The reason as part of a sentence: "it leaves the repository".
        package var reason: String
    }

    /// Gives a path in its plain form: components joined by `/`, without `.` and empty ones.
    ///
    /// - Throws: ``Violation`` for absolute paths, `..`, anything that some file system
    ///   reads as `.git`, control characters, and empty paths.
    package static func normalised(_ path: String) throws(Violation) -> String {
        let bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count <= 4096 else { throw Violation(reason: "it is no path") }
        if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw Violation(reason: "it holds control characters")
        }
        let slashed = bytes.map { $0 == 0x5C ? 0x2F : $0 }
        if slashed.first == 0x2F { throw Violation(reason: "it is absolute") }
        if slashed.first == 0x7E { throw Violation(reason: "it begins in a home folder") }
        if slashed.count >= 2, slashed[0].isLetter, slashed[1] == 0x3A {
            throw Violation(reason: "it begins with a drive")
        }
        var components: [Bytes] = []
        for component in slashed.split(separator: 0x2F) {
            if component.equals(".") { continue }
            try check(component)
            components.append(component)
        }
        guard !components.isEmpty else { throw Violation(reason: "it is no path") }
        if slashed.last == 0x2F { throw Violation(reason: "it names a folder") }
        return String(decoding: Array(components.joined(separator: [0x2F])), as: UTF8.self)
    }

    private static func check(_ component: Bytes) throws(Violation) {
        let visible = String(
            String.UnicodeScalarView(
                component.text.unicodeScalars.filter {
                    !$0.properties.isDefaultIgnorableCodePoint
                }))
        // A name ends at a colon on NTFS; what follows names a stream.
        var name = Array(visible.lowercased().utf8)[...]
        if let colon = name.firstIndex(of: 0x3A) { name = name[..<colon] }
        while let last = name.last, last == 0x2E || last.isBlank, name.count > 1 {
            name = name.dropLast()
        }
        if component.allSatisfy({ $0 == 0x2E || $0 == 0x20 }) || name.equals(".") {
            throw Violation(reason: "it leaves the repository")
        }
        let isShortName =
            name.dropping("git~").map { !$0.isEmpty && $0.allSatisfy(\.isDigit) } ?? false
        if name.equals(".git") || isShortName {
            throw Violation(reason: "it is inside git's own folder")
        }
        // Kelvin and dotless letters fold to the letters of `git` in some places.
        let folded = visible.lowercased().unicodeScalars.map { scalar -> Character in
            switch scalar.value {
            case 0x131, 0x69: "i"
            case 0x307: "\u{0}"
            default: Character(scalar)
            }
        }.filter { $0 != "\u{0}" }
        if String(folded) == ".git" { throw Violation(reason: "it is inside git's own folder") }
    }

    /// Whether a name that does not exist yet would mean another one on some file system.
    static func isUnsafeNewName(_ path: String) -> Bool {
        path.utf8.split(separator: 0x2F).contains { component in
            component.contains(0x3A) || component.last == 0x2E || component.last == 0x20
        }
            || path.unicodeScalars.contains {
                $0.properties.isDefaultIgnorableCodePoint
                    || (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
            }
    }
}
