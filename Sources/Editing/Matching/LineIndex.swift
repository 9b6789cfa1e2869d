/// Finds runs of lines in a file without looking at every place.
struct LineIndex {
    /// How many places are counted at most; beyond it a number would help no one.
    static let mostPlaces = 1000

    private let lines: [Bytes]
    private let reading: LineReading
    private let hashes: [UInt64]
    private let places: [UInt64: [Int]]

    /// Reads the lines once.
    init(_ lines: [Bytes], reading: LineReading) {
        self.lines = lines
        self.reading = reading
        hashes = lines.map(reading.hash)
        var places: [UInt64: [Int]] = [:]
        for (index, hash) in hashes.enumerated() { places[hash, default: []].append(index) }
        self.places = places
    }

    /// The places where some lines stand one below the other, in ascending order.
    func starts(of wanted: [Bytes]) -> [Int] {
        guard !wanted.isEmpty, wanted.count <= hashes.count else { return [] }
        let wantedHashes = wanted.map(reading.hash)
        var rarest: (offset: Int, places: [Int])?
        for (offset, hash) in wantedHashes.enumerated() {
            guard let found = places[hash] else { return [] }
            if found.count < rarest?.places.count ?? .max { rarest = (offset, found) }
        }
        guard let rarest else { return [] }
        let candidates: [Int]
        if rarest.places.count * wanted.count <= 2_000_000 {
            candidates = rarest.places.lazy.map { $0 - rarest.offset }.filter { start in
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
            if found.count == Self.mostPlaces { break }
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
                if found.count == Self.mostPlaces { break }
                length = back[length - 1]
            }
        }
        return found
    }
}
