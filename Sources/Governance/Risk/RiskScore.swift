/// How dangerous a change looks, 0…100, and why (`decisions.md`, Governance and the quality gate).
package struct RiskScore: Hashable, Sendable {
    package enum Level: String, Sendable, CaseIterable, Comparable {
        case low, medium, high, critical

        package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

        private var rank: Int { Level.allCases.firstIndex(of: self) ?? 0 }
    }

    /// Something that adds to the score.
    package struct Factor: Hashable, Sendable {
        package var points: Int
        package var why: String

        package init(points: Int, why: String) {
            self.points = points
            self.why = why
        }
    }

    package var factors: [Factor]

    /// 0…100.
    package var points: Int { min(100, factors.reduce(0) { $0 + $1.points }) }

    package var level: Level {
        switch points {
        case 70...: .critical
        case 50...: .high
        case 25...: .medium
        default: .low
        }
    }

    /// The factors in a sentence, the heaviest first; empty where there is none.
    package var explanation: String {
        factors.sorted { $0.points > $1.points }.map { "\($0.why) (\($0.points))" }
            .joined(separator: ", ")
    }

    /// Weighs a change.
    package init(of difference: Difference) {
        let lines = difference.changedLines
        let paths = difference.files.map(\.path)
        factors = []

        switch lines {
        case 1001...: add(25, "more than 1,000 lines changed")
        case 501...: add(20, "more than 500 lines changed")
        case 201...: add(10, "more than 200 lines changed")
        default: break
        }
        let sensitive = paths.count(where: PathKind.isSensitive)
        add(min(30, sensitive * 15), "\(sensitive) sensitive paths")
        let types = paths.count(where: PathKind.isSensitiveType)
        add(min(15, types * 5), "\(types) files of sensitive types")
        if lines > 50, !paths.contains(where: PathKind.isTest) { add(20, "no test touched") }
        let markers = difference.files.reduce(0) { sum, file in
            sum + file.addedLines.reduce(0) { $0 + Self.markers(in: $1.text) }
        }
        add(min(10, markers * 3), "\(markers) markers such as TODO added")
        if paths.contains(where: { PathKind.isDependencyList($0) || PathKind.isManifest($0) }) {
            add(10, "dependencies changed")
        }
    }

    private mutating func add(_ points: Int, _ why: String) {
        if points > 0 { factors.append(Factor(points: points, why: why)) }
    }

    /// How often a line says TODO, FIXME, HACK or XXX as a word of its own.
    private static func markers(in line: String) -> Int {
        line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
            .count { $0 == "TODO" || $0 == "FIXME" || $0 == "HACK" || $0 == "XXX" }
    }
}
