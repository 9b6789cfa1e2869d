import TestSupport

/// A run's journal as plain git shows it.
struct Journal {
    struct Entry {
        var commit: String
        var parents: [String]
        var message: String
        var trailers: [String: String]
        var author: String
        var committer: String
        /// The names in the tree.
        var files: [String]
        var event: JSON
        /// Why `event.json` or `state.json` is not canonical.
        var flaws: [String]
        var state: JSON

        var name: String { event["event"]?.string ?? "" }
        var phase: String? { event["phase"]?.string }
    }

    /// Oldest first.
    var entries: [Entry]

    /// Reads the journal of a run from a repository; every commit of its history.
    init(_ run: String = "r1", in repository: ScratchRepository) throws {
        let format = "%H%x00%P%x00%an <%ae>%x00%cn <%ce>%x00%B%x01"
        let log = try repository.git(
            "log", "--reverse", "--format=\(format)", "refs/autopack/runs/\(run)", "--")
        entries = []
        for record in log.split(separator: "\u{1}") {
            let fields = record.drop { $0 == "\n" }
                .split(separator: "\0", maxSplits: 4, omittingEmptySubsequences: false)
                .map(String.init)
            guard fields.count == 5 else { continue }
            let message = fields[4]
            let trailers = try repository.git("interpret-trailers", "--parse", input: message)
            let event = try repository.tryGit(["cat-file", "blob", "\(fields[0]):event.json"])
            let state = try repository.tryGit(["cat-file", "blob", "\(fields[0]):state.json"])
            let (eventValue, eventFlaws) = try JSONReader.read(event.standardOutput)
            let (stateValue, stateFlaws) = try JSONReader.read(state.standardOutput)
            entries.append(
                Entry(
                    commit: fields[0],
                    parents: fields[1].split(separator: " ").map(String.init), message: message,
                    trailers: Self.pairs(trailers), author: fields[2], committer: fields[3],
                    files: try repository.git("ls-tree", "--name-only", fields[0])
                        .split(separator: "\n").map(String.init),
                    event: eventValue, flaws: eventFlaws + stateFlaws, state: stateValue))
        }
    }

    /// The lines of `git interpret-trailers --parse` by name.
    static func pairs(_ lines: String) -> [String: String] {
        lines.split(separator: "\n").reduce(into: [:]) { pairs, line in
            guard let colon = line.firstIndex(of: ":") else { return }
            pairs[String(line[..<colon])] = String(
                line[line.index(after: colon)...].drop { $0 == " " })
        }
    }

    var names: [String] { entries.map(\.name) }

    func events(_ name: String) -> [JSON] {
        entries.map(\.event).filter { $0["event"]?.string == name }
    }

    /// The state after the last event.
    var state: JSON { entries.last?.state ?? .null }

    /// How often each recorded reply was used; the promise is: once.
    var uses: [Int: Int] {
        events("call.finished").compactMap { $0["recording"]?.int }
            .reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}
