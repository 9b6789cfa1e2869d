/// The base tree with the edits of a reply laid over it, while they are applied.
struct CandidateTree<Base: EditBase> {
    /// A file that the reply touches.
    struct File {
        /// The path in the base; `nil` for a file that the reply creates.
        var basePath: String?
        /// The bytes in the base.
        var baseBytes: [UInt8]
        var baseIsExecutable: Bool
        var text: EditedText
        var isExecutable: Bool
        var isDeleted = false
        /// The hunks that have their place, with the line of each.
        var placed: [(hunk: Hunk, line: Int)] = []
    }

    private let resolver: PathResolver<Base>
    private let usesCarriageReturns: Bool
    /// Whether the reply uses several formats.
    private let isMixed: Bool
    /// The paths, as written, that the reply changes hunk by hunk.
    private let changedPaths: Set<String>
    /// The touched files by their present path, as UTF-8.
    var files: [[UInt8]: File] = [:]
    private(set) var hunks: [HunkExplanation] = []
    private var failures: [EditFailure] = []
    /// Typographic characters that some quotation has and its file does not.
    private(set) var typography = Typography()
    /// Those known beforehand.
    private let knownTypography: Typography

    init(base: Base, edits: Edits, typography: Typography) {
        knownTypography = typography
        resolver = PathResolver(base: base)
        usesCarriageReturns = edits.usesCarriageReturns
        isMixed = edits.formats.count > 1
        changedPaths = Set(
            edits.list.compactMap { if case .change = $0.action { $0.path } else { nil } })
    }

    // MARK: One edit

    /// Applies one edit, or notes why it cannot be applied.
    ///
    /// After many failures the rest is not tried any more.
    mutating func apply(_ edit: Edit) throws(Base.Failure) {
        guard failures.count < EditFailure.mostTried else { return }
        if let mode = edit.illegalMode {
            return fail(
                edit, edit.path, .path,
                "\(edit.path) asks for mode \(mode): links and submodules are not written.")
        }
        switch edit.action {
        case .delete: try delete(edit)
        case .create(let text): try write(edit, text, mustBeNew: true)
        case .write(let text): try write(edit, text, mustBeNew: false)
        case .change(let hunks): try change(edit, hunks)
        }
    }

    private mutating func delete(_ edit: Edit) throws(Base.Failure) {
        guard let path = try open(edit, isNew: false), var file = self[path] else { return }
        file.isDeleted = true
        self[path] = file
        vacate(file)
        explain(path, .delete)
    }

    private mutating func write(
        _ edit: Edit, _ text: [UInt8], mustBeNew: Bool
    ) throws(Base.Failure) {
        let found = try resolve(edit, isNew: mustBeNew)
        switch found {
        case nil:
            return
        case .missing(let path):
            let replacement = WholeFile(text, replacing: nil)
            if let problem = replacement.problem {
                fail(edit, path, problem.reason, problem.message)
                return
            }
            // What was deleted before is the same file, written anew.
            var file =
                self[path]
                ?? File(
                    basePath: nil, baseBytes: [], baseIsExecutable: false,
                    text: EditedText([]), isExecutable: false)
            file.text = EditedText(replacement.bytes)
            file.isExecutable = edit.executable ?? file.isExecutable
            file.isDeleted = false
            file.placed = []
            self[path] = file
            explain(path, .create)
        case .present(let path):
            guard var file = self[path] else { return }
            let replacement = WholeFile(text, replacing: file.text.bytes)
            if replacement.bytes == file.text.bytes {
                explain(path, .alreadyApplied)
                return
            }
            if mustBeNew {
                fail(
                    edit, path, .path,
                    "\(path) exists already, with other contents. Change it with edits that quote "
                        + "its lines, or delete it first.")
                return
            }
            if file.text.bytes.contains(0) {
                failBinary(edit, path)
                return
            }
            if isMixed, edit.format == .wholeFile, file.text.holds(FileText.replyLines(text[...])) {
                // Beside other edits a piece of the file as it is shows what is talked about.
                explain(path, .alreadyApplied)
                return
            }
            if edit.format == .wholeFile, changedPaths.contains(edit.path) {
                fail(
                    edit, path, .overlap,
                    "\(path): the reply gives the whole file and edits of it besides. Give one "
                        + "of them.")
                return
            }
            if isAnother(path, than: edit.path), !replacement.isAlike {
                fail(
                    edit, path, .ambiguous,
                    "\(edit.path) may mean a new file, or \(path), with which its text has little "
                        + "in common. Write the whole path.")
                return
            }
            if let problem = replacement.problem {
                fail(edit, path, problem.reason, problem.message)
                return
            }
            file.text = EditedText(replacement.bytes)
            file.isExecutable = edit.executable ?? file.isExecutable
            self[path] = file
            explain(path, .wholeFile)
        }
    }

