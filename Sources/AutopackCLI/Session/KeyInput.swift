#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A key as a person hands it over: typed unseen, or piped in; never as an argument, which every
/// process of the machine can read.
enum KeyInput {
    /// Reads a line, without its end.
    ///
    /// - Throws: ``UserError`` `.interrupted` for ^C, `.usage` where nothing comes.
    static func read(
        ofProvider provider: String, _ output: Output
    ) throws(UserError) -> String {
        let bytes =
            isatty(STDIN_FILENO) == 1
            ? try typed("key of \(provider): ", output) : StandardInput.readAll()
        var text = String(decoding: bytes, as: UTF8.self)
        while text.last?.isNewline == true { text.removeLast() }
        guard !text.isEmpty else {
            throw UserError(
                .usage, "no_key", "no key came on standard input",
                hint: "git autopack keys set \(provider) <key.txt")
        }
        return text
    }

    /// Reads a line from the terminal byte by byte, so that ^C puts the terminal back in order.
    private static func typed(_ prompt: String, _ output: Output) throws(UserError) -> [UInt8] {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return StandardInput.readAll() }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        output.progress(prompt)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            output.note("")
        }
        var line: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            let count = readByte(&byte)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return line }
            switch byte {
            case 0x03: throw UserError(.interrupted, "interrupted", "interrupted")
            case 0x0A, 0x0D, 0x04: return line
            case 0x08, 0x7F: _ = line.popLast()
            case 0x15: line = []
            default: line.append(byte)
            }
        }
    }
}

/// Whether the system's function had a byte: 1, 0 at the end, -1 for trouble; a method hides its name.
private func readByte(_ byte: inout UInt8) -> Int { read(STDIN_FILENO, &byte, 1) }
