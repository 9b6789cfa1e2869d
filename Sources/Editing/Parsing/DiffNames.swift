/// The file names in the headers of a unified diff.
struct DiffNames {
    /// The name behind `---`, without the prefix `a/`; `nil` for `/dev/null`.
    var old: String?
    /// The name behind `+++`, without the prefix `b/`; `nil` for `/dev/null`.
    var new: String?

    /// Reads the names as they stand behind `---` and `+++`.
    ///
    /// The prefixes go only where both have them: a folder may be called `a`.
    init(old: Bytes?, new: Bytes?) {
        let (old, new) = (old.map(Self.name), new.map(Self.name))
        let (isOldNull, isNewNull) = (old?.equals("/dev/null"), new?.equals("/dev/null"))
        let oldFits = old == nil || isOldNull == true || old?.starts(with: "a/") == true
        let newFits = new == nil || isNewNull == true || new?.starts(with: "b/") == true
        let strips = oldFits && newFits
        func path(_ name: Bytes?, _ isNull: Bool?) -> String? {
            guard let name, isNull != true else { return nil }
            return (strips ? name.dropFirst(2) : name).text
        }
        self.old = path(old, isOldNull)
        self.new = path(new, isNewNull)
    }

    /// Reads the names from `diff --git a/old b/new`.
    init?(gitHeader line: Bytes) {
        guard let names = line.dropping("diff --git ")?.trimmed else { return nil }
        // The names may hold blanks; where both are equal the middle is known.
        var split: Int?
        var from = names.startIndex
        while let gap = names[from...].position(of: [0x20, 0x62, 0x2F]) {
            split = gap
            let (old, new) = (names[..<gap].dropFirst(2), names[(gap + 3)...])
            if old == new { break }
            from = gap + 1
        }
        if let split {
            self.init(old: names[..<split], new: names[(split + 1)...])
        } else {
            let words = names.split(whereSeparator: \.isBlank)
            guard words.count == 2 else { return nil }
            self.init(old: words[0], new: words[1])
        }
    }

    /// Takes a time stamp, quotation marks and their escapes away.
    static func name(_ raw: Bytes) -> Bytes {
        var name = raw
        if let tab = name.firstIndex(of: 0x09) { name = name[..<tab] }
        name = name.trimmed
        for mark in [0x60, 0x27] as [UInt8]
        where name.count > 2 && name.first == mark && name.last == mark {
            name = name.dropFirst().dropLast()
        }
        guard name.count > 2, name.first == 0x22, name.last == 0x22 else { return name }
        return unescaped(name.dropFirst().dropLast())
    }

    /// Resolves the escapes that git writes in quoted names.
    private static func unescaped(_ text: Bytes) -> Bytes {
        var out: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == 0x5C, let next = rest.popFirst() else {
                out.append(byte)
                continue
            }
            switch next {
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "t"): out.append(0x09)
            case 0x30...0x37:
                var value = Int(next - 0x30)
                for _ in 0..<2 {
                    guard let digit = rest.first, (0x30...0x37).contains(digit) else { break }
                    value = value * 8 + Int(digit - 0x30)
                    rest = rest.dropFirst()
                }
                out.append(UInt8(truncatingIfNeeded: value))
            default: out.append(next)
            }
        }
        return out[...]
    }
}
