import Commands
import TestSupport
import Testing

@Suite struct `Bounded output` {
    @Test func `everything is kept up to the limit`() {
        var output = BoundedOutput(limit: 6)
        output.append(Array("abc".utf8))
        output.append(Array("def".utf8))
        let kept = output.finish()
        #expect(kept.bytes == Array("abcdef".utf8))
        #expect(kept.droppedBytes == 0)
    }

    @Test func `one byte more leaves the two halves and a line that counts`() {
        var output = BoundedOutput(limit: 6)
        output.append(Array("abcdefg".utf8))
        let kept = output.finish()
        #expect(
            String(decoding: kept.bytes, as: UTF8.self) == "abc\n[... 1 bytes left out ...]\nefg")
        #expect(kept.droppedBytes == 1)
    }

    @Test func `a limit of nothing keeps nothing but the count`() {
        var output = BoundedOutput(limit: 0)
        output.append([1, 2, 3])
        let kept = output.finish()
        #expect(String(decoding: kept.bytes, as: UTF8.self) == "[... 3 bytes left out ...]\n")
        #expect(kept.droppedBytes == 3)
    }

    @Test(arguments: Seeds.first(50))
    func `any pieces give what the whole gives`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = Int.random(in: 0...40, using: &generator)
        var whole: [UInt8] = []
        var output = BoundedOutput(limit: limit)
        for _ in 0..<Int.random(in: 0...20, using: &generator) {
            let piece = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                UInt8.random(in: 97...122, using: &generator)
            }
            whole += piece
            output.append(piece)
        }
        let kept = output.finish()
        let dropped = max(0, whole.count - limit)
        #expect(kept.droppedBytes == dropped, "seed \(seed)")
        guard dropped > 0 else {
            #expect(kept.bytes == whole, "seed \(seed)")
            return
        }
        #expect(kept.bytes.starts(with: whole.prefix(limit / 2)), "seed \(seed)")
        #expect(
            kept.bytes.suffix(limit - limit / 2) == whole.suffix(limit - limit / 2), "seed \(seed)")
    }
}
