import Editing
import Git
import Governance

extension Trial {
    /// What git and its hooks name: the list of a `pre-push` hook, `packed-refs`, the entries of a
    /// tree, paths that are quoted, refs, and globs over paths.
    static let names = Trial("names") { input in
        try checkPush(input)
        let packed = PackedRefs(input).legible
        try demand(PackedRefs(packed).legible == packed, "refs that are legible stay so")
        try checkTree(input)
        let lines = input.text.split { $0.isNewline }.prefix(16).map(String.init)
        for line in lines { try checkPath(line) }
        if let pattern = lines.first { try checkGlob(pattern, lines.dropFirst()) }
    }

    private static func checkPush(_ input: [UInt8]) throws(BrokenRule) {
        let (updates, faults) = PushUpdate.read(input)
        let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
        try demand(
            faults.allSatisfy { (1...lines.count).contains($0) }
                && updates.count + faults.count == lines.filter { !$0.isEmpty }.count,
            "each line is an update or a fault")
        for update in updates {
            _ = (update.preRun, update.isRecord)
            // An id has as many digits as the other one of its line.
            let digits = (update.local ?? update.remote)?.utf8.count ?? 40
            let zeros = String(repeating: "0", count: digits)
            let line = [
                update.localRef, update.local ?? zeros, update.remoteRef, update.remote ?? zeros,
            ].joined(separator: " ")
            try demand(
                PushUpdate.read(Array(line.utf8)).updates == [update], "an update reads as written")
        }
    }

    private static func checkTree(_ input: [UInt8]) throws(BrokenRule) {
        guard let tree = ObjectID(hex: String(repeating: "a", count: 40)),
            let entries = try? TreeFormat.read(input, of: tree)
        else { return }
        let written = TreeFormat.write(entries)
        try demand(
            (try? TreeFormat.read(written, of: tree)) == entries, "a tree reads as written")
        for entry in entries.prefix(8) {
            try demand(
                (try? TreeFormat.find(entry.name, in: input, of: tree)) != nil,
                "what is in a tree is found there")
        }
    }

    private static func checkPath(_ line: String) throws(BrokenRule) {
        let path = TreePath(line)
        try demand(TreePath(quoted: path.quoted) == path, "a path reads as quoted: \(path.quoted)")
        try demand(!path.quoted.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "what is quoted is seen")
        if let other = TreePath(quoted: line), line.hasPrefix("\"") {
            try demand(TreePath(quoted: other.quoted) == other, "a path reads as quoted")
        }
        if PathRule.explain(line) == nil {
            do throws(GitError) {
                try path.check()
            } catch {
                throw BrokenRule(rule: "what policy lets through git may hold: \(line): \(error)")
            }
        }
        if let plain = try? PathRules.normalised(line) {
            try demand(
                (try? PathRules.normalised(plain)) == plain, "a path that is plain stays so")
            try demand(
                !plain.hasPrefix("/") && !plain.split(separator: "/").contains(".."),
                "a plain path leads nowhere else")
        }
        if let ref = RefName(line) {
            try demand(ref.name == line && !line.contains(".."), "a ref keeps its name")
            _ = (ref.branchName, ref.shortName)
        }
    }

    private static func checkGlob(
        _ pattern: String, _ paths: ArraySlice<String>
    ) throws(BrokenRule) {
        for reading in [Glob.Reading.permission, .exclusion] {
            let glob = Glob(pattern, reading: reading)
            for path in paths where PathRule.explain(path) == nil {
                let parts = path.split(separator: "/").map(String.init)
                guard let name = parts.last else { continue }
                var walk = GlobWalk(glob)
                for folder in parts.dropLast() { walk = walk.entering(folder) }
                try demand(
                    walk.matches(file: name) == glob.matches(path),
                    "a walk agrees with its glob: \(pattern) \(path)")
                try demand(
                    !walk.isDone || !glob.matches(path), "a walk ends where nothing is matched")
            }
        }
    }
}
