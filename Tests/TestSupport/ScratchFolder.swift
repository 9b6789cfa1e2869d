#if canImport(Glibc)
    package import Glibc
#elseif canImport(Musl)
    package import Musl
#else
    package import Darwin
#endif

/// A folder of its own for one test, gone with all in it when the last reference goes.
///
/// The path is absolute and free of symbolic links, so that it can be compared with what programs
/// print.
package final class ScratchFolder: Sendable {
    /// The absolute path, without a slash at the end.
    package let path: String

    /// Makes an empty folder below the system's place for temporary files.
    package init() {
        var template = Array("/tmp/autopack-test.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil, let resolved = realpath(template, nil) else {
            preconditionFailure("no temporary folder: errno \(errno)")
        }
        path = String(cString: resolved)
        free(resolved)
    }

    deinit { Self.remove(path) }

    /// The path of something in the folder, there or not.
    package subscript(_ name: String) -> String { "\(path)/\(name)" }

    /// Makes a folder, and those above it, and returns its path.
    @discardableResult
    package func makeFolder(_ name: String) -> String {
        var made = path
        for part in name.split(separator: "/") {
            made += "/\(part)"
            mkdir(made, 0o755)
        }
        return made
    }

    /// Writes a file, making the folders above it, and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String, mode: mode_t = 0o644) -> String {
        write(Array(text.utf8), to: name, mode: mode)
    }

    /// Writes a file, making the folders above it, and returns its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o644) -> String {
        let folders = name.split(separator: "/").dropLast().joined(separator: "/")
        makeFolder(folders)
        let file = self[name]
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        precondition(descriptor >= 0, "cannot write \(file): errno \(errno)")
        defer { close(descriptor) }
        var written = 0
        bytes.withUnsafeBytes { buffer in
            while written < buffer.count {
                let count = Self.writeSome(descriptor, buffer[written...])
                precondition(count > 0, "cannot write \(file): errno \(errno)")
                written += count
            }
        }
        fchmod(descriptor, mode)
        return file
    }

    /// The bytes of a file, or nil when there is none.
    package func read(_ name: String) -> [UInt8]? { Self.read(self[name]) }

    /// The text of a file, or nil when there is none.
    package func text(_ name: String) -> String? {
        read(name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a file anywhere, also of one whose size the system does not tell.
    package static func read(_ file: String) -> [UInt8]? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = readSome(descriptor, &piece)
            guard count > 0 else { return count == 0 ? bytes : nil }
            bytes += piece[..<count]
        }
    }

    private static func writeSome(
        _ descriptor: Int32, _ bytes: Slice<UnsafeRawBufferPointer>
    ) -> Int {
        #if canImport(Glibc)
            Glibc.write(
                descriptor, UnsafeRawBufferPointer(rebasing: bytes).baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes).baseAddress, bytes.count)
        #else
            Darwin.write(
                descriptor, UnsafeRawBufferPointer(rebasing: bytes).baseAddress, bytes.count)
        #endif
    }

    private static func readSome(_ descriptor: Int32, _ piece: inout [UInt8]) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, &piece, piece.count)
        #elseif canImport(Musl)
            Musl.read(descriptor, &piece, piece.count)
        #else
            Darwin.read(descriptor, &piece, piece.count)
        #endif
    }

    /// Removes what stands at a path; folders that nobody may write are opened up first.
    private static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        chmod(path, 0o700)
        if let stream = opendir(path) {
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != "." && name != ".." { remove("\(path)/\(name)") }
            }
            closedir(stream)
        }
        rmdir(path)
    }
}
