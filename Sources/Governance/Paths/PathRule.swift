/// The rule that every path of a change obeys, whatever a plan allows (`security.md`, Paths).
package enum PathRule {
    /// Says what is wrong with a path, or nil where nothing is.
    ///
    /// Legal are relative paths of plain components: no `.` or `..`, nothing empty, no control
    /// character, and no component that any file system could take for `.git`.
    package static func explain(_ path: String) -> String? {
        if path.isEmpty { return "is empty" }
        if path.hasPrefix("/") { return "is absolute" }
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            if part.isEmpty { return "has an empty component" }
            if part == "." || part == ".." { return "has the component \(part)" }
            if part.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
                return "has a control character"
            }
            if isDotGit(part) { return "leads into .git" }
        }
        let bytes = Array(path.utf8.prefix(2))
        if bytes.count == 2, bytes[1] == UInt8(ascii: ":"), isLetter(bytes[0]) {
            return "begins with a drive letter"
        }
        return nil
    }

    /// Says whether a component is `.git` on some file system.
    ///
    /// Case, compatible forms of the letters, ignorable characters, trailing dots and blanks,
    /// alternate streams (`.git::$INDEX_ALLOCATION`) and short names (`git~1`) do not hide it;
    /// neither does a backslash, which Windows takes for a separator.
    package static func isDotGit(_ component: some StringProtocol) -> Bool {
        let folded = fold(component)
        return folded.split(separator: "\\" as Character, omittingEmptySubsequences: false)
            .contains { part in
                var name = part.prefix { $0 != ":" }
                while let last = name.last, last == "." || last == " " { name.removeLast() }
                if name == ".git" { return true }
                guard name.hasPrefix("git~") else { return false }
                let digits = name.dropFirst(4)
                return !digits.isEmpty && digits.allSatisfy(\.isNumber)
            }
    }

    /// The text in lower case, ASCII forms for compatible letters, ignorable characters out.
    private static func fold(_ text: some StringProtocol) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.properties.isDefaultIgnorableCodePoint { continue }
            folded.append(plain(scalar))
        }
        return String(folded).lowercased()
    }

    /// The ASCII character that compatibility normalisation (NFKC) makes of a character, for those
    /// that `.git` and its short name can be spelled with.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        // Mathematical letters: 52 to an alphabet, capitals first.
        case 0x1D400...0x1D6A3:
            Unicode.Scalar(UInt8((scalar.value - 0x1D400) % 26) + UInt8(ascii: "a"))
        case 0x1D7CE...0x1D7FF:
            Unicode.Scalar(UInt8((scalar.value - 0x1D7CE) % 10) + UInt8(ascii: "0"))
        case 0x24B6...0x24E9:
            Unicode.Scalar(UInt8((scalar.value - 0x24B6) % 26) + UInt8(ascii: "a"))
        case 0x2024, 0xFE52: "."
        case 0x210A, 0x1D4D, 0x1D33: "g"
        case 0x2071, 0x2110, 0x2111, 0x2139, 0x2148, 0x2160, 0x2170, 0x1D35, 0x1D62: "i"
        case 0x1D57, 0x1D40, 0x209C: "t"
        default: scalar
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
