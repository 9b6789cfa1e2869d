import CLibgit2

/// Collects a patch line by line, as git itself would print it.
final class PatchPrinter {
    private(set) var text: [UInt8] = []
    private(set) var isTooLong = false
    /// The `---` and `+++` of the current file, which git leaves out where no hunk follows.
    private var names: [UInt8] = []
    private let limitBytes: Int

    init(limitBytes: Int) { self.limitBytes = limitBytes }

    /// Adds the patch of one file; a negative status is libgit2's.
    func add(_ patch: OpaquePointer) -> Int32 {
        names = []
        return unsafe git_patch_print(
            patch,
            { _, _, line, context in
                guard let line = unsafe line, let context = unsafe context else {
                    return GIT_EUSER.rawValue
                }
                let printer = unsafe Unmanaged<PatchPrinter>.fromOpaque(context)
                return unsafe printer.takeUnretainedValue().add(line.pointee)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Takes one line, or one file's header, from libgit2; a status other than 0 ends the printing.
    private func add(_ line: git_diff_line) -> Int32 {
        let bytes = unsafe UnsafeRawBufferPointer(start: line.content, count: line.content_len)
        guard bytes.count < limitBytes - text.count else {
            isTooLong = true
            return GIT_EUSER.rawValue
        }
        let origin = UInt8(bitPattern: unsafe line.origin)
        switch origin {
        case UInt8(ascii: "F"): unsafe addHeader(Array(bytes))
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: " "):
            text.append(origin)
            unsafe text.append(contentsOf: bytes)
        case UInt8(ascii: "H"):
            text.append(contentsOf: names)
            names = []
            unsafe text.append(contentsOf: bytes)
        default: unsafe text.append(contentsOf: bytes)
        }
        return 0
    }

    /// Git ends a name with blanks in it by a tab, so that `patch` finds where it ends.
    private func addHeader(_ header: [UInt8]) {
        for line in header.split(separator: 0x0a) {
            guard line.starts(with: "--- ".utf8) || line.starts(with: "+++ ".utf8) else {
                text.append(contentsOf: line + [0x0a])
                continue
            }
            names.append(contentsOf: line)
            if line.last != UInt8(ascii: "\""), line.dropFirst(4).contains(0x20) {
                names.append(UInt8(ascii: "\t"))
            }
            names.append(0x0a)
        }
    }
}
