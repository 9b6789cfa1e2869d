/// Finds runs of lines in a file without looking at every place.
struct LineIndex {
    /// How many places are counted at most; beyond it a number would help no one.
    ///
    /// Fewer are counted for long passages, since each is compared byte by byte.
    static func mostPlaces(ofLines count: Int) -> Int {
        max(2, min(100, 500_000 / max(1, count)))
    }

    private let lines: [Bytes]
    private let reading: LineReading
    private let hashes: [UInt64]
    /// For each hash its last line and how many lines have it.
    private var ends: [UInt64: (line: Int32, count: Int32)] = [:]
    /// For each line the one above it that has the same hash, or -1.
    private var previous: [Int32] = []

    /// Reads the lines once.
    init(_ lines: [Bytes], reading: LineReading) {
        self.lines = lines
        self.reading = reading
        hashes = lines.map(reading.hash)
        ends.reserveCapacity(hashes.count)
        previous.reserveCapacity(hashes.count)
        for (index, hash) in hashes.enumerated() {
            let above = Self.note(Int32(index), in: &ends[hash, default: (-1, 0)])
            previous.append(above)
        }
    }

    /// Notes one more line; gives the one before it, or -1.
    private static func note(_ line: Int32, in end: inout (line: Int32, count: Int32)) -> Int32 {
        let above = end.line
        end = (line, end.count + 1)
        return above
    }

    /// The lines that have a hash, in ascending order.
    private func lines(with hash: UInt64) -> [Int] {
        var found: [Int] = []
        var line = ends[hash]?.line ?? -1
        while line >= 0 {
            found.append(Int(line))
            line = previous[Int(line)]
        }
        return found.reversed()
    }

    /// The lines that read as one does; none where there are more than a number of them.
    func occurrences(of line: Bytes, atMost most: Int) -> [Int] {
        let hash = reading.hash(line)
        guard let end = ends[hash], end.count <= most else { return [] }
        return lines(with: hash).filter { reading.key(lines[$0]) == reading.key(line) }
    }

    /// The places where some lines stand one below the other, in ascending order.
    func starts(of wanted: [Bytes]) -> [Int] {
        guard !wanted.isEmpty, wanted.count <= hashes.count else { return [] }
        var wantedHashes: [UInt64] = []
        var rarest: (offset: Int, count: Int32)?
        for (offset, line) in wanted.enumerated() {
            // The first line that is nowhere ends the search.
            let hash = reading.hash(line)
            guard let end = ends[hash] else { return [] }
            wantedHashes.append(hash)
            if end.count < rarest?.count ?? .max { rarest = (offset, end.count) }
        }
        guard let rarest else { return [] }
        let candidates: [Int]
        if Int(rarest.count) * wanted.count <= 2_000_000 {
            let places = lines(with: wantedHashes[rarest.offset])
            candidates = places.lazy.map { $0 - rarest.offset }.filter { start in
                start >= 0 && start + wanted.count <= hashes.count
                    && wantedHashes.indices.allSatisfy { hashes[start + $0] == wantedHashes[$0] }
            }
        } else {
            candidates = scan(for: wantedHashes)
        }
        var found: [Int] = []
        let keys = wanted.map(reading.key)
        for start in candidates {
            guard keys.indices.allSatisfy({ reading.key(lines[start + $0]) == keys[$0] }) else {
                continue
            }
            found.append(start)
            if found.count == Self.mostPlaces(ofLines: wanted.count) { break }
        }
        return found
    }

    /// Finds a run in linear time (Knuth, Morris, Pratt), for files that repeat themselves.
    private func scan(for wanted: [UInt64]) -> [Int] {
        var back = [Int](repeating: 0, count: wanted.count)
        var length = 0
        for index in wanted.indices.dropFirst() {
            while length > 0, wanted[index] != wanted[length] { length = back[length - 1] }
            if wanted[index] == wanted[length] { length += 1 }
            back[index] = length
        }
        var found: [Int] = []
        length = 0
        for (index, hash) in hashes.enumerated() {
            while length > 0, hash != wanted[length] { length = back[length - 1] }
            if hash == wanted[length] { length += 1 }
            if length == wanted.count {
                found.append(index + 1 - length)
                if found.count == Self.mostPlaces(ofLines: wanted.count) { break }
                length = back[length - 1]
            }
        }
        return found
    }
}
