import RunModel

/// Puts a context together: chooses by paths, reads what can fit, and keeps within the budget.
package struct ContextAssembly<Source: ContextSource> {
    /// Larger files are no context for a model (`storage.md`, The workspace).
    package static var fileLimitBytes: Int { 1 << 20 }

    private let source: Source
    private let request: ContextRequest
    private let shares: ContextRequest.Shares

    package init(_ request: ContextRequest, from source: Source) {
        self.request = request
        self.source = source
        shares = request.shares
    }

    /// Puts the context together.
    ///
    /// - Parameters:
    ///   - base: The run's base commit, the only one whose instructions count.
    ///   - tip: What the phase began with: what is chosen of it is the same in each attempt.
    ///   - current: What the edits will apply to: the contents that are shown.
    package func context(
        base: Catalogue, tip: Catalogue, current: Catalogue
    ) async throws(Source.Failure) -> Context {
        let choice = ContextSelection(request).choose(base: base, tree: tip)
        var context = Context()
        context.instructions = try instructions(choice.instructions, base)
        let readOnly = try whole(choice.readOnly, limitBytes: shares.files / 3, in: current)
        context.readOnly = readOnly.files
        let files = try whole(
            choice.files, limitBytes: shares.files - readOnly.bytes, in: current)
        // What is wanted most is nearest to the task, and what is likely to change comes last.
        context.files = files.files.reversed()
        let shown = context.readOnly + context.files
        context.map = try await map(of: choice, tip, shown: Set(shown.map(\.path)))
        let isShown = Set(shown.map(\.path))
        try addFiles(ofAttempt: &context, isShown, named: choice.named, in: current)
        return context
    }

    // MARK: The parts that stay

    private func instructions(
        _ files: [CataloguedFile], _ base: Catalogue
    ) throws(Source.Failure) -> [ContextFile] {
        var parts: [ContextFile] = []
        for file in files {
            if let text = try text(of: file.id) {
                parts.append(ContextFile(path: file.path, text: text))
            }
        }
        for paragraph in (request.instructions ?? "").split(separator: "\n") {
            let path = paragraph.trimmingBlanks()
            if let file = base.file(at: path), request.neverSend.allows(path),
                let text = try text(of: file.id)
            {
                parts.append(ContextFile(path: path, text: text))
            } else if let last = parts.last, last.path == Self.configured {
                parts[parts.count - 1].text += "\(paragraph)\n"
            } else {
                parts.append(ContextFile(path: Self.configured, text: "\(paragraph)\n"))
            }
        }
        var left = shares.instructions
        return parts.flatMap { part in
            let cut =
                part.text.utf8.count <= left
                ? [part]
                : FileWindow.parts(of: part.text, path: part.path, around: [], limitBytes: left)
            left -= cut.reduce(0) { $0 + $1.text.utf8.count }
            return cut
        }
    }

    private static var configured: String { "autopack.yaml" }

    /// The files that fit whole, in order; a smaller one behind one that does not fit is taken.
    private func whole(
        _ files: [CataloguedFile], limitBytes: Int, in current: Catalogue
    ) throws(Source.Failure) -> (files: [ContextFile], bytes: Int) {
        var shown: [ContextFile] = []
        var used = 0
        for file in files {
            guard limitBytes - used > 0 else { break }
            guard let id = current.file(at: file.path)?.id else { continue }
            guard try source.sizeBytes(of: id) <= limitBytes - used, let text = try text(of: id)
            else { continue }
            used += text.utf8.count
            shown.append(ContextFile(path: file.path, text: text))
        }
        return (shown, used)
    }

    private func map(
        of choice: ContextSelection.Choice, _ tip: Catalogue, shown: Set<String>
    ) async throws(Source.Failure) -> String {
        let files = choice.mapped.filter { !shown.contains($0.file.path) }
        let definitions = try await source.definitions(of: files.map(\.file))
        let entries = files.map { file, distance in
            RepositoryMap.Entry(
                path: file.path, definitions: definitions[file.id] ?? [], distance: distance,
                isNamed: choice.named.contains(file.path))
        }
        let mentions = Mentions(
            request.goal, request.phase.goal, request.phase.acceptance.joined(separator: "\n"))
        // What the map is ranked by may not change from attempt to attempt: the texts of the tip.
        var texts: [String] = []
        for file in (choice.readOnly + choice.files) where shown.contains(file.path) {
            if let text = try text(of: file.id) { texts.append(text) }
        }
        let layout = RepositoryMap.layout(
            of: tip, neverSend: request.neverSend, limitBytes: shares.map / 3)
        let map = RepositoryMap(entries, wanted: mentions.identifiers, shown: texts)
            .text(limitBytes: shares.map - layout.utf8.count)
        return map.isEmpty ? layout : "\(layout)\n\(map)"
    }

    // MARK: The parts of this attempt

    /// A file that this attempt needs, and why.
    private struct Wish {
        var file: CataloguedFile
        var lines: [Int]
        /// The model asked for it, or its own change touches it: what is not shown is said.
        var isAskedFor: Bool
    }

    /// Shows what is wished for, as far as it fits.
    private func addFiles(
        ofAttempt context: inout Context, _ shown: Set<String>, named: Set<String>,
        in current: Catalogue
    ) throws(Source.Failure) {
        var left = shares.ofAttempt
        let wishes = wishes(&context, named: named.subtracting(shown), in: current)
        for wish in wishes where !shown.contains(wish.file.path) {
            let file = wish.file
            guard request.neverSend.allows(file.path) else {
                if wish.isAskedFor {
                    context.leftOut.append(.init(path: file.path, why: "it is never sent"))
                }
                continue
            }
            let parts = try parts(of: file, around: wish.lines, limitBytes: left)
            if parts.isEmpty, wish.isAskedFor {
                let why = "it is binary, or too large to be shown"
                context.leftOut.append(.init(path: file.path, why: why))
            }
            left -= parts.reduce(0) { $0 + $1.text.utf8.count }
            context.ofAttempt += parts
        }
    }

    /// What was asked for, what the change so far touches, what failing output names, each file
    /// once, with all of its lines that were named.
    private func wishes(
        _ context: inout Context, named: Set<String>, in current: Catalogue
    ) -> [Wish] {
        var wishes: [Wish] = []
        func add(_ file: CataloguedFile, _ lines: Set<Int>, isAskedFor: Bool = false) {
            if let known = wishes.firstIndex(where: { $0.file.path == file.path }) {
                wishes[known].lines += lines.sorted().filter { !wishes[known].lines.contains($0) }
                wishes[known].isAskedFor = wishes[known].isAskedFor || isAskedFor
            } else {
                wishes.append(Wish(file: file, lines: lines.sorted(), isAskedFor: isAskedFor))
            }
        }
        for item in request.asked.prefix(Self.wishLimit) {
            // A path with blanks in it is no word.
            if let file = current.file(at: item) {
                add(file, [], isAskedFor: true)
                continue
            }
            let mention = Mentions(item)
            let path = mention.paths.first ?? item
            guard let file = current.resolve(path) else {
                context.leftOut.append(.init(path: path, why: "there is no such file"))
                continue
            }
            add(file, mention.range(of: path), isAskedFor: true)
        }
        for path in request.changed.prefix(Self.wishLimit) {
            if let file = current.file(at: path) { add(file, [], isAskedFor: true) }
        }
        // Where lines are named, there the failure is; then names alone.
        let failing = Mentions(request.failing)
        let places = failing.paths.sorted {
            (failing.lines[$0] == nil ? 1 : 0, $0) < (failing.lines[$1] == nil ? 1 : 0, $1)
        }
        for path in places.prefix(Self.wishLimit) {
            if let file = current.resolve(path) { add(file, failing.lines[path] ?? []) }
        }
        for path in named.sorted() {
            if let file = current.file(at: path) { add(file, []) }
        }
        return wishes
    }

    /// Files of each kind that are looked at.
    private static var wishLimit: Int { 40 }

    /// The file whole where it fits, else what is around the lines.
    private func parts(
        of file: CataloguedFile, around lines: [Int], limitBytes: Int
    ) throws(Source.Failure) -> [ContextFile] {
        guard limitBytes > 0, let text = try text(of: file.id) else { return [] }
        // One file does not take the place of all others.
        if text.utf8.count <= limitBytes, lines.isEmpty || text.utf8.count <= shares.ofAttempt / 2 {
            return [ContextFile(path: file.path, text: text)]
        }
        return FileWindow.parts(
            of: text, path: file.path, around: lines,
            limitBytes: min(limitBytes, max(shares.ofAttempt / 2, 1)))
    }

    // MARK: Contents

    /// A file's text; nil where it is too large or binary.
    private func text(of id: ContentID) throws(Source.Failure) -> String? {
        guard try source.sizeBytes(of: id) <= Self.fileLimitBytes else { return nil }
        let bytes = try source.bytes(of: id)
        guard !bytes.contains(0) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension StringProtocol {
    /// The text without blanks at its ends.
    func trimmingBlanks() -> String {
        var text = self[...].drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
