/// Tells how alike two texts are, from 0 (nothing in common) to 1 (equal).
///
/// Twice the number of bytes in common blocks, divided by the number of all bytes, as
/// Ratcliff and Obershelp define it ("Pattern Matching: The Gestalt Approach", 1988):
/// the longest common block first, then the same to its left and to its right. Two
/// empty texts are equal. Of longer texts (above four million pairs of bytes) whole
/// lines are compared instead of bytes, which can only give a smaller number.
package func similarity(_ first: [UInt8], _ second: [UInt8]) -> Double {
    let total = first.count + second.count
    guard total > 0 else { return 1 }
    if first == second { return 1 }
    let matched: Int
    if first.count * second.count <= 4_000_000 {
        matched = CommonBlocks(first, second).weight { _ in 1 }
    } else {
        let (left, right) = (lineKeys(first), lineKeys(second))
        guard left.count * right.count <= 16_000_000 else { return 0 }
        matched = CommonBlocks(left, right).weight { $0.count }
    }
    return 2 * Double(matched) / Double(total)
}

/// The lines of a text with their line ends.
private func lineKeys(_ bytes: [UInt8]) -> [Bytes] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
        line.endIndex < bytes.endIndex ? bytes[line.startIndex...line.endIndex] : line
    }
}

/// The common blocks of two sequences, found longest first.
private struct CommonBlocks<Element: Hashable> {
    let first: [Element]
    let second: [Element]
    private let places: [Element: [Int]]

    init(_ first: [Element], _ second: [Element]) {
        self.first = first
        self.second = second
        var places: [Element: [Int]] = [:]
        for (index, element) in second.enumerated() { places[element, default: []].append(index) }
        self.places = places
    }

    /// Adds up the weights of the elements in common blocks.
    func weight(_ weigh: (Element) -> Int) -> Int {
        var sum = 0
        var open = [(first.indices, second.indices)]
        var lengths = [Int](repeating: 0, count: second.count + 1)
        while let (left, right) = open.popLast() {
            guard !left.isEmpty, !right.isEmpty else { continue }
            let block = longest(left, right, &lengths)
            guard block.length > 0 else { continue }
            for index in block.first..<(block.first + block.length) { sum += weigh(first[index]) }
            open.append((left.lowerBound..<block.first, right.lowerBound..<block.second))
            open.append(
                (
                    (block.first + block.length)..<left.upperBound,
                    (block.second + block.length)..<right.upperBound
                ))
        }
        return sum
    }

    /// Finds the longest common block; the one that begins earliest among equals.
    ///
    /// `lengths[j + 1]` is the length of the block that ends with the last element looked
    /// at on the left and with `second[j]`; it is all zero before and after.
    private func longest(
        _ left: Range<Int>, _ right: Range<Int>, _ lengths: inout [Int]
    ) -> (first: Int, second: Int, length: Int) {
        var best = (first: left.lowerBound, second: right.lowerBound, length: 0)
        var previous: ArraySlice<Int> = []
        for index in left {
            // The columns of this row, the largest first, so that each still sees the row before.
            let all = places[first[index]] ?? []
            let row = all[lower(all, right.lowerBound)..<lower(all, right.upperBound)]
            var next: [(Int, Int)] = []
            next.reserveCapacity(row.count)
            for column in row {
                let length = (column > right.lowerBound ? lengths[column] : 0) + 1
                next.append((column, length))
                if length > best.length {
                    best = (index - length + 1, column - length + 1, length)
                }
            }
            for column in previous { lengths[column + 1] = 0 }
            for (column, length) in next { lengths[column + 1] = length }
            previous = row
        }
        for column in previous { lengths[column + 1] = 0 }
        return best
    }

    /// The index of the first element that is not smaller than a number.
    private func lower(_ sorted: [Int], _ bound: Int) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < bound { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
