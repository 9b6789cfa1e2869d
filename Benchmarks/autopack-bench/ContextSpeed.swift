import Agents
import Commands
import Effects
import Git
import Orchestrator
import RunModel
import TestSupport

/// What it takes to put together what a model is shown of a large repository of source code.
struct ContextSpeed {
    struct Figures {
        /// With nothing in memory and no cache on disk.
        let cold: Measurement
        /// In the next attempt, after another file of the scope was changed.
        let changed: Measurement
        /// What git takes to list the same tree.
        let listing: Measurement

        var peer: String { "git ls-tree -r \(listing.text)" }
    }

    private let files: Int
    private let scratch: ScratchRepository
    private let tree: ObjectID
    private let neverSend = NeverSend()

    init(files: Int) throws {
        self.files = files
        scratch = try LargeRepository.imported(files, path: Self.path, text: Self.text)
        let repository = try Repository.discover(
            from: scratch.path, environment: scratch.environment)
        tree = try repository.readCommit(try repository.resolve("main")).tree
    }

    func figures(runs: Int) async throws -> Figures {
        let cold = try await Measurement.times(runs) { run in
            _ = try await context(of: tree, with: try reader(run))
        }
        let warm = try reader(runs + 1)
        _ = try await context(of: tree, with: warm)
        var changes = try (0...runs).map(change)
        let changed = try await Measurement.times(runs) { _ in
            _ = try await context(of: changes.removeFirst(), with: warm)
        }
        let listing = try await Measurement.times(runs) { _ in
            try scratch.git("ls-tree", "-r", "--name-only", "main")
        }
        return Figures(cold: cold, changed: changed, listing: listing)
    }

    // MARK: What is measured

    /// From the phase to the text of the prompt, as it would leave the machine.
    private func context(of tree: ObjectID, with reader: ContextReader) async throws -> Int {
        guard let id = PhaseID("phase") else { preconditionFailure("a phase's name") }
        let request = ContextRequest(
            goal: "Let total_\(files / 2) round as total_\(files / 3) does.",
            phase: Phase(
                id: id, goal: "Change it in its module.",
                scope: Scope(write: ["\(Self.folder(files / 2))/**"])), neverSend: neverSend,
            failing: "\(Self.path(files / 2 + 1)):3: AssertionError")
        let base = try reader.catalogue(of: self.tree)
        let context = try await ContextAssembly(request, from: reader).context(
            base: base, tip: base, current: try reader.catalogue(of: tree))
        let redactor = Redactor()
        let texts = [context.stableText, context.attemptText].map { redactor.redact($0).text.text }
        return texts.reduce(0) { $0 + $1.utf8.count }
    }

    /// A reader that has seen nothing, over a repository opened anew.
    private func reader(_ run: Int) throws -> ContextReader {
        var environment = scratch.environment
        environment["XDG_CACHE_HOME"] = scratch.directory.path("cache-\(run)")
        let world = World(
            clock: Clock(
                nowMilliseconds: { 0 }, monotonicNanoseconds: { 0 }, sleep: { _ in }),
            random: RandomSource { 0 }, files: .live, processes: .live,
            http: HTTPTransport { request throws(HTTPFailure) in
                throw HTTPFailure(code: .refused, url: request.url, detail: "no network here")
            }, environment: environment, workingDirectory: scratch.path)
        return ContextReader(try repository(), world: world)
    }

    private func repository() throws -> Repository {
        try Repository.discover(from: scratch.path, environment: scratch.environment)
    }

    /// The tree with another file of the scope changed.
    private func change(_ run: Int) throws -> ObjectID {
        let repository = try repository()
        let blob = try repository.writeBlob(Array("def changed_\(run)():\n    pass\n".utf8))
        let path = TreePath(Self.path(files / 2 / 100 * 100 + run % 100))
        return try repository.writeTree(base: tree, changes: [.put(path, .regular, blob)])
    }

    // MARK: What it is measured on

    private static func folder(_ number: Int) -> String {
        "group\(number / 10_000)/module\(number / 100 % 100)"
    }

    private static func path(_ number: Int) -> String {
        "\(folder(number))/file\(number % 100).py"
    }

    /// A module that defines a class and some functions, and uses those of its neighbours.
    private static func text(_ number: Int) -> String {
        var text = "from . import total_\(max(0, number - 1))\n\n\nclass Account\(number):\n"
        for method in 0..<4 {
            text += "    def entry_\(method)(self, value):\n        return value + \(number)\n\n"
        }
        return text
            + "\ndef total_\(number)(values):\n    return total_\(max(0, number - 1))(values)\n"
    }
}
