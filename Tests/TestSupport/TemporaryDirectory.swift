#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder of a test's own, removed with all in it when the last reference goes.
package final class TemporaryDirectory: Sendable {
    /// Absolute, without symbolic links.
    package let path: String

    /// Makes an empty folder below `TMPDIR`, or `/tmp`.
    package init() throws(TestFailure) {
        let parent = TestEnvironment.setting("TMPDIR") ?? "/tmp"
        var template = Array("\(parent)/autopack-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil, let real = realpath(template, nil) else {
            throw TestFailure(
                "no temporary folder in \(parent): \(String(cString: strerror(errno)))")
        }
        path = String(cString: real)
        free(real)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // A test took a folder's permissions away: give them back and try again.
            unlock(path)
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private func unlock(_ folder: String) {
        chmod(folder, 0o700)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let path = "\(folder)/\(name)"
            var status = stat()
            if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { unlock(path) }
        }
    }

    /// The absolute path of something below.
    package func path(_ relative: String) -> String { "\(path)/\(relative)" }

    /// Makes a folder, and those above it, and gives its absolute path.
    @discardableResult
    package func makeFolder(_ relative: String) throws -> String {
        let folder = path(relative)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Writes a file, making the folders above it, and gives its absolute path.
    @discardableResult
    package func write(_ relative: String, _ text: String) throws -> String {
        try write(relative, Array(text.utf8))
    }

    /// Writes a file of any bytes, making the folders above it, and gives its absolute path.
    @discardableResult
    package func write(_ relative: String, _ bytes: [UInt8]) throws -> String {
        let file = path(relative)
        let folder = file[..<(file.lastIndex(of: "/") ?? file.startIndex)]
        try FileManager.default.createDirectory(
            atPath: String(folder), withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: file))
        return file
    }

    /// Writes a program, making the folders above it, and gives its absolute path.
    ///
    /// A process of its own writes it. Were it open for writing here, a program that another test
    /// starts at that instant would hold it open too, and starting it would fail as "busy".
    ///
    /// - Parameter script: Begins with `#!` and an interpreter.
    @discardableResult
    package func writeProgram(_ relative: String, _ script: String) throws -> String {
        let file = path(relative)
        try FileManager.default.createDirectory(
            atPath: URL(filePath: file).deletingLastPathComponent().path(),
            withIntermediateDirectories: true)
        // The new file takes the place of what is there; writing into it could follow a link.
        let outcome = try Invocation(
            "/bin/sh",
            ["-c", "cat >\"$0.new\" && chmod 755 \"$0.new\" && mv \"$0.new\" \"$0\"", file],
            environment: ["PATH": TestEnvironment.searchPath], in: path,
            standardInput: Array(script.utf8)
        ).run()
        guard outcome.status == 0 else { throw TestFailure("\(file): \(outcome)") }
        return file
    }

    /// The bytes of a file below.
    package func read(_ relative: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: path(relative))))
    }

    /// Removes a file below, or a folder with all in it.
    package func remove(_ relative: String) throws {
        try FileManager.default.removeItem(atPath: path(relative))
    }

    /// Whether anything is at a path below; a symbolic link counts itself.
    package func exists(_ relative: String) -> Bool {
        var status = stat()
        return lstat(path(relative), &status) == 0
    }
}
