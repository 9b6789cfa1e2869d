package import Git
package import RunModel

/// Finds out how a project is built and tested, where nobody has said.
///
/// By the files of a tree alone: no program is started, nothing outside of the tree is read. A
/// program that is not installed, or a suite without a test, shows when the baseline is checked,
/// before anything is spent.
package enum DetectedChecks {
    /// The checks that the build files of a folder suggest, or those of the nearest folder above it
    /// that has any; empty where nothing does.
    ///
    /// The commands are run from the root. A project of several languages has a check for each.
    ///
    /// - Parameter folder: Relative to the root, as of `--scope`; also the path of a file, or a
    ///   glob, whose fixed beginning counts.
    package static func find(
        in tree: ObjectID, at folder: String = "", _ repository: Repository
    ) throws(GitError) -> [Check] {
        var parts = folder.split(separator: "/").prefix { part in
            part != "." && part != ".." && !part.contains { "*?[{".contains($0) }
        }
        while true {
            let path = parts.joined(separator: "/")
            if let folder = try ProjectFolder(path, in: tree, repository) {
                let commands = try commands(of: folder)
                if !commands.isEmpty { return commands.map { $0.check(in: path) } }
            }
            guard !parts.isEmpty else { return [] }
            parts = parts.dropLast()
        }
    }

    private static func commands(of folder: ProjectFolder) throws(GitError) -> [DetectedCommand] {
        let found = [
            try javaScript(folder), try rust(folder), try go(folder), try swift(folder),
            try python(folder), try jvm(folder), try ruby(folder), try cmake(folder),
            try meson(folder), try others(folder),
        ].compactMap { $0 }
        // What make does here is mostly what was found already.
        return found.isEmpty ? [try make(folder)].compactMap { $0 } : found
    }
}

/// A command that builds or tests a folder, and how it is run from the root.
struct DetectedCommand {
    /// How a program is told the folder.
    enum Place {
        /// By an option after the program, or after its first arguments.
        case option(String, after: Int)
        /// By `env -C`, which runs any program elsewhere.
        case environment
    }

    var name: String
    var run: [String]
    var place: Place = .environment

    func check(in folder: String) -> Check {
        guard !folder.isEmpty else { return Check(name: name, run: run) }
        var run = run
        switch place {
        case .option(let option, let position):
            let words = option.hasSuffix("=") ? [option + folder] : [option, folder]
            run.insert(contentsOf: words, at: 1 + position)
        case .environment: run = ["env", "-C", folder] + run
        }
        return Check(name: "\(name) (\(folder))", run: run)
    }
}
