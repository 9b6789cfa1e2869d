/// Reads the names of failing tests out of a log.
///
/// Names are what stays the same from run to run: no durations, no numbers of cases, no absolute
/// paths below the root. Understood are pytest, unittest, go test (plain and `-json`), cargo test
/// and nextest, TAP with subtests, node --test, Swift Testing, XCTest, Jest, Vitest, Mocha, CTest,
/// GoogleTest, Catch2, Maven, Gradle, JUnit's consoles, RSpec, minitest, test-unit, bats, and reports in JUnit's XML. A log
/// may hold several of them.
package enum FailingTests {
    /// The names in the order in which they are printed, each once.
    ///
    /// Where two tests of one name fail that the runner does not tell apart, the second is
    /// `name (2)`: so one more of them is seen.
    ///
    /// - Parameter root: The folder that the command ran in; names do not begin with it.
    package static func names(in log: String, root: String? = nil) -> [String] {
        names(in: LogText.lines(of: log), report: log, root: root)
    }

    /// - Parameter report: The log with its lines at full length: a report may be one long line.
    static func names(in lines: [String], report: String, root: String?) -> [String] {
        var names = TestNames(root: root)
        var readers = readers
        var previous = ""
        for line in lines {
            // Hardly any line tells something, and one that does mostly to one reader.
            let hits = needles.all(in: line)
            if !hits.isEmpty || readers.contains(where: \.isWaiting) {
                let telling = Set(hits.map { owners[$0] })
                for index in readers.indices
                where telling.contains(index) || readers[index].isWaiting {
                    readers[index].read(line, previous: previous, into: &names)
                }
            }
            previous = line
        }
        for index in readers.indices { readers[index].finish(into: &names) }
        JUnitReport.read(report, into: &names)
        return names.all
    }

    private static let readers: [any TestNameReader] = [
        PythonTestNames(), GoTestNames(), CargoTestNames(), TAPTestNames(), SwiftTestNames(),
        JavaScriptTestNames(), NativeTestNames(), JVMTestNames(), RubyTestNames(),
        BatsTestNames(),
    ]

    private static let needles = Needles(readers.flatMap(\.words))

    /// For each needle the reader whose word it is.
    private static let owners = readers.enumerated().flatMap { index, reader in
        reader.words.map { _ in index }
    }
}

/// The names that were read so far.
struct TestNames {
    private let root: String?
    private(set) var all: [String] = []
    private var counts: [String: Int] = [:]

    init(root: String?) { self.root = root }

    /// Adds a name that a runner may print several times for one test.
    mutating func add(_ name: String) {
        guard let name = cleaned(name), counts[name] == nil else { return }
        counts[name] = 1
        all.append(name)
    }

    /// Adds a name that a runner prints once for each test that has it.
    mutating func addOneMore(_ name: String) {
        guard let name = cleaned(name) else { return }
        let count = counts[name, default: 0] + 1
        counts[name] = count
        all.append(count == 1 ? name : "\(name) (\(count))")
    }

    private func cleaned(_ name: String) -> String? {
        var name = name.trimmingBlanks()
        if let root, name.hasPrefix(root + "/") { name = String(name.dropFirst(root.count + 1)) }
        return name.isEmpty ? nil : name
    }
}

/// Knows the words of one family of test runners.
protocol TestNameReader: Sendable {
    /// What any line has that names a failing test, or prepares for it.
    var words: [String] { get }

    /// The next line is wanted whatever it holds.
    var isWaiting: Bool { get }

    mutating func read(_ line: String, previous: String, into names: inout TestNames)

    /// The log is at its end.
    mutating func finish(into names: inout TestNames)
}

extension TestNameReader {
    var isWaiting: Bool { false }

    mutating func finish(into names: inout TestNames) {}
}
