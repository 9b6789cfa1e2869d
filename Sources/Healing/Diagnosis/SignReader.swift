import RunModel

/// Knows what one family of programs prints when something fails.
protocol SignReader: Sendable {
    /// What any line has that this reader looks at.
    var words: [String] { get }

    /// Reads a line that has one of the words; nil where it tells of no failure.
    func read(_ line: LogLine) -> Sign?
}

/// All readers of signs, the more special before the more general.
enum SignReaders {
    /// The signs of a log, in the order of its lines, at most one for a line.
    ///
    /// So many are enough: a log that fails in more places than that is not understood better, and
    /// must not take longer. Its end is looked at in any case, where programs sum up.
    static func signs(in lines: [String], command: [String] = []) -> [Sign] {
        var found: [Sign] = []
        var cascading: Set<String> = []
        var looks = 0
        var index = 0
        while index < lines.count {
            defer { index += 1 }
            let hits = needles.all(in: lines[index])
            guard !hits.isEmpty else { continue }
            looks += 1
            if looks == lookLimit, index < lines.count - endLines {
                index = lines.count - endLines - 1
                continue
            }
            guard let sign = sign(in: LogLine(lines, at: index, command: command), hits) else {
                continue
            }
            if sign.cascades, case .known(let file, _) = sign.place,
                !cascading.insert(file).inserted
            {
                continue
            }
            found.append(sign)
        }
        return found
    }

    private static let lookLimit = 4000
    private static let endLines = 500

    /// What one line says of a failure; nil where it says nothing.
    static func sign(in lines: [String], at index: Int, command: [String] = []) -> Sign? {
        let hits = needles.all(in: lines[index])
        return hits.isEmpty ? nil : sign(in: LogLine(lines, at: index, command: command), hits)
    }

    private static func sign(in line: LogLine, _ hits: [Int]) -> Sign? {
        var last = -1
        for reader in hits.map({ owners[$0] }) where reader != last {
            last = reader
            if let sign = readers[reader].read(line) { return sign }
        }
        return nil
    }

    private static let readers: [any SignReader] = [
        GitSigns(), SystemSigns(), ProviderSigns(), PythonToolSigns(), SwiftSigns(),
        CompilerSigns(), GoSigns(), RustSigns(), JVMSigns(), JavaScriptSigns(), RubySigns(),
        NativeTestSigns(), BuildToolSigns(), ShellSigns(), LinterSigns(), ExceptionSigns(),
    ]

    private static let needles = Needles(readers.flatMap(\.words))

    /// For each needle the reader whose word it is.
    private static let owners: [Int] = readers.enumerated().flatMap { index, reader in
        reader.words.map { _ in index }
    }
}
