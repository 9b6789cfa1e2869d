/// Finds the path in the lines that models put beside an edit.
enum QuotedPath {
    /// Names of files that have neither a folder nor an ending.
    private static let bareNames: [StaticString] = [
        "Makefile", "makefile", "GNUmakefile", "Dockerfile", "Containerfile", "Gemfile",
        "Rakefile", "Procfile", "Vagrantfile", "Jenkinsfile", "Justfile", "justfile", "Brewfile",
        "Podfile", "Fastfile", "Pipfile", "LICENSE", "LICENCE", "COPYING", "README", "CHANGELOG",
        "CHANGES", "AUTHORS", "NOTICE", "INSTALL", "NEWS", "TODO", "VERSION", "CODEOWNERS",
        "BUILD", "WORKSPACE",
    ]

    private static let labels: [StaticString] = [
        "file path:", "filepath:", "file name:", "filename:", "file:", "path:", "new file:",
        "modified file:", "updated file:", "modify:", "update:", "create:", "edit:",
    ]

    private static let remarks: [StaticString] = [
        "(new file)", "(new)", "(modified)", "(updated)", "(changed)", "(edited)", "(created)",
    ]

    /// Reads a line that holds a path and nothing but decoration around it.
    static func line(_ text: Bytes) -> String? {
        var rest = text.trimmed
        guard rest.count <= 1000 else { return nil }
        rest = withoutBullets(rest)
        var isQuoted = false
        var before = -1
        while rest.count != before {
            before = rest.count
            if rest.last == UInt8(ascii: ":"), rest.count > 2 { rest = rest.dropLast().trimmed }
            for remark in remarks where rest.count > remark.utf8CodeUnitCount {
                let tail = rest.suffix(remark.utf8CodeUnitCount)
                if tail.startsIgnoringCase(remark) {
                    rest = rest.dropLast(remark.utf8CodeUnitCount).trimmed
                }
            }
            for label in labels where rest.startsIgnoringCase(label) {
                rest = rest.dropFirst(label.utf8CodeUnitCount).trimmed
            }
            for wrap in ["**", "__", "`", "\"", "'", "*"] as [StaticString] {
                if let inner = unwrapped(rest, wrap) {
                    rest = inner.trimmed
                    if wrap.utf8CodeUnitCount == 1 { isQuoted = true }
                }
            }
            // "**File:** `path`": the mark closes before the path begins.
            if rest.starts(with: "**"), let end = rest.dropFirst(2).position(of: [0x2A, 0x2A]) {
                let label = rest[(rest.startIndex + 2)..<end]
                if labels.contains(where: { label.trimmed.startsIgnoringCase($0) })
                    || labels.contains(where: {
                        (Array(label) + [0x3A])[...].startsIgnoringCase($0)
                    })
                {
                    rest = rest[(end + 2)...].trimmed
                    if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst().trimmed }
                }
            }
        }
        guard hasShapeOfPath(rest, allowingBlanks: isQuoted) else { return nil }
        return rest.text
    }

    /// Finds a path in what stands behind the mark of a fence.
    ///
    /// The first word is the language; `path=`, `file=`, `title=` and `filename=` are read.
    static func info(_ info: Bytes) -> String? {
        for word in info.split(whereSeparator: { $0.isBlank }) {
            var candidate = word
            for key in ["path=", "file=", "filename=", "title="] as [StaticString] {
                if let value = word.dropping(key) { candidate = value }
            }
            // `python:src/app.py`
            if let colon = candidate.firstIndex(of: UInt8(ascii: ":")),
                candidate[..<colon].allSatisfy({ $0.isLetter || $0.isDigit || $0 == 0x2B }),
                colon - candidate.startIndex > 1
            {
                candidate = candidate[(colon + 1)...]
            }
            for wrap in ["\"", "'", "`"] as [StaticString] {
                candidate = unwrapped(candidate, wrap) ?? candidate
            }
            // The name of a language is not a path, even where a file could be called so.
            guard candidate.contains(where: { $0 == 0x2F || $0 == 0x2E }),
                hasShapeOfPath(candidate, allowingBlanks: false)
            else { continue }
            return candidate.text
        }
        return nil
    }

    /// Finds the one path that a sentence names in backticks.
    static func sentence(_ text: Bytes) -> String? {
        let parts = text.split(separator: 0x60, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.count % 2 == 1 else { return nil }
        var found: String?
        for index in stride(from: 1, to: parts.count, by: 2) {
            guard hasShapeOfPath(parts[index], allowingBlanks: false) else { continue }
            guard found == nil || found == parts[index].text else { return nil }
            found = parts[index].text
        }
        return found
    }

    /// Tells whether some bytes can be a path rather than a word.
    static func hasShapeOfPath(_ bytes: Bytes, allowingBlanks: Bool) -> Bool {
        guard let first = bytes.first, bytes.count <= 400 else { return false }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return false }
        if !allowingBlanks, bytes.contains(0x20) { return false }
        let forbidden: Set<UInt8> = [
            0x60, 0x22, 0x3C, 0x3E, 0x7C, 0x28, 0x29, 0x7B, 0x7D, 0x3B, 0x2C, 0x3D, 0x23,
        ]
        guard !bytes.contains(where: forbidden.contains) else { return false }
        guard !bytes.starts(with: "//"), !bytes.starts(with: "http:"), !bytes.starts(with: "https:")
        else { return false }
        if bareNames.contains(where: { bytes.equals($0) }) { return true }
        if bytes.allSatisfy({ $0 == 0x2E || $0 == 0x2F || $0 == 0x2D }) {
            return bytes.equals("..")
        }
        if bytes.contains(0x2F) || bytes.contains(0x5C) { return true }
        guard let dot = bytes.lastIndex(of: 0x2E) else { return false }
        let ending = bytes[(dot + 1)...]
        guard first != 0x2E || dot > bytes.startIndex else { return ending.count > 2 }
        return (1...12).contains(ending.count)
            && ending.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x5F || $0 == 0x2B }
            && !bytes.allSatisfy { $0.isDigit || $0 == 0x2E }
    }

    /// Takes headings, list marks and comment marks away.
    private static func withoutBullets(_ text: Bytes) -> Bytes {
        var rest = text
        if let inner = rest.dropping("<!--") {
            var inner = inner.trimmed
            if inner.count > 3, inner.suffix(3).equals("-->") { inner = inner.dropLast(3).trimmed }
            rest = inner
        }
        let hashes = rest.prefix { $0 == 0x23 }.count
        if hashes > 0, hashes <= 6 { rest = rest.dropFirst(hashes).trimmed }
        if let comment = rest.dropping("// ") { rest = comment.trimmed }
        for bullet in ["- ", "* ", "+ "] as [StaticString] {
            if let item = rest.dropping(bullet) { rest = item.trimmed }
        }
        let digits = rest.prefix(while: \.isDigit).count
        if (1...3).contains(digits) {
            let mark = rest.dropFirst(digits)
            if let item = mark.dropping(". ") ?? mark.dropping(") ") { rest = item.trimmed }
        }
        return rest
    }

    private static func unwrapped(_ text: Bytes, _ wrap: StaticString) -> Bytes? {
        let width = wrap.utf8CodeUnitCount
        guard text.count > 2 * width, text.starts(with: wrap), text.suffix(width).equals(wrap)
        else {
            return nil
        }
        return text.dropFirst(width).dropLast(width)
    }
}
