/// Names that some file system takes for `.git`.
///
/// The rules are those of git's own `fsck`: HFS+ drops certain code points and folds case, NTFS
/// drops trailing dots and blanks, has the short name `git~1` and streams behind a colon.
enum DotGit {
    static func matches(_ name: some Collection<UInt8>) -> Bool {
        let folded = withoutIgnorable(name).map { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
        }
        // A backslash separates components on Windows.
        return folded.split(separator: UInt8(ascii: "\\")).contains { part in
            var stem = part.prefix { $0 != UInt8(ascii: ":") }
            while stem.last == UInt8(ascii: ".") || stem.last == UInt8(ascii: " ") {
                stem.removeLast()
            }
            return stem.elementsEqual(".git".utf8) || stem.elementsEqual("git~1".utf8)
        }
    }

    /// The name without the code points that HFS+ ignores.
    private static func withoutIgnorable(_ name: some Collection<UInt8>) -> [UInt8] {
        guard name.contains(where: { $0 >= 0x80 }),
            let text = String(validating: Array(name), as: UTF8.self)
        else { return Array(name) }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x200c...0x200f, 0x202a...0x202e, 0x206a...0x206f, 0xfeff: continue
            default: kept.append(scalar)
            }
        }
        return Array(String(kept).utf8)
    }
}
