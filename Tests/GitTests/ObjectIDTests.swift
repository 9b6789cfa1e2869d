import Foundation
import Git
import Testing

struct ObjectIDTests {
    @Test func `forty digits of either case make an id, anything else none`() {
        let hex = "0123456789abcdef0123456789abcdef01234567"
        #expect(ObjectID(hex: hex)?.hex == hex)
        #expect(ObjectID(hex: hex.uppercased())?.hex == hex)
        for bad in ["", "0", hex.dropLast() + "g", hex + "0", String(hex.dropLast()), " " + hex] {
            #expect(ObjectID(hex: bad) == nil, "\(bad)")
        }
    }

    @Test func `bytes and digits are two forms of one id`() throws {
        let bytes = (0..<20).map { UInt8($0 * 13) }
        let id = try #require(ObjectID(bytes: bytes))
        #expect(id.bytes == bytes)
        #expect(ObjectID(hex: id.hex) == id)
        #expect(ObjectID(bytes: bytes.dropLast()) == nil)
        #expect(ObjectID.zero.hex == String(repeating: "0", count: 40))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `ids sort as their digits do`(seed: UInt64) throws {
        var random = Seeded(seed)
        var ids: [ObjectID] = []
        for _ in 0..<200 {
            let bytes = (0..<20).map { position in
                UInt8.random(in: 0...(position < 10 ? 1 : 255), using: &random)
            }
            ids.append(try #require(ObjectID(bytes: bytes)))
        }
        #expect(ids.sorted().map(\.hex) == ids.map(\.hex).sorted(), "seed \(seed)")
    }

    @Test func `in JSON an id is its digits`() throws {
        let id = ObjectID.emptyTree
        let data = try JSONEncoder().encode([id])
        #expect(String(decoding: data, as: UTF8.self) == "[\"\(id.hex)\"]")
        #expect(try JSONDecoder().decode([ObjectID].self, from: data) == [id])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([ObjectID].self, from: Data("[\"12\"]".utf8))
        }
    }

    @Test func `the empty tree has the id that git gives it`() async throws {
        let scratch = try await ScratchRepository()
        let text = try await scratch.git(["hash-object", "-t", "tree", "--stdin"])
        #expect(text.prefix(40) == ObjectID.emptyTree.hex)
    }
}
