import Editing

extension Trial {
    /// A file, the line `%% reply`, and a reply with edits of it.
    static let edits = Trial("edits") { input in try EditTrial(input).check() }
}

/// One reply applied to a small tree, with what has to be true of every outcome.
private struct EditTrial {
    private static let path = "a.py"
    private static let separator = Array("%% reply\n".utf8)[...]

    private let reply: [UInt8]
    private let base: MemoryBase

    init(_ input: [UInt8]) {
        var base = MemoryBase(["b/keep.txt": "first line\nsecond line\nthird line\n"])
        base.set("run.sh", to: .executable, bytes: Array("#!/bin/sh\nexit 0\n".utf8))
        base.set("link", to: .symlink, bytes: Array("b/keep.txt".utf8))
        base.set("module", to: .submodule)
        if let at = input[...].position(of: Self.separator) {
            base[Self.path] = Array(input[..<at])
            reply = Array(input[(at + Self.separator.count)...])
        } else {
            reply = input
        }
        self.base = base
    }

    func check() throws(BrokenRule) {
        let formats = EditFormat.allCases
        _ = EditParser.parse(reply: reply, format: formats[reply.count % formats.count])
        let parsed = EditParser.parse(reply: reply)
        try demand(parsed == EditParser.parse(reply: reply), "the same reply is read alike")
        let outcome = EditApplier.apply(reply: reply, to: base)
        try demand(
            outcome == EditApplier.apply(reply: reply, to: Reversed(base: base)),
            "the outcome does not depend on the order in which the tree is listed")
        switch (outcome, parsed) {
        case (.applied(let applied), .edits(let edits)):
            try check(applied, mayReplace: edits.list.contains { $0.action == .delete })
            try check(applied, of: edits)
            try checkPaths(applied, of: edits)
        case (.refused(let refusal), _):
            try demand(!refusal.message.isEmpty, "a refusal tells its reason")
            for hunk in refusal.hunks { try checkNumbers(hunk) }
        case (.noEdits, .noEdits): break
        case (.applied, _), (.noEdits, _):
            throw BrokenRule(rule: "what is read decides what kind of outcome there is")
        }
    }

