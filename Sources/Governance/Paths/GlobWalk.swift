/// A pattern on its way down a tree: what is left of it below a folder.
///
/// Matching each path of a large tree anew looks at every folder's name once for each file below
/// it. This looks once, and says which folders need not be entered at all. It always agrees with
/// ``Glob/matches(_:)``.
package struct GlobWalk: Hashable, Sendable {
    private let glob: Glob
    /// How many of the pattern's components may be behind us.
    private let places: [Int]
    /// The folder itself is matched by a pattern that means all below what it matches.
    package let coversAll: Bool

    /// Begins at the root of a tree.
    package init(_ glob: Glob) {
        self.glob = glob
        places = GlobWalk.passing(glob, [0]).filter { $0 < glob.components.count }
        coversAll = false
    }

    private init(_ glob: Glob, places: [Int], coversAll: Bool) {
        self.glob = glob
        self.places = places
        self.coversAll = coversAll
    }

    /// Nothing below the folder can be matched.
    package var isDone: Bool { !coversAll && places.isEmpty }

    /// The walk one folder further down.
    package func entering(_ folder: String) -> GlobWalk {
        if coversAll { return self }
        let next = after(folder)
        let covers = glob.namesDirectory && next.contains(glob.components.count)
        return GlobWalk(
            glob, places: next.filter { $0 < glob.components.count }, coversAll: covers)
    }

    /// Says whether a file of this name in the folder is matched.
    package func matches(file name: String) -> Bool {
        coversAll || after(name).contains(glob.components.count)
    }

    private func after(_ name: String) -> [Int] {
        guard !places.isEmpty else { return [] }
        let scalars = Array(
            (glob.reading == .exclusion ? name.lowercased() : name).unicodeScalars)
        var next: Set<Int> = []
        for place in places {
            let component = glob.components[place]
            if component == [.components] {
                next.insert(place)
                // `dir/**` means what is below, at least one name.
                if place > 0, place == glob.components.count - 1 { next.insert(place + 1) }
            } else if Glob.matches(component, scalars) {
                next.insert(place + 1)
            }
        }
        return GlobWalk.passing(glob, next)
    }

    /// Adds what is reached by letting `**` stand for no component.
    private static func passing(_ glob: Glob, _ places: Set<Int>) -> [Int] {
        var reached = places
        for place in places.sorted() {
            var place = place
            while place < glob.components.count, glob.components[place] == [.components],
                !(place > 0 && place == glob.components.count - 1)
            {
                place += 1
                reached.insert(place)
            }
        }
        return reached.sorted()
    }
}
