/// A small project of one language, with changes that people would make and changes that cheat.
struct StudyProject {
    /// What a change says: a text of a file and what stands there afterwards.
    struct Edit {
        let kind: String
        let path: String
        let old: String
        let new: String
    }

    let name: String
    let sourcePath: String
    let testPath: String
    let files: [String: String]
    let bad: [Edit]
    let good: [Edit]

    init(
        _ name: String, source: (String, String), test: (String, String),
        others: [String: String] = [:], bad: [(String, String, String)],
        good: [(String, String, String)], badOthers: [(String, String, String, String)] = []
    ) {
        self.name = name
        sourcePath = source.0
        testPath = test.0
        files = others.merging([source.0: source.1, test.0: test.1]) { $1 }
        self.bad =
            bad.map { Edit(kind: $0.0, path: test.0, old: $0.1, new: $0.2) }
            + badOthers.map { Edit(kind: $0.0, path: $0.1, old: $0.2, new: $0.3) }
        self.good = good.map { Edit(kind: $0.0, path: test.0, old: $0.1, new: $0.2) }
    }
}

extension StudyProject {
    static let all: [StudyProject] =
        [
            pytest, unittest, jest, vitest, nodeTest, goTest, rust, swiftTesting, xctest, junit,
            kotlin, gtest, catch2, plainC, minitest, rspec,
        ]
}
