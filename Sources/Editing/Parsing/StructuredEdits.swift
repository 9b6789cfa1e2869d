/// Finds edits in a JSON document, whatever its members are called.
enum StructuredEdits {
    private static let lists = [
        "operations", "edits", "changes", "patches", "modifications", "files", "replacements",
    ]
    private static let paths = [
        "path", "file", "file_path", "filePath", "filename", "fileName", "target_file",
        "relative_path",
    ]
    private static let searches = [
        "search", "old", "old_string", "old_str", "oldString", "oldText", "old_text", "old_code",
        "find", "original", "search_text", "before",
    ]
    private static let replacements = [
        "replace", "new", "new_string", "new_str", "newString", "newText", "new_text", "new_code",
        "replacement", "updated", "replace_text", "after", "code",
    ]
    private static let contents = [
        "content", "contents", "file_text", "fileText", "full_content", "text", "code", "insert",
        "new_content", "value", "lines",
    ]
    private static let everywhere = ["replace_all", "replaceAll", "all_occurrences", "global"]
    private static let kinds = ["type", "action", "op", "operation", "kind", "mode", "command"]
    private static let anchorNames = [
        "anchor", "anchor_text", "after", "before", "search", "target",
    ]
    private static let targets = ["new_path", "newPath", "to", "destination", "rename_to"]

    /// Tells whether a document lists edits, complete or not.
    static func looksLikeEdits(_ text: Bytes) -> Bool {
        (lists + paths).contains { name in
            text.position(of: ([0x22] + Array(name.utf8) + [0x22])[...]) != nil
        }
    }

    /// The edits of a document; `nil` where it is something else.
    static func edits(_ value: JSON, path: String? = nil, replyLine: Int) -> [Edit]? {
        switch value {
        case .array(let items):
            guard !items.isEmpty else { return nil }
            var all: [Edit] = []
            for item in items {
                guard let found = edits(item, path: path, replyLine: replyLine) else { return nil }
                all += found
            }
            return all
        case .object:
            let own = value.text(paths) ?? path
            for list in lists {
                guard case .array(let items)? = value[list] else { continue }
                guard !items.isEmpty else { return nil }
                return edits(.array(items), path: own, replyLine: replyLine)
            }
            guard let own else { return nil }
            return edit(value, path: own, replyLine: replyLine).map { [$0] }
        case .string, .number, .bool, .null:
            return nil
        }
    }

    private static func edit(_ value: JSON, path: String, replyLine: Int) -> Edit? {
        let kind = (value.text(kinds) ?? "").lowercased()
        func made(_ action: Edit.Action, to newPath: String? = nil) -> Edit {
            Edit(
                path: path, newPath: newPath, action: action, format: .structured,
                replyLine: replyLine)
        }
        if kind.contains("insert") || kind.contains("append_after") || kind.contains("prepend") {
            return insertion(value, kind: kind, replyLine: replyLine).map { made(.change([$0])) }
        }
        if kind.contains("rename") || kind.contains("move") {
            return value.text(targets).map { made(.change([]), to: $0) }
        }
        let search = value.bytes(searches)
        if let search, !search.isEmpty {
            let isDeletion = kind.contains("delete") || kind.contains("remove")
            guard let replacement = value.bytes(replacements) ?? (isDeletion ? [] : nil) else {
                return nil
            }
            var hunk = hunk(search, replacement, replyLine: replyLine)
            hunk.isForEveryPlace = everywhere.contains { value[$0]?.isTrue == true }
            return made(.change([hunk]))
        }
        if kind.contains("delete") || kind.contains("remove") { return made(.delete) }
        if let search, search.isEmpty, let text = value.bytes(replacements) {
            return made(.change([hunk([], text, replyLine: replyLine)]))
        }
        guard let text = value.bytes(contents) ?? value.bytes(replacements) else { return nil }
        let isCreation = kind.contains("create") || kind.contains("add") || kind.contains("new")
        return made(isCreation ? .create(text) : .write(text))
    }

    /// An insertion before or behind an anchor.
    private static func insertion(_ value: JSON, kind: String, replyLine: Int) -> Hunk? {
        guard let anchor = value.bytes(anchorNames), !anchor.isEmpty,
            let text = value.bytes(contents) ?? value.bytes(["replace", "new", "new_text"])
        else { return nil }
        let isBefore =
            kind.contains("before") || kind.contains("prepend")
            || (value["before"] != nil && value["after"] == nil && value["anchor"] == nil)
        let kept = FileText.replyLines(anchor[...]).map { Hunk.Line.keep(Array($0)) }
        let added = FileText.replyLines(text[...]).map { Hunk.Line.add(Array($0)) }
        return Hunk(lines: isBefore ? added + kept : kept + added, replyLine: replyLine)
    }

    /// A hunk of two texts.
    ///
    /// A newline at the end of both, or of the search alone where nothing replaces it, ends
    /// their last line; at the end of only one of them it is a blank line more.
    private static func hunk(
        _ search: [UInt8], _ replacement: [UInt8], replyLine: Int
    ) -> Hunk {
        let endsAlike = (search.last == 0x0A) == (replacement.last == 0x0A)
        func lines(_ text: [UInt8]) -> [Bytes] {
            let lines = FileText.replyLines(text[...])
            let hasBlankLine = text.last == 0x0A && !endsAlike && !replacement.isEmpty
            return hasBlankLine && !search.isEmpty ? lines + [[]] : lines
        }
        return Hunk(
            lines: LineDifference.lines(from: lines(search), to: lines(replacement)),
            allowsPartOfLine: true, replyLine: replyLine)
    }
}

extension JSON {
    /// The member of a name.
    subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.elementsEqual(name.utf8) }?.value
    }

    /// The first member of one of several names that is a string.
    func bytes(_ names: [String]) -> [UInt8]? {
        for name in names {
            switch self[name] {
            case .string(let bytes)?: return bytes
            case .array(let items)?:
                // Lines as a list of strings.
                var text: [UInt8] = []
                for item in items {
                    guard case .string(let line) = item else { return nil }
                    text += line
                    text.append(0x0A)
                }
                return text
            case .object, .number, .bool, .null, nil: continue
            }
        }
        return nil
    }

    /// Whether this is the word `true`.
    var isTrue: Bool { if case .bool(true) = self { true } else { false } }

    /// The first member of one of several names that is a string, as text.
    func text(_ names: [String]) -> String? {
        for name in names {
            if case .string(let bytes)? = self[name] { return bytes[...].text }
        }
        return nil
    }
}
