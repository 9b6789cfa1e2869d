/// A language whose definitions can be found without a parser.
package enum Language: UInt8, Sendable, CaseIterable {
    case python, javaScript, go, rust, swift, java, kotlin, c, ruby, shell

    /// By the ending of a file's name.
    package init?(fileName: ArraySlice<UInt8>) {
        guard let dot = fileName.lastIndex(of: UInt8(ascii: ".")), dot != fileName.startIndex else {
            return nil
        }
        let ending = fileName[(dot + 1)...]
        guard (1...5).contains(ending.count) else { return nil }
        var word: UInt64 = 0
        for byte in ending {
            word = word << 8 | UInt64((0x41...0x5a).contains(byte) ? byte | 0x20 : byte)
        }
        guard let language = Language.byEnding[word] else { return nil }
        self = language
    }

    package init?(fileName: String) { self.init(fileName: Array(fileName.utf8)[...]) }

    /// The ending under which another program knows the language.
    var ending: String {
        switch self {
        case .python: "py"
        case .javaScript: "ts"
        case .go: "go"
        case .rust: "rs"
        case .swift: "swift"
        case .java: "java"
        case .kotlin: "kt"
        case .c: "cpp"
        case .ruby: "rb"
        case .shell: "sh"
        }
    }

    private static let byEnding: [UInt64: Language] = {
        let endings: [(Language, [String])] = [
            (.python, ["py", "pyi", "pyx"]),
            (.javaScript, ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"]),
            (.go, ["go"]), (.rust, ["rs"]), (.swift, ["swift"]), (.java, ["java"]),
            (.kotlin, ["kt", "kts"]),
            (.c, ["c", "h", "cc", "cpp", "cxx", "hpp", "hh", "hxx", "m", "mm"]),
            (.ruby, ["rb", "rake"]), (.shell, ["sh", "bash", "zsh"]),
        ]
        var table: [UInt64: Language] = [:]
        for (language, words) in endings {
            for word in words { table[word.utf8.reduce(0) { $0 << 8 | UInt64($1) }] = language }
        }
        return table
    }()
}
