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