    private mutating func change(_ edit: Edit, _ hunks: [Hunk]) throws(Base.Failure) {
        // An empty quotation creates a file; what is moved has to be there.
        let isMove = edit.newPath.map { $0 != edit.path } ?? false
        let isCreation = !isMove && hunks.count == 1 && hunks.allSatisfy(\.before.isEmpty)
        let path: String
        switch try resolve(edit, isNew: isCreation) {
        case nil: return
        case .missing(let missing):
            guard isCreation, let hunk = hunks.first else {
                try failMissing(edit, missing)
                return
            }
            var text: [UInt8] = []
            for line in hunk.after { text += line + [0x0A] }
            if hunk.finalNewline == .absent, !text.isEmpty { text.removeLast() }
            try write(
                Edit(
                    path: missing, action: .create(text), executable: edit.executable,
                    format: edit.format, replyLine: edit.replyLine), text, mustBeNew: true)
            return
        case .present(let present):
            path = present
        }
        guard var file = self[path] else { return }
        if !hunks.isEmpty, file.baseBytes.contains(0) {
            failBinary(edit, path)
            return
        }
        // Not held twice while it changes, so that its arrays are not copied.
        self[path] = nil
        if let executable = edit.executable { file.isExecutable = executable }
        for hunk in hunks where failures.count < EditFailure.mostTried {
            place(hunk, in: &file, path, edit)
        }
        self[path] = file
        if let target = edit.newPath, target != edit.path {
            try rename(edit, from: path, to: target)
        } else if hunks.isEmpty {
            explain(path, .rename)
        }
    }

    private mutating func rename(
        _ edit: Edit, from path: String, to target: String
    ) throws(Base.Failure) {
        var renamed = edit
        renamed.path = target
        switch try resolve(renamed, isNew: true) {
        case nil: return
        case .present(let taken):
            guard taken != path else { return }
            fail(edit, taken, .path, "\(path) cannot be renamed: \(taken) exists already.")
        case .missing(let new):
            files[Array(new.utf8)] = files.removeValue(forKey: Array(path.utf8))
            if let file = self[new] { vacate(file) }
            explain(new, .rename)
        }
    }

    // MARK: One hunk

    private mutating func place(
        _ hunk: Hunk, in file: inout File, _ path: String, _ edit: Edit
    ) {
        if hunk.before.isEmpty {
            guard file.text.bytes.isEmpty else {
                fail(
                    edit, path, .ambiguous,
                    "\(path): the edit quotes no line, so it is not certain where the new lines "
                        + "belong. Quote the lines around the place.", hunk)
                return
            }
            file.text.fill(hunk.after, finalNewline: hunk.finalNewline != .absent)
            explain(path, .exact)
            return
        }
        if let before = file.placed.first(where: { $0.hunk.asksForTheSame(as: hunk) }) {
            explain(path, .alreadyApplied, line: before.line)
            return
        }
        if hunk.isForEveryPlace {
            switch file.text.replaceEverywhere(hunk) {
            case .replaced(let count, let line):
                hunks.append(
                    HunkExplanation(
                        path: path, strategy: .exact, similarity: 1, candidates: count,
                        line: line + 1))
                return
            case .partsOfWords(let found):
                let shown = found.prefix(10).map { String($0 + 1) }.joined(separator: ", ")
                fail(
                    edit, path, .ambiguous,
                    "\(path): the text to replace everywhere is a part of longer words, at lines "
                        + "\(shown). Quote what stands around each place that is meant.", hunk)
                return
            case .none: break
            }
        }
        let finding = file.text.find(hunk)
        guard case .found(var place, let candidates) = finding else {
            if case .alreadyApplied(let line) = finding {
                explain(path, .alreadyApplied, line: line + 1)
            } else {
                let failure = EditFailure(
                    hunk, finding, in: file.text, path: path,
                    isDetailed: failures.count < EditFailure.mostShown)
                failures.append(failure)
                hunks.append(failure.explanation)
            }
            return
        }
        typography.formUnion(place.typography)
        place.typography.formUnion(knownTypography.without(file.text.lines))
        guard place.isCertain else {
            fail(
                edit, path, .ambiguous,
                "\(path): it is not certain which plain characters the dashes of the new lines "
                    + "stand for. Write them as they are to be.", hunk)
            return
        }
        if let problem = EncodingRule.problem(
            adding: place.lines(in: file.text.file.lines), to: file.baseBytes)
        {
            fail(edit, path, .binary, "\(path): \(problem)", hunk)
            return
        }
        let lines = file.text.file.lines
        if place.strategy == .exact, lines.indices.contains(place.start) {
            let isCarriageReturn =
                switch lines[place.start].end {
                case .carriageReturnNewline: true
                case .newline, .none: false
                }
            if isCarriageReturn != usesCarriageReturns, lines[place.start].end.bytes.count > 0 {
                place.strategy = .lineEnds
            }
        }
        hunks.append(
            HunkExplanation(
                path: path, strategy: place.strategy,
                similarity: place.similarity(to: file.text.lines), candidates: candidates,
                line: place.start + 1))
        file.placed.append((hunk, place.start + 1))
        file.text.apply(place)
    }

