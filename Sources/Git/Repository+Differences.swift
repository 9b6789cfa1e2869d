import CLibgit2

extension Repository {
    /// What changed between two trees, by path.
    ///
    /// Submodules are compared by their commit. The cost is that of the folders that differ.
    ///
    /// - Parameters:
    ///   - old: Nil for the empty tree.
    ///   - new: Nil for the empty tree.
    package func difference(
        from old: ObjectID?, to new: ObjectID?, options: DifferenceOptions = DifferenceOptions()
    ) throws(GitError) -> [DifferenceEntry] {
        let difference = try makeDifference(old, new, options, joinsTypeChanges: true)
        var entries: [DifferenceEntry] = []
        for position in 0..<(unsafe git_diff_num_deltas(difference.pointer)) {
            guard let delta = unsafe git_diff_get_delta(difference.pointer, position) else {
                continue
            }
            var entry = try unsafe DifferenceEntry(delta.pointee)
            if options.countsLines {
                try unsafe count(&entry, difference.pointer, position)
            }
            entries.append(entry)
        }
        return entries
    }

    /// The changed lines of one entry, none for a binary file.
    ///
    /// - Parameter contextLines: Unchanged lines around each change.
    package func hunks(
        of entry: DifferenceEntry, contextLines: Int = 3
    ) throws(GitError) -> [Hunk] {
        let operation = "compare \(entry.path)"
        // A submodule's commit is not here to be compared.
        for side in [entry.old, entry.new] where side?.mode.isSubmodule == true { return [] }
        var options = try unsafe differenceOptions(contextLines: contextLines)
        let old = try entry.old.map { side throws(GitError) in try readBlob(side.id) } ?? []
        let new = try entry.new.map { side throws(GitError) in try readBlob(side.id) } ?? []
        let patch = try Handle<PatchKind>(operation) { pointer in
            unsafe old.withUnsafeBytes { oldBytes in
                unsafe new.withUnsafeBytes { newBytes in
                    unsafe git_patch_from_buffers(
                        &pointer, oldBytes.baseAddress, oldBytes.count, nil,
                        newBytes.baseAddress, newBytes.count, nil, &options)
                }
            }
        }
        var hunks: [Hunk] = []
        for position in 0..<(unsafe git_patch_num_hunks(patch.pointer)) {
            hunks.append(try unsafe hunk(position, of: patch.pointer, operation))
        }
        return hunks
    }

    /// The difference between two trees as `git diff` prints it.
    ///
    /// - Parameters:
    ///   - limitBytes: A longer text is not returned.
    ///   - isShown: Whether a file is part of the text; asked for its old and its new path.
    /// - Throws: ``GitError`` `.tooLarge`.
    package func patch(
        from old: ObjectID?, to new: ObjectID?, options: DifferenceOptions = DifferenceOptions(),
        limitBytes: Int? = nil, isShown: (TreePath) -> Bool = { _ in true }
    ) throws(GitError) -> [UInt8] {
        let operation = "compare two trees"
        let difference = try makeDifference(old, new, options, joinsTypeChanges: false)
        let printer = PatchPrinter(limitBytes: limitBytes ?? .max)
        for position in unsafe printingOrder(difference.pointer) {
            if let delta = unsafe git_diff_get_delta(difference.pointer, position)?.pointee {
                let paths = unsafe [delta.old_file.path, delta.new_file.path]
                guard
                    unsafe paths.allSatisfy({ path in
                        unsafe path.map { unsafe isShown(TreePath(cString: $0)) } ?? true
                    })
                else { continue }
            }
            var pointer: OpaquePointer?
            try Library.check(
                unsafe git_patch_from_diff(&pointer, difference.pointer, position), operation)
            guard let patch = unsafe pointer else { continue }
            defer { unsafe git_patch_free(patch) }
            let status = unsafe printer.add(patch)
            guard !printer.isTooLong else {
                throw GitError(
                    .tooLarge, operation,
                    detail: "the patch has more than \(limitBytes ?? .max) bytes")
            }
            try Library.check(status, operation)
        }
        return printer.text
    }

    /// Git prints a file that became something else as removed, then added; libgit2 may list the
    /// two the other way round.
    private func printingOrder(_ difference: OpaquePointer) -> [Int] {
        var order = Array(0..<(unsafe git_diff_num_deltas(difference)))
        for position in order.indices.dropLast() {
            guard let first = unsafe git_diff_get_delta(difference, position)?.pointee,
                let second = unsafe git_diff_get_delta(difference, position + 1)?.pointee,
                unsafe first.status == GIT_DELTA_ADDED, unsafe second.status == GIT_DELTA_DELETED,
                let path = unsafe first.new_file.path, let other = unsafe second.old_file.path,
                unsafe TreePath(cString: path) == TreePath(cString: other)
            else { continue }
            order.swapAt(position, position + 1)
        }
        return order
    }

