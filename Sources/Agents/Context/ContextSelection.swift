import Governance
import RunModel

/// Chooses files by their paths alone, before any is read.
struct ContextSelection {
    /// What is chosen of a tree for every attempt of a phase, the most wanted first.
    struct Choice {
        /// From the root down to the scope.
        var instructions: [CataloguedFile] = []
        var readOnly: [CataloguedFile] = []
        var files: [CataloguedFile] = []
        /// Files whose definitions may be of use, with their distance from where the work is.
        var mapped: [(file: CataloguedFile, distance: Int)] = []
        /// What goal and acceptance name.
        var named: Set<String> = []
    }

    private let request: ContextRequest
    private let mentions: Mentions

    init(_ request: ContextRequest) {
        self.request = request
        mentions = Mentions(
            request.goal, request.phase.title, request.phase.goal,
            request.phase.acceptance.joined(separator: "\n"))
    }

    /// Files in a scope that are looked at.
    private static let scopeLimit = 2_000
    /// Files whose contents may be asked for; the others are too far down the list to fit.
    private static let candidateLimit = 250
    /// Files whose definitions are looked for.
    private static let mapLimit = 250
    /// A name that more files have tells nothing.
    private static let sameNameLimit = 8

    func choose(base: Catalogue, tree: Catalogue) -> Choice {
        let phase = request.phase
        var choice = Choice()
        let named = named(in: tree)
        choice.named = Set(named.map(\.path))
        let write = tree.files(
            matching: [Glob](patterns: phase.scope.write, reading: .permission),
            limit: ContextSelection.scopeLimit
        ).filter { request.neverSend.allows($0.path) }
        let anchors = anchors(named, write)
        let near = NearFiles(tree)
        if phase.scope.write.isEmpty {
            let around = near.files(
                around: anchors, limit: ContextSelection.candidateLimit, perFolder: 100
            ) { _ in true }
            choice.files = unique(named + around.map(\.file))
        } else {
            choice.files = unique(write.filter { choice.named.contains($0.path) } + write)
            choice.readOnly = named.filter { file in !write.contains { $0.path == file.path } }
        }
        choice.files = Array(
            choice.files.filter { request.neverSend.allows($0.path) }
                .prefix(ContextSelection.candidateLimit))
        let inFiles = Set(choice.files.map(\.path))
        choice.readOnly = unique(
            choice.readOnly
                + tree.files(
                    matching: [Glob](patterns: phase.scope.read, reading: .permission),
                    limit: ContextSelection.candidateLimit)
        ).filter { request.neverSend.allows($0.path) && !inFiles.contains($0.path) }
        choice.mapped = near.files(
            around: anchors, limit: ContextSelection.mapLimit, perFolder: 60
        ) { $0.language != nil }.filter { request.neverSend.allows($0.file.path) }
        let mapped = Set(choice.mapped.map(\.file.path))
        choice.mapped += (named + choice.readOnly).filter {
            $0.language != nil && !mapped.contains($0.path)
        }.map { ($0, 0) }
        choice.instructions = instructions(in: base, anchors)
        return choice
    }

    /// What the goal and the acceptance criteria name, as a path first, as a word last.
    private func named(in tree: Catalogue) -> [CataloguedFile] {
        let paths = mentions.paths.sorted()
        var found = paths.compactMap { tree.file(at: $0) }
        let names = Set(paths.compactMap { $0.split(separator: "/").last.map(String.init) })
        found += tree.files(named: names, limit: ContextSelection.sameNameLimit).filter { file in
            paths.contains { $0 == file.path || file.path.hasSuffix("/\($0)") }
        }
        found += tree.files(stemmed: mentions.tellingIdentifiers, limit: 4).filter {
            $0.language != nil
        }
        return unique(found).filter { request.neverSend.allows($0.path) }
    }

    /// The folders where the work is; the root where nothing says.
    private func anchors(_ named: [CataloguedFile], _ scope: [CataloguedFile]) -> [String] {
        var folders: [String] = []
        var seen: Set<String> = []
        for file in named + scope {
            let folder = String(file.folder)
            if seen.insert(folder).inserted { folders.append(folder) }
            if folders.count == 50 { break }
        }
        return folders.isEmpty ? [""] : folders
    }

    /// `AGENTS.md` at the root and the nearest to where the work is, the root's first, so that the
    /// nearer one has the last word.
    private func instructions(in base: Catalogue, _ anchors: [String]) -> [CataloguedFile] {
        var found = [base.file(at: ContextSelection.instructionsName)].compactMap(\.self)
        for anchor in anchors.prefix(8) {
            var folder = anchor[...]
            while !folder.isEmpty {
                if let file = base.file(at: "\(folder)/\(ContextSelection.instructionsName)") {
                    found.append(file)
                    break
                }
                folder = folder.lastIndex(of: "/").map { folder[..<$0] } ?? ""
            }
        }
        return unique(found).filter { request.neverSend.allows($0.path) }
    }

    private static let instructionsName = "AGENTS.md"

    private func unique(_ files: [CataloguedFile]) -> [CataloguedFile] {
        var seen: Set<String> = []
        return files.filter { seen.insert($0.path).inserted }
    }
}
