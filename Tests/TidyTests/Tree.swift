#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import TestSupport

/// The files of the project: what git tracks and what would be tracked next.
enum Tree {
    static func files() throws -> [SourceFile] {
        // The folder may belong to another user than the one who tests.
        let outcome = try Invocation(
            "git",
            [
                "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
                "--exclude-standard",
            ],
            environment: ["PATH": TestEnvironment.searchPath], in: PackageRoot.path
        ).run()
        guard outcome.status == 0 else { throw TestFailure("git ls-files: \(outcome)") }
        let paths = Set(outcome.output.split(separator: "\0"))
        return paths.sorted().compactMap { path in
            // Deleted in the working tree, or not text.
            guard let data = try? Data(contentsOf: URL(filePath: "\(PackageRoot.path)/\(path)")),
                let text = String(bytes: data, encoding: .utf8)
            else { return nil }
            return SourceFile(path: String(path), text: text)
        }
    }
}
