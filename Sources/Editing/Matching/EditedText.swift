/// A file while hunks are applied to it.
///
/// Hunks are looked for in the file as it was, leaving out lines that an earlier hunk
/// has changed; what is not there is looked for once more in the file as it has become.
struct EditedText {
    /// What looking for a hunk came to.
    enum Finding {
        /// One place, and how many there were before a hint decided.
        case found(Placement, candidates: Int)
        /// Several places and nothing that decides; lines counted from 0.
        case ambiguous([Int])
        /// The only place was changed by an earlier hunk; its line counted from 0.
        case overlap(Int)
        /// The change is there already; its line counted from 0.
        case alreadyApplied(Int)
        /// A line stands for text left out that cannot be filled in.
        case elision
        /// No place.
        case notFound
    }

    /// The file as it was when it was last read.
    private(set) var file: FileText
    /// Its lines.
    private(set) var lines: [Bytes]
    var locator: Locator
    private var isRemoved: [Bool]
    private var added: [Int: [[UInt8]]] = [:]
    private var finalNewline: Bool
    /// Whether hunks changed the lines since they were read.
    private var isChanged = false
    /// Whether the lines are those of the base.
    private var isBase = true
    /// How often the changed lines may still be read anew; each costs as much as the file.
    private var rereadingsLeft = 20

    init(_ bytes: [UInt8]) {
        file = FileText(bytes)
        lines = file.lines.map(\.text)
        locator = Locator(lines)
        isRemoved = [Bool](repeating: false, count: file.lines.count)
        finalNewline = file.endsWithNewline
    }

    // MARK: Finding

    /// Looks for a hunk on every rung of the ladder.
    mutating func find(_ hunk: Hunk) -> Finding {
        let first = search(hunk)
        switch first {
        case .overlap, .notFound:
            guard isChanged, rereadingsLeft > 0 else { break }
            rereadingsLeft -= 1
            let saved = self
            reread()
            let second = search(hunk)
            switch second {
            case .found, .alreadyApplied: return second
            case .ambiguous, .overlap, .elision, .notFound:
                if let line = placeOfResult(hunk) { return .alreadyApplied(line) }
                self = saved
            }
        case .found, .ambiguous, .alreadyApplied, .elision:
            return first
        }
        guard case .notFound = first else { return first }
        if let line = placeOfResult(hunk) { return .alreadyApplied(line) }
        guard let place = locator.nearPlacement(of: hunk), !isTouched(place) else { return first }
        return accept(place, candidates: 1)
    }

    private mutating func search(_ hunk: Hunk) -> Finding {
        var overlap: Int?
        for (hunks, isNumbered) in [([hunk], false), (LineNumbers.variants(hunk), true)] {
            let variants = hunks.map { hunk in
                let before = hunk.before.map { $0[...] }
                return (hunk: hunk, before: before, traits: locator.traits(with: before))
            }
            for rung in Rung.ladder {
                for variant in variants {
                    var places = locator.placements(
                        of: variant.hunk, quoting: variant.before, traits: variant.traits,
                        on: rung)
                    guard !places.isEmpty else { continue }
                    if isNumbered {
                        for at in places.indices { places[at].strategy = .lineNumbers }
                    }
                    let free = places.filter { !isTouched($0) }
                    guard let place = free.first else {
                        overlap = overlap ?? places.first?.start
                        continue
                    }
                    if free.count == 1 {
                        if place.isUndecided { continue }
                        return accept(place, candidates: 1)
                    }
                    guard let place = hinted(free, hunk), !place.isUndecided else {
                        return .ambiguous(free.map(\.start))
                    }
                    return accept(place, candidates: free.count)
                }
            }
        }
        if hunk.allowsPartOfLine, let finding = searchPartOfLine(hunk) { return finding }
        return overlap.map { .overlap($0) } ?? .notFound
    }

    /// Takes a place unless a new line would stand for text left out.
    private func accept(_ place: Placement, candidates: Int) -> Finding {
        var previous: (text: [UInt8], isNew: Bool)?
        for line in place.lines(in: file.lines) {
            switch line {
            case .keep(let text): previous = (text, false)
            case .add(let text):
                if ElisionLine.isElision(text, after: previous) { return .elision }
                if !text[...].isBlankLine { previous = (text, true) }
            case .remove: break
            }
        }
        if let line = startOfResult(around: place) { return .alreadyApplied(line) }
        return .found(place, candidates: candidates)
    }

    /// The place that the hunk's line number or definition names, among equal ones.
    private func hinted(_ places: [Placement], _ hunk: Hunk) -> Placement? {
        if isBase, let claimed = hunk.claimedLine {
            let there = places.filter { $0.start == claimed - 1 && $0.places.first != nil }
            if there.count == 1, var place = there.first {
                place.strategy = .hint
                return place
            }
        }
        guard !hunk.anchors.isEmpty,
            let ranges = Definitions(lines).ranges(hunk.anchors)
        else { return nil }
        let inside = places.filter { place in ranges.contains { $0.contains(place.start) } }
        guard inside.count == 1, var place = inside.first else { return nil }
        place.strategy = .hint
        return place
    }

