import Governance
import RunModel
import Testing

struct RiskScoreTests {
    @Test(arguments: [(200, 0), (201, 10), (500, 10), (501, 20), (1000, 20), (1001, 25)])
    func `size counts by its steps`(lines: Int, points: Int) {
        #expect(score([file("tests/a.py", lines: lines)]).points == points)
    }

    @Test(arguments: [(0, 0), (1, 15), (2, 30), (3, 30)])
    func `sensitive paths count up to their limit`(count: Int, points: Int) {
        #expect(score((0..<count).map { file("migrations/\($0).py") }).points == points)
    }

    @Test(arguments: [(1, 5), (2, 10), (3, 15), (4, 15)])
    func `sensitive types count up to their limit`(count: Int, points: Int) {
        #expect(score((0..<count).map { file("data/\($0).sql") }).points == points)
    }

    @Test func `a larger change without a test counts`() {
        #expect(score([file("a.py", lines: 50)]).points == 0)
        #expect(score([file("a.py", lines: 51)]).points == 20)
        #expect(score([file("a.py", lines: 51), file("tests/test_a.py")]).points == 0)
    }

    @Test(arguments: [
        ("# TODO one", 3), ("FIXME: TODO", 6), ("HACK XXX TODO FIXME", 10), ("TODOS todo", 0),
    ])
    func `markers count as words, up to their limit`(line: String, points: Int) {
        var marked = file("a.py", lines: 1)
        marked.addedLines = [AddedLine(number: 1, text: line)]
        #expect(score([marked]).points == points)
    }

    @Test func `dependencies count once`() {
        #expect(score([file("go.mod"), file("go.sum"), file("pyproject.toml")]).points == 10)
    }

    @Test(
        arguments: [
            (["a.py"], 10, RiskScore.Level.low),
            (["auth/a.py"], 60, .medium),
            (["auth/a.py", "migrations/b.py"], 60, .high),
            (["auth/a.py", "migrations/b.py", "x.sql"], 900, .critical),
        ])
    func `each level can be reached`(paths: [String], lines: Int, level: RiskScore.Level) {
        let each = lines / paths.count
        #expect(score(paths.map { file($0, lines: each) }).level == level)
    }

    @Test(arguments: [
        (24, RiskScore.Level.low), (25, .medium), (49, .medium), (50, .high),
        (69, .high), (70, .critical), (100, .critical),
    ])
    func `levels begin at their points`(points: Int, level: RiskScore.Level) {
        var score = score([])
        score.factors = [RiskScore.Factor(points: points, why: "")]
        #expect(score.level == level)
    }

    @Test func `the highest score is 100 and explains itself`() {
        var all = ["auth/a.sql", "migrations/b.sql", "deploy/c.sql", "go.mod"].map {
            file($0, lines: 400)
        }
        all[0].addedLines = [AddedLine(number: 1, text: "TODO FIXME HACK XXX")]
        let score = score(all)
        #expect(score.points == 100)
        #expect(score.explanation.hasPrefix("3 sensitive paths (30), "))
    }

    private func score(_ files: [DifferenceFile]) -> RiskScore {
        RiskScore(of: Difference(files: files))
    }

    private func file(_ path: String, lines: Int = 1) -> DifferenceFile {
        DifferenceFile(path: path, kind: .modified, added: lines)
    }
}
