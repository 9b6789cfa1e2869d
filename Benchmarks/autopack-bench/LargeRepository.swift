import TestSupport

/// Makes a repository with as many files as a large project has.
enum LargeRepository {
    /// A hundred files to a folder, a hundred folders to a folder.
    static func path(ofFile number: Int) -> String {
        "group\(number / 10_000)/module\(number / 100 % 100)/file\(number % 100).txt"
    }

    /// Imports all files in one commit, and checks them out.
    static func make(files: Int) throws -> ScratchRepository {
        let repository = try imported(files, path: path) { number in
            "line one of file \(number)\nline two of file \(number)\n"
        }
        try repository.git("reset", "--quiet", "--hard", "main")
        return repository
    }

    /// Imports all files in one commit.
    static func imported(
        _ files: Int, path: (Int) -> String, text: (Int) -> String
    ) throws -> ScratchRepository {
        let repository = try ScratchRepository()
        var stream = "commit refs/heads/main\n"
        stream += "committer Carl Committer <carl@example.org> 1767323045 +0000\n"
        stream += "data 6\nimport\n"
        for number in 0..<files {
            let text = text(number)
            stream += "M 100644 inline \(path(number))\ndata \(text.utf8.count)\n\(text)\n"
        }
        try repository.git("fast-import", "--quiet", input: stream)
        return repository
    }
}
