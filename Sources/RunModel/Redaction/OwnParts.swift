/// Parts of the user's own keys: what a service repeats of a key that it refuses, or a key that
/// was broken over lines.
///
/// Twelve bytes that look generated are in no other text by accident. Shorter parts stay, such as
/// the last four by which services name a key.
struct OwnParts: Sendable {
    private let forms: [[UInt8]]
    /// Where each window of a form stands, by its hash.
    private let places: [UInt64: [Place]]
    /// Whether a window begins with two bytes, the first in the upper half.
    private let begins: [Bool]

    private struct Place: Sendable {
        var form: Int
        var offset: Int
    }

    init(_ values: Set<[UInt8]>) {
        let forms = values.filter { $0.count >= OwnParts.shortestValue }
        var places: [UInt64: [Place]] = [:]
        var begins = [Bool](repeating: false, count: forms.isEmpty ? 0 : 65_536)
        self.forms = Array(forms)
        for (number, form) in self.forms.enumerated() {
            let text = SecretText(form)
            for offset in 0...form.count - OwnParts.size {
                let window = offset..<offset + OwnParts.size
                guard OwnParts.isGenerated(text, window) else { continue }
                places[OwnParts.hash(form, offset), default: []].append(
                    Place(form: number, offset: offset))
                begins[Int(form[offset]) << 8 | Int(form[offset + 1])] = true
            }
        }
        self.places = places
        self.begins = begins
    }

    /// The longest part of a key that begins at an index.
    func find(in text: [UInt8], at index: Int) -> Range<Int>? {
        guard !begins.isEmpty, index + OwnParts.size <= text.count,
            begins[Int(text[index]) << 8 | Int(text[index + 1])],
            let candidates = places[OwnParts.hash(text, index)]
        else { return nil }
        var longest = 0
        for place in candidates {
            let form = forms[place.form]
            var length = 0
            while place.offset + length < form.count, index + length < text.count,
                form[place.offset + length] == text[index + length]
            {
                length += 1
            }
            longest = max(longest, length)
        }
        return longest >= OwnParts.size ? index..<index + longest : nil
    }

    private static func isGenerated(_ text: SecretText, _ window: Range<Int>) -> Bool {
        var (digits, changes) = (0, 0)
        var last = ByteKind(rawValue: 0)
        var distinct: Set<UInt8> = []
        for index in window {
            let kind = ByteKind(text[index]).intersection(.alphanumeric)
            if kind.isEmpty, text[index] != Ascii.dash, text[index] != 0x5F { return false }
            if kind == .digit { digits += 1 }
            if kind != last { changes += 1 }
            last = kind
            distinct.insert(text[index])
        }
        return distinct.count >= 7 && changes >= 4 && digits < size
    }

    private static func hash(_ text: [UInt8], _ index: Int) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for offset in 0..<size { hash = (hash ^ UInt64(text[index + offset])) &* 0x100_0000_01B3 }
        return hash
    }

    private static let size = 12
    private static let shortestValue = 20
}
