/// Finds each test of the base again in the candidate.
struct TestPairing {
    let base: [TestChange.Placed]
    let candidate: [TestChange.Placed]
    /// For each routine of the base, its place in the candidate.
    private(set) var found: [Int?]
    private(set) var taken: [Bool]

    init(_ base: [TestChange.Placed], _ candidate: [TestChange.Placed]) {
        self.base = Self.effective(base)
        self.candidate = Self.effective(candidate)
        found = Array(repeating: nil, count: self.base.count)
        taken = Array(repeating: false, count: self.candidate.count)
    }

    /// Of functions with one name in one place only the last is there.
    private static func effective(_ placed: [TestChange.Placed]) -> [TestChange.Placed] {
        var seen: Set<String> = []
        return placed.reversed().filter { each in
            guard each.language == .python, !each.routine.name.isEmpty else { return true }
            return seen.insert("\(each.file) \(each.routine.name)").inserted
        }.reversed()
    }

    mutating func pair() {
        pair { "\($0.file) \($0.routine.name) \($0.routine.isTest)" }
        pair { "\($0.file) \($0.routine.name)" }
        pair { $0.routine.body.isEmpty ? nil : $0.routine.ownName + "\n" + $0.routine.body }
        pair { $0.routine.size < 6 ? nil : $0.routine.body }
        pair(unique: true) { $0.routine.isTest ? "\($0.file) \($0.routine.ownName)" : nil }
        pair(unique: true) {
            $0.routine.isTest && !$0.routine.ownName.isEmpty ? $0.routine.ownName : nil
        }
        pairSimilar()
    }

    private mutating func pair(unique: Bool = false, by key: (TestChange.Placed) -> String?) {
        var places: [String: [Int]] = [:]
        for (place, each) in candidate.enumerated().reversed() where !taken[place] {
            if let key = key(each) { places[key, default: []].append(place) }
        }
        for (index, each) in base.enumerated() where found[index] == nil {
            guard let key = key(each), let place = places[key]?.last else { continue }
            if unique, places[key]?.count != 1 { continue }
            places[key]?.removeLast()
            take(index, place)
        }
    }

    private mutating func take(_ index: Int, _ place: Int) {
        found[index] = place
        taken[place] = true
    }

    /// What two routines may share: claims and values.
    private static func features(of routine: TestRoutine) -> Set<String> {
        Set(routine.assertions.map(\.key) + routine.statements.map(\.text))
    }

    /// Tests with half of their claims and values in common are one, under another name.
    private mutating func pairSimilar() {
        var index: [String: [Int]] = [:]
        for (place, each) in candidate.enumerated() where !taken[place] && each.routine.isTest {
            for feature in Self.features(of: each.routine) {
                index[feature, default: []].append(place)
            }
        }
        for (place, each) in base.enumerated() where found[place] == nil && each.routine.isTest {
            let features = Self.features(of: each.routine)
            guard !features.isEmpty else { continue }
            var votes: [Int: Int] = [:]
            for feature in features {
                // What everybody says tells nobody apart.
                guard let places = index[feature], places.count <= 40 else { continue }
                for found in places where !taken[found] { votes[found, default: 0] += 1 }
            }
            let best = votes.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
            if let best, best.value * 2 >= features.count { take(place, best.key) }
        }
    }
}
