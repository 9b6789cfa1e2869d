/// Spellings of the command line that ArgumentParser has no form for.
enum CommandWords {
    /// `run --land` alone means `run --land=ff`.
    static func withLandingWay(_ arguments: [String]) -> [String] {
        guard arguments.first == "run" else { return arguments }
        let ways = ["ff", "merge", "squash", "worktree"]
        return arguments.enumerated().map { index, word in
            guard word == "--land" else { return word }
            let next = arguments.indices.contains(index + 1) ? arguments[index + 1] : ""
            return ways.contains(next) ? word : "--land=ff"
        }
    }
}