    // MARK: Paths

    private enum Target {
        case present(String)
        case missing(String)
    }

    /// The paths in the tree of those that were written before.
    private var resolved: [String: String] = [:]

    /// Base paths whose files the reply has deleted or moved away.
    private(set) var vacated: Set<[UInt8]> = []

    private mutating func vacate(_ file: File) {
        if let path = file.basePath { vacated.insert(Array(path.utf8)) }
    }

    /// Resolves the path of an edit against the tree as it has become.
    private mutating func resolve(_ edit: Edit, isNew: Bool) throws(Base.Failure) -> Target? {
        if let path = resolved[edit.path], let file = self[path], !file.isDeleted {
            return .present(path)
        }
        let target = try resolveAnew(edit, isNew: isNew)
        if case .present(let path) = target { resolved[edit.path] = path }
        return target
    }

    private mutating func resolveAnew(_ edit: Edit, isNew: Bool) throws(Base.Failure) -> Target? {
        if let path = try? PathRules.normalised(edit.path) {
            if let file = self[path] { return file.isDeleted ? .missing(path) : .present(path) }
            if vacated.contains(Array(path.utf8)) { return .missing(path) }
        }
        switch try resolver.resolve(edit.path, isNew: isNew) {
        case .file(let path, let isExecutable):
            if let file = self[path] { return file.isDeleted ? .missing(path) : .present(path) }
            if vacated.contains(Array(path.utf8)) { return .missing(path) }
            let bytes = try resolver.base.bytes(at: path)
            self[path] = File(
                basePath: path, baseBytes: bytes, baseIsExecutable: isExecutable,
                text: EditedText(bytes), isExecutable: isExecutable)
            return .present(path)
        case .missing(let path):
            let prefix = Array(path.utf8) + [0x2F]
            let below = files.filter { !$0.value.isDeleted && $0.key.starts(with: prefix) }.keys
            if let first = below.min(by: { $0.lexicographicallyPrecedes($1) }) {
                fail(
                    edit, path, .path,
                    "\(path) cannot be a file: \(first[...].text) is below it.")
                return nil
            }
            if let above = fileAbove(path) {
                fail(edit, path, .path, "\(path) cannot be written: \(above) is a file.")
                return nil
            }
            return .missing(path)
        case .ambiguous(let paths):
            let shown = paths.prefix(20).map { "  \($0)" }.joined(separator: "\n")
            fail(
                edit, edit.path, .ambiguous,
                "\(edit.path) may mean \(paths.count) files. Write the whole path:\n\(shown)")
            return nil
        case .refused(let message):
            fail(edit, edit.path, .path, message)
            return nil
        }
    }

    /// Whether a path was found by the end of it only.
    private func isAnother(_ path: String, than written: String) -> Bool {
        guard let plain = try? PathRules.normalised(written) else { return true }
        return ![path, "a/" + path, "b/" + path].contains(plain)
    }

    private func fileAbove(_ path: String) -> String? {
        var above = path[...]
        while let slash = above.lastIndex(of: "/") {
            above = above[..<slash]
            if let file = self[String(above)], !file.isDeleted { return String(above) }
        }
        return nil
    }

    /// Opens a file that has to exist.
    private mutating func open(_ edit: Edit, isNew: Bool) throws(Base.Failure) -> String? {
        switch try resolve(edit, isNew: isNew) {
        case nil: return nil
        case .present(let path): return path
        case .missing(let path):
            try failMissing(edit, path)
            return nil
        }
    }

    private subscript(path: String) -> File? {
        get { files[Array(path.utf8)] }
        set { files[Array(path.utf8)] = newValue }
    }

    // MARK: What is reported

    private mutating func explain(_ path: String, _ strategy: MatchStrategy, line: Int = 1) {
        hunks.append(
            HunkExplanation(
                path: path, strategy: strategy, similarity: 1, candidates: 1, line: line))
    }

    private mutating func fail(
        _ edit: Edit, _ path: String, _ reason: Refusal.Reason, _ message: String,
        _ hunk: Hunk? = nil
    ) {
        let failure = EditFailure(
            reason: reason, message: message, replyLine: hunk?.replyLine ?? edit.replyLine,
            path: path)
        failures.append(failure)
        hunks.append(failure.explanation)
    }

    private mutating func failBinary(_ edit: Edit, _ path: String) {
        fail(edit, path, .binary, "\(path) is not a text file; only text can be edited.")
    }

    private mutating func failMissing(_ edit: Edit, _ path: String) throws(Base.Failure) {
        let others = try resolver.namesakes(of: path).prefix(10)
        var message = "\(path) is not in the tree."
        if !others.isEmpty {
            message += " Files of that name:\n" + others.map { "  \($0)" }.joined(separator: "\n")
        }
        fail(edit, path, .notFound, message)
    }

    /// The refusal, when any edit could not be applied.
    var refusal: Refusal? {
        EditFailure.refusal(failures, hunks: hunks)
    }
}
