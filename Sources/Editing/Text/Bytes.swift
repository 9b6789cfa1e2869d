/// A piece of a reply or of a file.
///
/// Slices share their storage with what they were cut from, so cutting a file into
/// lines copies nothing.
typealias Bytes = ArraySlice<UInt8>

extension UInt8 {
    /// Whether the byte is a blank or a tab.
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// Whether the byte is white space in ASCII.
    var isSpace: Bool { isBlank || (0x0A...0x0D).contains(self) }

    /// Whether the byte is an ASCII digit.
    var isDigit: Bool { (0x30...0x39).contains(self) }

    /// Whether the byte is an ASCII letter.
    var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }

    /// The byte with ASCII capitals made small.
    var lowered: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
}

extension ArraySlice<UInt8> {
    /// The bytes without white space at their end.
    var trimmedEnd: Bytes {
        var end = endIndex
        while end > startIndex, self[end - 1].isSpace { end -= 1 }
        return self[startIndex..<end]
    }

    /// The bytes without white space at their beginning.
    var trimmedStart: Bytes {
        var start = startIndex
        while start < endIndex, self[start].isSpace { start += 1 }
        return self[start..<endIndex]
    }

    /// The bytes without white space at either side.
    var trimmed: Bytes { trimmedEnd.trimmedStart }

    /// Whether there is nothing but white space.
    var isBlankLine: Bool { allSatisfy(\.isSpace) }

    /// The blanks and tabs at the beginning.
    var indent: Bytes {
        var end = startIndex
        while end < endIndex, self[end].isBlank { end += 1 }
        return self[startIndex..<end]
    }

    /// Tells whether the bytes begin with an ASCII text.
    func starts(with text: StaticString) -> Bool {
        guard count >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { wanted in self.prefix(wanted.count).elementsEqual(wanted) }
    }

    /// Tells whether the bytes are an ASCII text.
    func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && starts(with: text)
    }

    /// The bytes without an ASCII text at their beginning, or `nil` where it is not there.
    func dropping(_ text: StaticString) -> Bytes? {
        starts(with: text) ? dropFirst(text.utf8CodeUnitCount) : nil
    }

    /// Tells whether the bytes begin with an ASCII text in small letters, whatever their case.
    func startsIgnoringCase(_ text: StaticString) -> Bool {
        guard count >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { wanted in
            zip(self, wanted).allSatisfy { $0.lowered == $1 }
        }
    }

    /// The position of the first occurrence of some bytes.
    func position(of wanted: Bytes) -> Int? {
        guard let first = wanted.first, count >= wanted.count else { return nil }
        var at = startIndex
        let last = endIndex - wanted.count
        while at <= last {
            guard let hit = self[at...last].firstIndex(of: first) else { return nil }
            if self[hit..<(hit + wanted.count)] == wanted { return hit }
            at = hit + 1
        }
        return nil
    }

    /// The bytes as text; what is not UTF-8 is replaced.
    var text: String { String(decoding: self, as: UTF8.self) }
}
