/// Who did something, and when.
package struct Signature: Sendable, Hashable {
    package var name: String
    package var email: String
    /// Seconds since 1970-01-01T00:00:00Z.
    package var seconds: Int64
    /// Minutes east of Greenwich of the clock on the wall.
    package var offsetMinutes: Int

    package init(name: String, email: String, seconds: Int64, offsetMinutes: Int = 0) {
        self.name = name
        self.email = email
        self.seconds = seconds
        self.offsetMinutes = offsetMinutes
    }

    /// The person alone, as in `A U Thor <a@example.com>`.
    package var person: String { "\(name) <\(email)>" }

    /// The form in a commit, as in `A U Thor <a@example.com> 1700000000 +0100`.
    ///
    /// As git does, it leaves out what would end a field early, and blanks and punctuation at
    /// the ends.
    var stored: String {
        "\(Self.cleaned(name)) <\(Self.cleaned(email))> \(date)"
    }

    /// The time in git's internal form, as in `1700000000 +0100`.
    package var date: String {
        let sign = offsetMinutes < 0 ? "-" : "+"
        let minutes = abs(offsetMinutes)
        return "\(seconds) \(sign)\(Self.twoDigits(minutes / 60))\(Self.twoDigits(minutes % 60))"
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    static func cleaned(_ text: String) -> String {
        let inner = text.utf8.filter { ![0, 0x0a, 0x3c, 0x3e].contains($0) }[...]
        func isCrud(_ byte: UInt8) -> Bool { byte <= 32 || ".,:;<>\"\\'".utf8.contains(byte) }
        let trimmed = inner.drop(while: isCrud).reversed().drop(while: isCrud).reversed()
        return String(decoding: Array(trimmed), as: UTF8.self)
    }

    /// Reads the form in a commit; tolerant of what other programs have written.
    init(stored line: some Collection<UInt8>) {
        let line = Array(line)
        let close = line.lastIndex(of: UInt8(ascii: ">"))
        let open = line[..<(close ?? line.endIndex)].firstIndex(of: UInt8(ascii: "<"))
        let name = line[..<(open ?? close ?? line.endIndex)]
        self.name = Self.trimmed(String(decoding: name, as: UTF8.self))
        email = ""
        if let open, let close {
            email = Self.trimmed(String(decoding: line[(open + 1)..<close], as: UTF8.self))
        }
        let tail = close.map { line[($0 + 1)...] } ?? []
        let words = tail.split(separator: UInt8(ascii: " ")).map {
            String(decoding: $0, as: UTF8.self)
        }
        seconds = words.first.flatMap { Int64($0) } ?? 0
        offsetMinutes = words.dropFirst().first.flatMap(GitDate.offset) ?? 0
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank = { (character: Character) in character == " " }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
