import Effects
import Git

/// Trees in whose difference from their parents nothing was found, so that a push looks only at
/// what is new since the last.
///
/// A verdict is bound to the ids of all trees that it looked at, and to the rules that it went by.
/// The file is a cache: without it, or with one that is not understood, everything is read again.
struct CleanTrees {
    /// More are not kept; the oldest go.
    static let limit = 5000

    private let files: Files
    private let path: String
    private let rules: String
    private var pairs: Set<String>
    private var order: [String]
    private var hasNew = false

    /// - Parameter rules: A digest of what decides.
    init(files: Files, folder: String, rules: String) {
        self.files = files
        self.rules = rules
        path = "\(folder)/clean-trees"
        order = Self.read((try? files.read(path)) ?? [], rules: rules)
        pairs = Set(order)
    }

    func contains(_ tree: ObjectID, parents: [ObjectID]) -> Bool {
        pairs.contains(Self.line(tree, parents))
    }

    mutating func insert(_ tree: ObjectID, parents: [ObjectID]) {
        let line = Self.line(tree, parents)
        guard pairs.insert(line).inserted else { return }
        order.append(line)
        hasNew = true
    }

    /// Writes the file where there is something new; where that cannot be, nothing is lost.
    func save() {
        guard hasNew else { return }
        let lines = [rules] + order.suffix(Self.limit)
        try? files.write(path, Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    private static func line(_ tree: ObjectID, _ parents: [ObjectID]) -> String {
        ([tree] + parents).map(\.hex).joined(separator: " ")
    }

    /// The lines of a file that says what it was made by and holds nothing but ids.
    private static func read(_ bytes: [UInt8], rules: String) -> [String] {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.first.map({ $0 == rules }) ?? false, lines.count <= limit + 1 else { return [] }
        let rest = lines.dropFirst().map(String.init)
        let isLegal = rest.allSatisfy { line in
            line.split(separator: " ", omittingEmptySubsequences: false)
                .allSatisfy { ObjectID(hex: String($0)) != nil }
        }
        return isLegal ? rest : []
    }
}
