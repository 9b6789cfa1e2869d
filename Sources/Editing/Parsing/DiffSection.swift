/// What a unified diff says about one file, while it is read.
struct DiffSection {
    var hunks: [Hunk] = []
    private(set) var isBinary = false
    private var renameFrom: String?
    private var renameTo: String?
    private var isNew = false
    private var isDeleted = false
    private var executable: Bool?
    private var illegalMode: String?
    private let replyLine: Int
    /// Whether the last hunk seems to be cut off.
    private(set) var stopsShort = false
    private var allFit = true

    init(replyLine: Int) { self.replyLine = replyLine }

    /// Whether neither header nor hunk says what is to be done.
    var isEmpty: Bool {
        hunks.isEmpty && renameTo == nil && !isNew && !isDeleted && executable == nil
    }

    /// Reads one of git's extended header lines; gives `false` for any other line.
    mutating func readExtended(_ line: Bytes) -> Bool {
        if let name = line.dropping("rename from ") {
            renameFrom = DiffNames.name(name).text
        } else if let name = line.dropping("rename to ") {
            renameTo = DiffNames.name(name).text
        } else if let mode = line.dropping("new file mode ") {
            isNew = true
            readMode(mode)
        } else if line.starts(with: "deleted file mode ") {
            isDeleted = true
        } else if let mode = line.dropping("new mode ") {
            readMode(mode)
        } else if line.starts(with: "Binary files ") || line.starts(with: "GIT binary patch") {
            isBinary = true
        } else {
            return ["index ", "old mode ", "similarity index ", "dissimilarity index "].contains {
                (known: StaticString) in line.starts(with: known)
            }
        }
        return true
    }

    /// Links and submodules are no files that a reply may write.
    private mutating func readMode(_ mode: Bytes) {
        executable = mode.trimmed.equals("100755")
        let isFile = executable == true || mode.trimmed.starts(with: "100")
        illegalMode = isFile ? nil : mode.trimmed.text
    }

    /// Notes how a hunk's lines compare with its header.
    ///
    /// The numbers of a model are no evidence, but where all others are right, a last hunk
    /// that is short and does not end with context was cut off.
    mutating func note(_ body: HunkBody, isShort: Bool, fits: Bool) {
        stopsShort = allFit && isShort && body.trailingContext < 3
        allFit = allFit && fits
    }

    /// Notes which of the names is `/dev/null`.
    mutating func namesNull(old: Bool, new: Bool) {
        if old { isNew = true }
        if new { isDeleted = true }
    }

    /// The edit; `nil` where it is not clear of which file.
    func edit(names: DiffNames?, fallback: String?) -> Edit? {
        func edit(_ path: String, _ newPath: String? = nil, _ action: Edit.Action) -> Edit {
            Edit(
                path: path, newPath: newPath, action: action,
                executable: executable, illegalMode: illegalMode, format: .unifiedDiff,
                replyLine: replyLine)
        }
        if isDeleted {
            guard let path = names?.old ?? names?.new ?? fallback else { return nil }
            return edit(path, nil, .delete)
        }
        if isNew {
            guard let path = names?.new ?? names?.old ?? fallback else { return nil }
            return edit(path, nil, .create(createdText))
        }
        if let renameFrom, let renameTo { return edit(renameFrom, renameTo, .change(hunks)) }
        guard !isEmpty else { return nil }
        switch (names?.old, names?.new) {
        case (let old?, let new?) where old == new: return edit(new, nil, .change(hunks))
        case (nil, let name?), (let name?, nil): return edit(name, nil, .change(hunks))
        case (nil, nil): return fallback.map { edit($0, nil, .change(hunks)) }
        default: return nil
        }
    }

    /// The text of a new file: its added lines.
    private var createdText: [UInt8] {
        var text: [UInt8] = []
        for hunk in hunks {
            for line in hunk.after {
                text += line
                text.append(0x0A)
            }
        }
        if hunks.last?.finalNewline == .absent, !text.isEmpty { text.removeLast() }
        return text
    }
}