    private func isTouched(_ place: Placement) -> Bool {
        var previous: Int?
        for case let line? in place.places {
            if isRemoved[line] { return true }
            if let previous, previous + 1 == line, added[line] != nil { return true }
            previous = line
        }
        return false
    }

    /// Looks for text that begins or ends inside a line.
    private func searchPartOfLine(_ hunk: Hunk) -> Finding? {
        let before = hunk.before.map { $0[...] }
        let after = hunk.after
        guard let head = before.first, let tail = before.last,
            before.joined().count(where: { !$0.isSpace }) >= 3
        else { return nil }
        let lines = file.lines
        guard before.count <= lines.count else { return nil }
        var found: (line: Int, prefix: Bytes, suffix: Bytes)?
        for start in 0...(lines.count - before.count) {
            let first = lines[start].text
            let last = lines[start + before.count - 1].text
            if before.count == 1 {
                var from = first.startIndex
                while let at = first[from...].position(of: head) {
                    guard found == nil else { return .ambiguous([found?.line ?? start, start]) }
                    found = (start, first[..<at], first[(at + head.count)...])
                    from = at + 1
                }
            } else if first.suffix(head.count) == head, last.prefix(tail.count) == tail,
                before.indices.dropFirst().dropLast().allSatisfy({
                    lines[start + $0].text == before[$0]
                })
            {
                guard found == nil else { return .ambiguous([found?.line ?? start, start]) }
                found = (start, first.dropLast(head.count), last.dropFirst(tail.count))
            }
        }
        guard let found,
            // A part of a word is another word.
            !lines[found.line].text.splitsWord(
                found.prefix
                    .endIndex..<(before.count == 1
                    ? found.suffix.startIndex : lines[found.line].text.endIndex)),
            before.count == 1
                || !lines[found.line + before.count - 1].text.splitsWord(
                    lines[found.line + before.count - 1].text.startIndex..<found.suffix.startIndex)
        else { return nil }
        let range = found.line..<(found.line + before.count)
        guard !range.contains(where: { isRemoved[$0] }) else { return .overlap(found.line) }
        var text = after.isEmpty ? [[]] : after
        text[0] = found.prefix + text[0]
        text[text.count - 1] += found.suffix
        var part = hunk
        part.lines = range.map { .remove(Array(lines[$0].text)) } + text.map { .add($0) }
        return accept(
            Placement(
                hunk: part, places: range.map { $0 }, reading: .exact, strategy: .partOfLine),
            candidates: 1)
    }

    // MARK: Changing

    /// Changes the lines of a place.
    mutating func apply(_ place: Placement) {
        isChanged = true
        var quoted = 0
        var cursor: Int?
        var pending: [[UInt8]] = []
        // Lines that are added belong behind the line above them, or else before the next.
        func attach(_ text: inout EditedText) {
            guard !pending.isEmpty else { return }
            if let line = cursor {
                text.added[line + 1] = pending + (text.added[line + 1] ?? [])
            } else if let next = place.places[quoted...].lazy.compactMap({ $0 }).first {
                text.added[next] = (text.added[next] ?? []) + pending
            } else {
                text.added[text.file.lines.count, default: []] += pending
            }
            pending = []
        }
        let lines = place.lines(in: file.lines)
        for line in lines {
            switch line {
            case .add(let text):
                pending.append(place.shift?.apply(text) ?? text)
            case .keep, .remove:
                let here = place.places[quoted]
                attach(&self)
                if let here {
                    if line.isRemoval { isRemoved[here] = true }
                    cursor = here
                } else if line.isElision {
                    cursor = nil
                }
                quoted += 1
            }
        }
        attach(&self)
        if place.hunk.finalNewline != .asBefore, cursor == nil || cursor == file.lines.count - 1 {
            finalNewline = place.hunk.finalNewline == .present
        }
    }

    /// Adds lines to a file that has none.
    mutating func fill(_ lines: [[UInt8]], finalNewline: Bool) {
        isChanged = true
        added[file.lines.count, default: []] += lines
        self.finalNewline = finalNewline
    }

    /// Reads the changed lines anew.
    private mutating func reread() {
        let left = rereadingsLeft
        let end = finalNewline
        self = EditedText(bytes)
        rereadingsLeft = left
        finalNewline = end
        isBase = false
    }

    /// The file as it is now.
    var bytes: [UInt8] {
        var out: [UInt8] = file.hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []
        let usual = file.usualEnd.bytes
        var end: [UInt8] = []
        // The line end is written with the next line, so that the last one can go without.
        func write(_ line: some Collection<UInt8>, _ lineEnd: [UInt8]) {
            out += end
            out += line
            end = lineEnd.isEmpty ? usual : lineEnd
        }
        for index in 0...file.lines.count {
            for line in added[index] ?? [] {
                write(line, index > 0 ? file.lines[index - 1].end.bytes : usual)
            }
            if index < file.lines.count, !isRemoved[index] {
                write(file.lines[index].text, file.lines[index].end.bytes)
            }
        }
        if finalNewline { out += end }
        return out
    }
}

extension Hunk.Line {
    /// Whether the line is there before only.
    fileprivate var isRemoval: Bool {
        if case .remove = self { true } else { false }
    }

    /// Whether the line stands for text left out.
    fileprivate var isElision: Bool {
        if case .keep(let text) = self { text[...].equals("...") } else { false }
    }
}
