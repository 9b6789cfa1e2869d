import Effects
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct `Live files` {
    let folder = ScratchFolder()
    let files = Files.live

    private func code(_ action: () throws(FileFailure) -> Void) -> FileFailure.Code? {
        do throws(FileFailure) {
            try action()
            return nil
        } catch {
            return error.code
        }
    }

    /// The names in a folder, for what must not be left behind.
    private func names(_ path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    // MARK: Writing and reading

    @Test(arguments: [0, 1, 4095, 4096, 4097, 3_000_000])
    func `what is written is read`(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        try files.write(folder["file"], bytes)
        #expect(try files.read(folder["file"]) == bytes)
        #expect(names(folder.path) == ["file"])
    }

    @Test func `folders above are made`() throws {
        try files.write(folder["a/b/c/file"], [1])
        #expect(try files.read(folder["a/b/c/file"]) == [1])
    }

    @Test func `a file is replaced and keeps its mode`() throws {
        folder.write("a longer old text", to: "file", mode: 0o754)
        try files.write(folder["file"], [1])
        #expect(folder.read("file") == [1])
        #expect(mode(folder["file"]) == 0o754)
    }

    @Test func `a new file has the mode that other programs give it`() throws {
        let plain = open(folder["plain"], O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
        close(plain)
        try files.write(folder["new"], [1])
        #expect(mode(folder["new"]) == mode(folder["plain"]))
    }

    @Test func `a link is replaced and what it names stays`() throws {
        folder.write("mine", to: "outside")
        symlink(folder["outside"], folder["link"])
        try files.write(folder["link"], [1])
        #expect(folder.text("outside") == "mine")
        #expect(files.kind(folder["link"]) == .file)
    }

    @Test func `a reader sees the old bytes or the new ones`() async throws {
        let old = [UInt8](repeating: 1, count: 100_000)
        let new = [UInt8](repeating: 2, count: 200_000)
        try files.write(folder["file"], old)
        let writer = Task { [files, path = folder["file"]] in
            for round in 0..<50 { try files.write(path, round.isMultiple(of: 2) ? new : old) }
        }
        for _ in 0..<200 {
            let seen = try files.read(folder["file"])
            #expect(seen == old || seen == new)
            await Task.yield()
        }
        try await writer.value
    }

    @Test func `a link to a file is read`() throws {
        folder.write("text", to: "file")
        symlink("file", folder["link"])
        #expect(try files.read(folder["link"]) == Array("text".utf8))
    }

    @Test func `a file whose size the system does not tell is read whole`() throws {
        let bytes = try files.read("/proc/self/status")
        #expect(bytes.starts(with: Array("Name:".utf8)))
        #expect(bytes.last == UInt8(ascii: "\n"))
    }

    // MARK: Kinds

    @Test func `what stands at a path is told without following links`() {
        folder.write("", to: "file")
        folder.makeFolder("folder")
        symlink("folder", folder["link"])
        symlink("nowhere", folder["dangling"])
        mkfifo(folder["pipe"], 0o600)
        #expect(files.kind(folder["file"]) == .file)
        #expect(files.kind(folder["folder"]) == .directory)
        #expect(files.kind(folder["link"]) == .link)
        #expect(files.kind(folder["dangling"]) == .link)
        #expect(files.kind(folder["pipe"]) == .other)
        #expect(files.kind(folder["none"]) == .nothing)
    }

    // MARK: Removing

    @Test func `a folder goes with all in it, and nothing that links name`() throws {
        folder.write("mine", to: "outside/file")
        folder.write("x", to: "tree/deep/down/file")
        symlink(folder["outside"], folder["tree/deep/link"])
        // A name that is no UTF-8.
        let strange: [CChar] = Array((folder["tree"] + "/").utf8CString.dropLast()) + [-1, -2, 0]
        close(open(strange, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600))
        try files.remove(folder["tree"])
        #expect(files.kind(folder["tree"]) == .nothing)
        #expect(folder.text("outside/file") == "mine")
        symlink(folder["outside"], folder["link"])
        try files.remove(folder["link"])
        #expect(folder.text("outside/file") == "mine")
    }

    @Test func `removing nothing is no error`() throws {
        try files.remove(folder["none"])
        try files.remove(folder["none/below"])
        #expect(names(folder.path) == [])
    }

    // MARK: What goes wrong

    @Test func `a missing file is told`() {
        #expect(code { () throws(FileFailure) in _ = try files.read(folder["none"]) } == .notFound)
    }

    @Test(.timeLimit(.minutes(15)))
    func `only regular files are read`() {
        mkfifo(folder["pipe"], 0o600)
        for path in [folder.path, folder["pipe"], "/dev/zero"] {
            #expect(code { () throws(FileFailure) in _ = try files.read(path) } == .notAFile)
        }
    }

    @Test func `a folder is not replaced by a file`() {
        folder.makeFolder("folder")
        #expect(
            code { () throws(FileFailure) in try files.write(folder["folder"], []) } == .notAFile)
        #expect(names(folder.path) == ["folder"])
    }

    @Test func `a file in the way of a folder is told and stays`() {
        folder.write("mine", to: "file")
        #expect(
            code { () throws(FileFailure) in try files.write(folder["file/below"], [1]) }
                == .notFound)
        #expect(folder.text("file") == "mine")
    }

    @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
    func `a folder without permission is told`() {
        folder.write("mine", to: "closed/file")
        chmod(folder["closed"], 0o500)
        #expect(
            code { () throws(FileFailure) in try files.write(folder["closed/file"], []) }
                == .permission)
        #expect(
            code { () throws(FileFailure) in try files.remove(folder["closed"]) } == .permission)
        #expect(folder.text("closed/file") == "mine")
    }

    @Test func `the room on a disk is that of the nearest folder that is there`() throws {
        let folder = try TemporaryDirectory()
        let here = try #require(Files.live.space(folder.path))
        let below = try #require(Files.live.space(folder.path("not/there/yet")))
        #expect(here.freeBytes > 0)
        #expect(here.fileSystem == below.fileSystem)
    }
}