    private func makeDifference(
        _ old: ObjectID?, _ new: ObjectID?, _ options: DifferenceOptions, joinsTypeChanges: Bool
    ) throws(GitError) -> Handle<DifferenceKind> {
        let operation = "compare two trees"
        // libgit2 takes no tree for the empty one, which so need not be stored: looking changes
        // nothing.
        let oldTree = try storedTree(old)
        let newTree = try storedTree(new)
        var raw = try unsafe differenceOptions(contextLines: options.contextLines)
        if joinsTypeChanges { unsafe raw.flags |= GIT_DIFF_INCLUDE_TYPECHANGE.rawValue }
        let pointer = unsafe pointer
        let (oldPointer, newPointer) = unsafe (Self.pointer(oldTree), Self.pointer(newTree))
        let progress = DifferenceProgress(
            UnfoldingLimit(operation, [old, new].compactMap(\.self), of: self))
        unsafe progress.report(to: &raw)
        defer { withExtendedLifetime(progress) {} }
        let difference: Handle<DifferenceKind>
        do throws(GitError) {
            difference = try Handle<DifferenceKind>(operation) {
                unsafe git_diff_tree_to_tree(&$0, pointer, oldPointer, newPointer, &raw)
            }
        } catch {
            throw progress.failure ?? error
        }
        // Looking for renames takes the square of the files; git has such a limit, too.
        guard options.findsRenames,
            unsafe git_diff_num_deltas(difference.pointer) <= Self.renameLimit
        else { return difference }
        var finding = unsafe git_diff_find_options()
        try Library.check(
            unsafe git_diff_find_options_init(&finding, UInt32(GIT_DIFF_FIND_OPTIONS_VERSION)),
            operation)
        unsafe finding.flags = GIT_DIFF_FIND_RENAMES.rawValue
        try Library.check(
            unsafe git_diff_find_similar(difference.pointer, &finding), operation)
        return difference
    }

    private static func pointer(_ tree: borrowing Handle<TreeKind>?) -> OpaquePointer? {
        switch tree {
        case .some(let tree): unsafe tree.pointer
        case .none: nil
        }
    }

    /// Nil for the empty tree.
    private func storedTree(_ id: ObjectID?) throws(GitError) -> Handle<TreeKind>? {
        guard let id, id != .emptyTree else { return nil }
        return try tree(id)
    }

    /// Between more changed files no renames are looked for.
    private static let renameLimit = 10_000

    private func differenceOptions(contextLines: Int) throws(GitError) -> git_diff_options {
        var options = unsafe git_diff_options()
        try Library.check(
            unsafe git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION)),
            "compare two trees")
        unsafe options.context_lines = UInt32(clamping: contextLines)
        unsafe options.flags = GIT_DIFF_INDENT_HEURISTIC.rawValue
        return unsafe options
    }

    private func count(
        _ entry: inout DifferenceEntry, _ difference: OpaquePointer, _ position: Int
    ) throws(GitError) {
        let operation = "compare \(entry.path)"
        var pointer: OpaquePointer?
        try Library.check(
            unsafe git_patch_from_diff(&pointer, difference, position), operation)
        guard let patch = unsafe pointer else {
            // Nothing but the names differ.
            return
        }
        defer { unsafe git_patch_free(patch) }
        var (added, removed) = (0, 0)
        try Library.check(
            unsafe git_patch_line_stats(nil, &added, &removed, patch), operation)
        (entry.added, entry.removed) = (added, removed)
        if let delta = unsafe git_patch_get_delta(patch) {
            entry.isBinary = unsafe delta.pointee.flags & GIT_DIFF_FLAG_BINARY.rawValue != 0
        }
    }

    private func hunk(
        _ position: Int, of patch: OpaquePointer, _ operation: String
    ) throws(GitError) -> Hunk {
        var pointer: UnsafePointer<git_diff_hunk>?
        var count = 0
        try Library.check(
            unsafe git_patch_get_hunk(&pointer, &count, patch, position), operation)
        guard let raw = unsafe pointer?.pointee else {
            throw GitError(.failed, operation, detail: "libgit2 gave no hunk")
        }
        var lines: [Hunk.Line] = []
        lines.reserveCapacity(count)
        for number in 0..<count {
            var line: UnsafePointer<git_diff_line>?
            try Library.check(
                unsafe git_patch_get_line_in_hunk(&line, patch, position, number), operation)
            if let line = unsafe line, let read = unsafe Hunk.Line(line.pointee) {
                lines.append(read)
            }
        }
        return Hunk(
            oldStart: Int(raw.old_start), oldCount: Int(raw.old_lines),
            newStart: Int(raw.new_start), newCount: Int(raw.new_lines),
            heading: Hunk.heading(raw), lines: lines)
    }
}

