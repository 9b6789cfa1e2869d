import Agents
import TestSupport
import Testing

struct DefinitionCacheTests {
    private func id(_ byte: UInt8) throws -> ContentID {
        try #require(ContentID(bytes: [UInt8](repeating: byte, count: 20)[...]))
    }

    private func filled() throws -> DefinitionCache {
        var cache = DefinitionCache(method: "lines")
        cache.add([Definition(name: "f", head: "def f():", depth: 1)], of: try id(1))
        cache.add([], of: try id(2))
        return cache
    }

    @Test func `what was written is read again`() throws {
        let cache = try filled()
        #expect(cache.hasNews)
        var read = try #require(DefinitionCache(cache.encoded(), method: "lines"))
        #expect(!read.hasNews)
        let (one, two, three) = (try id(1), try id(2), try id(3))
        #expect(read[one] == [Definition(name: "f", head: "def f():", depth: 1)])
        #expect(read[two] == [])
        #expect(read[three] == nil)
    }

    @Test func `what was found in another way is no cache`() throws {
        #expect(DefinitionCache(try filled().encoded(), method: "tags") == nil)
    }

    @Test(arguments: 0..<40)
    func `what was damaged is no cache`(seed: UInt64) throws {
        let good = try filled().encoded()
        var random = SeededGenerator(seed: seed)
        var bad = good
        let place = Int.random(in: 0..<bad.count, using: &random)
        switch seed % 3 {
        case 0: bad[place] ^= UInt8.random(in: 1...255, using: &random)
        case 1: bad = Array(bad[..<place])
        default: bad.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
        // A byte may be inserted where it repeats its neighbour: that is the same file.
        if bad != good { #expect(DefinitionCache(bad, method: "lines") == nil, "seed \(seed)") }
    }
}
