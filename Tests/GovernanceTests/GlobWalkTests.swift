import Governance
import TestSupport
import Testing

struct GlobWalkTests {
    private func walk(_ glob: Glob, _ path: String) -> Bool {
        let names = path.split(separator: "/").map(String.init)
        var walk = GlobWalk(glob)
        for name in names.dropLast() {
            walk = walk.entering(name)
            if walk.isDone { return false }
        }
        return walk.matches(file: names.last ?? "")
    }

    @Test(arguments: [Glob.Reading.permission, .exclusion])
    func `going down a tree says what the whole path says`(reading: Glob.Reading) {
        let parts = ["a", "b", "ab", "*", "**", "a*", "?", "[ab]", "A"]
        let names = ["a", "b", "ab", "ba", "A"]
        for seed in 0..<4000 {
            var random = SeededGenerator(seed: UInt64(seed))
            let pattern =
                (0..<Int.random(in: 1...5, using: &random)).map { _ in
                    parts.randomElement(using: &random) ?? ""
                }.joined(separator: "/") + (Bool.random(using: &random) ? "" : "/")
            let path = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                names.randomElement(using: &random) ?? ""
            }.joined(separator: "/")
            let glob = Glob(pattern, reading: reading)
            #expect(walk(glob, path) == glob.matches(path), "\(pattern) \(path), seed \(seed)")
        }
    }

    @Test func `a folder in which nothing can match is not entered`() {
        let walk = GlobWalk(Glob("src/lib/**", reading: .permission))
        #expect(walk.entering("docs").isDone)
        #expect(!walk.entering("src").isDone)
        #expect(walk.entering("src").entering("test").isDone)
    }

    @Test func `a folder that is matched covers all below it`() {
        let walk = GlobWalk(Glob("src/lib", reading: .permission)).entering("src").entering("lib")
        #expect(walk.coversAll && walk.entering("any").matches(file: "file"))
    }
}