    /// Checks what is true of every result, whatever was asked for.
    ///
    /// - Parameter mayReplace: Whether some file goes, so that another may take its path.
    private func check(_ applied: AppliedEdits, mayReplace: Bool) throws(BrokenRule) {
        for hunk in applied.hunks {
            try demand(hunk.strategy != nil, "a hunk that is applied names its rung")
            try demand(hunk.candidates >= 1 && hunk.line >= 1, "a hunk that is applied has a place")
            try checkNumbers(hunk)
        }
        let paths = applied.files.map { Array($0.path.utf8) }
        try demand(
            zip(paths, paths.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) },
            "files are ordered, and each is there once")
        let moved = applied.files.compactMap(\.oldPath)
        for file in applied.files {
            let plain = try? PathRules.normalised(file.path)
            try demand(plain == file.path, "a path is plain, and not outside the tree")
            let before = base.entry(at: file.path)
            let isFile = before == .file || before == .executable
            let isFree = before == nil || moved.contains(file.path) || mayReplace
            switch file.kind {
            case .create: try demand(isFree, "what is created is new")
            case .modify: try demand(isFile, "what is changed is a file")
            case .delete: try demand(isFile && file.bytes == nil, "what goes is a file")
            case .rename:
                let old = file.oldPath.flatMap(base.entry)
                try demand(old == .file || old == .executable, "what is renamed is a file")
                try demand(isFree, "a rename replaces nothing")
            }
            try demand(file.kind == .delete || file.bytes != nil, "what stays has bytes")
        }
    }

    private func checkNumbers(_ hunk: HunkExplanation) throws(BrokenRule) {
        try demand((0...1).contains(hunk.similarity), "a similarity is between 0 and 1")
        try demand(hunk.candidates >= 0 && hunk.line >= 0, "places are counted")
    }

    // MARK: Only what was asked for

    private func check(_ applied: AppliedEdits, of edits: Edits) throws(BrokenRule) {
        var quoted = Signatures()
        var said = Signatures()
        var replacesFiles = false
        var changesParts = applied.hunks.contains { $0.strategy == .partOfLine }
        for edit in edits.list {
            switch edit.action {
            case .change(let hunks):
                for hunk in hunks {
                    for line in hunk.before { quoted.add(line[...]) }
                    for line in hunk.after { said.add(line[...]) }
                    if hunk.isForEveryPlace { changesParts = true }
                }
            case .write(let text), .create(let text):
                for line in TextLines(text).lines { said.add(line) }
                replacesFiles = true
            case .delete: break
            }
        }
        for file in applied.files where file.kind == .modify || file.kind == .rename {
            guard let bytes = file.bytes, !changesParts else { continue }
            let old = TextLines(base.bytes(at: file.oldPath ?? file.path))
            let new = TextLines(bytes)
            try demand(old.hasByteOrderMark == new.hasByteOrderMark, "a byte order mark stays")
            for line in Self.lines(of: new, butNotOf: old) {
                try demand(said.hold(line), "a new line is one of the reply")
            }
            guard !replacesFiles else { continue }
            for line in Self.lines(of: old, butNotOf: new) {
                try demand(quoted.hold(line), "a line that goes is one that was quoted")
            }
        }
        guard edits.list.count == 1, let edit = edits.list.first, let found = applied.hunks.first,
            case .change(let hunks) = edit.action, hunks.count == 1, let hunk = hunks.first,
            !hunk.before.isEmpty, !hunk.isForEveryPlace
        else { return }
        try checkSurroundings(applied, hunk, found)
    }

    /// Checks which files there are afterwards, where all paths are written in full.
    private func checkPaths(_ applied: AppliedEdits, of edits: Edits) throws(BrokenRule) {
        var wanted = Set([Self.path, "b/keep.txt", "run.sh"].filter { base[$0] != nil })
        var present = wanted
        for edit in edits.list {
            guard let path = try? PathRules.normalised(edit.path) else { return }
            let isThere = wanted.contains(path)
            let name = path.split(separator: "/").last.map(String.init) ?? path
            guard isThere || base.paths(named: name).isEmpty || edit.isCreation else { return }
            switch edit.action {
            case .delete: wanted.remove(path)
            case .write, .create: wanted.insert(path)
            case .change:
                guard isThere || edit.isCreation else { return }
                wanted.insert(path)
                guard let target = edit.newPath, target != edit.path else { continue }
                guard let new = try? PathRules.normalised(target) else { return }
                wanted.remove(path)
                wanted.insert(new)
            }
        }
        for file in applied.files {
            if let old = file.oldPath { present.remove(old) }
            if file.kind == .delete { present.remove(file.path) }
        }
        for file in applied.files where file.kind != .delete { present.insert(file.path) }
        try demand(present == wanted, "the files afterwards are those of the reply")
    }

    /// Checks that a single hunk changes no byte outside its place.
    private func checkSurroundings(
        _ applied: AppliedEdits, _ hunk: Hunk, _ found: HunkExplanation
    ) throws(BrokenRule) {
        guard let file = applied.files.first, let bytes = file.bytes else { return }
        let old = base.bytes(at: file.oldPath ?? file.path)
        switch found.strategy {
        case .alreadyApplied: try demand(bytes == old, "what is there already changes nothing")
        case .partOfLine:
            let head = zip(old, bytes).prefix { $0 == $1 }.count
            let tail = zip(old.dropFirst(head).reversed(), bytes.dropFirst(head).reversed())
                .prefix { $0 == $1 }.count
            let most = hunk.before.joined().count + 2 * (hunk.before.count - 1)
            try demand(old.count - head - tail <= most, "no more than the quoted text changes")
        default:
            let starts = Self.starts(of: old)
            guard starts.indices.contains(found.line - 1) else {
                throw BrokenRule(rule: "the place is in the file")
            }
            let above = Self.withoutLineEnd(old[..<starts[found.line - 1]])
            try demand(bytes.starts(with: above), "what is above the place stays")
            let exact: [MatchStrategy] = [
                .exact, .trailingSpace, .lineEnds, .indentation, .blankEdges, .lookAlikes, .near,
            ]
            let end = found.line - 1 + hunk.before.count
            guard found.strategy.map(exact.contains) == true, starts.indices.contains(end) else {
                return
            }
            let below = Self.withoutLineEnd(old[starts[end]...])
            try demand(
                Self.withoutLineEnd(bytes[...]).suffix(below.count) == below,
                "what is below the place stays")
        }
    }

    /// The lines that one text has more often than another.
    private static func lines(of text: TextLines, butNotOf other: TextLines) -> [ArraySlice<UInt8>]
    {
        var left: [ArraySlice<UInt8>: Int] = [:]
        for line in other.lines { left[line, default: 0] += 1 }
        return text.lines.filter { line in
            guard let count = left[line], count > 0 else { return true }
            left[line] = count - 1
            return false
        }
    }

    private static func starts(of text: [UInt8]) -> [Int] {
        [0] + text.indices.filter { text[$0] == 0x0A && $0 + 1 < text.count }.map { $0 + 1 }
    }

    private static func withoutLineEnd(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard text.last == 0x0A else { return text }
        return text.dropLast().last == 0x0D ? text.dropLast(2) : text.dropLast()
    }
}

extension Edit {
    /// Whether the path means itself, although nothing is there.
    fileprivate var isCreation: Bool {
        switch action {
        case .create: true
        case .change(let hunks):
            (newPath ?? path) == path && hunks.count == 1 && hunks.allSatisfy(\.before.isEmpty)
        case .write, .delete: false
        }
    }
}

/// The letters and digits of lines: what no rung of the ladder overlooks.
private struct Signatures {
    private var all: [UInt8] = []

    mutating func add(_ line: ArraySlice<UInt8>) { all += Self.signature(line) + [0x0A] }

    /// Whether some line has these letters and digits one behind the other.
    func hold(_ line: ArraySlice<UInt8>) -> Bool {
        let wanted = Self.signature(line)
        return wanted.isEmpty || all[...].position(of: wanted[...]) != nil
    }

    /// A full-width letter is its plain one.
    private static func plain(_ scalar: Unicode.Scalar) -> UInt8? {
        let isWide = (0xFF01...0xFF5E).contains(scalar.value)
        guard let byte = UInt8(exactly: scalar.value - (isWide ? 0xFEE0 : 0)) else { return nil }
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9": return byte
        default: return nil
        }
    }

    private static func signature(_ line: ArraySlice<UInt8>) -> [UInt8] {
        Array(String(decoding: line, as: UTF8.self).unicodeScalars.compactMap(plain))
    }
}

/// A tree that lists its paths the other way round.
private struct Reversed: EditBase {
    let base: MemoryBase

    func entry(at path: String) -> EditBaseEntry? { base.entry(at: path) }
    func bytes(at path: String) -> [UInt8] { base.bytes(at: path) }
    func paths(named name: String) -> [String] { base.paths(named: name).reversed() }
}