/// Counts what libgit2 looks at while it compares two trees.
private final class DifferenceProgress {
    private var limit: UnfoldingLimit
    /// Why the comparison was ended.
    private(set) var failure: GitError?

    init(_ limit: UnfoldingLimit) { self.limit = limit }

    /// The options hold no reference: the progress has to live as long as they are used.
    func report(to options: inout git_diff_options) {
        unsafe options.payload = Unmanaged.passUnretained(self).toOpaque()
        unsafe options.progress_cb = { _, _, _, payload in
            guard let payload = unsafe payload else { return 0 }
            let progress = unsafe Unmanaged<DifferenceProgress>.fromOpaque(payload)
                .takeUnretainedValue()
            return progress.mayGoOn() ? 0 : GIT_EUSER.rawValue
        }
    }

    private func mayGoOn() -> Bool {
        do throws(GitError) {
            try limit.visit()
            return true
        } catch {
            failure = error
            return false
        }
    }
}

extension DifferenceEntry {
    fileprivate init(_ delta: git_diff_delta) throws(GitError) {
        guard let oldText = unsafe delta.old_file.path, let newText = unsafe delta.new_file.path
        else { throw GitError(.failed, "compare two trees", detail: "an entry has no path") }
        let oldPath = unsafe TreePath(cString: oldText)
        let newPath = unsafe TreePath(cString: newText)
        let (oldSide, newSide) = unsafe (Side(delta.old_file), Side(delta.new_file))
        let kind: Kind =
            switch unsafe delta.status {
            case GIT_DELTA_ADDED, GIT_DELTA_COPIED: .added
            case GIT_DELTA_DELETED: .deleted
            case GIT_DELTA_RENAMED: .renamed
            case GIT_DELTA_TYPECHANGE: .typeChanged
            default: oldSide.id == newSide.id ? .modeChanged : .modified
            }
        self.init(
            kind: kind, path: newPath, oldPath: kind == .renamed ? oldPath : nil,
            old: kind == .added ? nil : oldSide, new: kind == .deleted ? nil : newSide,
            added: 0, removed: 0, isBinary: false)
    }
}

extension DifferenceEntry.Side {
    fileprivate init(_ file: git_diff_file) {
        self.init(
            mode: FileMode(rawValue: unsafe UInt32(file.mode)), id: ObjectID(unsafe file.id))
    }
}

extension Hunk {
    /// What follows the second `@@`.
    fileprivate static func heading(_ hunk: git_diff_hunk) -> [UInt8] {
        var header = hunk.header
        let bytes = unsafe withUnsafeBytes(of: &header) { raw in
            unsafe Array(raw.prefix(Int(hunk.header_len)))
        }
        guard
            let end = bytes.indices.dropFirst(2).first(where: {
                bytes[$0] == UInt8(ascii: "@") && bytes[$0 - 1] == UInt8(ascii: "@")
                    && bytes[$0 - 2] == UInt8(ascii: " ")
            })
        else { return [] }
        let rest = bytes[(end + 1)...].drop { $0 == UInt8(ascii: " ") }
        return Array(rest.prefix { $0 != UInt8(ascii: "\n") })
    }
}

extension Hunk.Line {
    /// Nil for the remark that the last line has no end, which the line's bytes show already.
    fileprivate init?(_ line: git_diff_line) {
        switch UInt8(bitPattern: unsafe line.origin) {
        case UInt8(ascii: "+"): origin = .added
        case UInt8(ascii: "-"): origin = .removed
        case UInt8(ascii: " "): origin = .context
        default: return nil
        }
        bytes = unsafe Array(
            UnsafeRawBufferPointer(start: line.content, count: line.content_len))
        oldNumber = unsafe line.old_lineno > 0 ? Int(line.old_lineno) : nil
        newNumber = unsafe line.new_lineno > 0 ? Int(line.new_lineno) : nil
    }
}
