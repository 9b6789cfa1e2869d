import RunModel

/// The conversation with universal-ctags in its interactive mode.
///
/// Files go in over its standard input and tags come out as JSON, one a line, so that nothing is
/// written to disk; in the mode `sandbox` the kernel keeps the program from opening anything at
/// all. Whatever it prints is read strictly: a file only tells its own lines, and a program that
/// stops half-way has told those files that it was done with (docs.ctags.io, `--_interactive`).
package enum TagProtocol {
    /// What the program is started with.
    package static let arguments = [
        "--options=NONE", "--quiet=yes", "--fields=NnK", "--_interactive=sandbox",
    ]

    /// Languages that the program knows better than ``DefinitionScanner``.
    package static func knows(_ language: Language) -> Bool {
        switch language {
        case .swift: false
        case .python, .javaScript, .go, .rust, .java, .kotlin, .c, .ruby, .shell: true
        }
    }

    /// What the program is told: each file under a name of ours, that only says its language.
    package static func request(_ files: [(bytes: [UInt8], language: Language)]) -> [UInt8] {
        var input: [UInt8] = []
        for (number, file) in files.enumerated() {
            let name = "f\(number).\(file.language.ending)"
            let command =
                "{\"command\":\"generate-tags\",\"filename\":\"\(name)\",\"size\":\(file.bytes.count)}\n"
            input += Array(command.utf8)
            input += file.bytes
        }
        return input
    }

    /// The definitions of the files that the program was done with, in their order; fewer than were
    /// asked for where it stopped, or said what cannot be.
    package static func definitions(
        in output: [UInt8], of files: [(bytes: [UInt8], language: Language)]
    ) -> [[Definition]] {
        let lines = output.split(separator: 0x0a, omittingEmptySubsequences: true)
        guard let first = lines.first, let program = try? JSON(parsing: Array(first)),
            program["_type"]?.string == "program",
            program["name"]?.string == "Universal Ctags"
        else { return [] }
        var all: [[Definition]] = []
        var numbers: [Int: String] = [:]
        for line in lines.dropFirst() {
            guard all.count < files.count, let value = try? JSON(parsing: Array(line)) else {
                return all
            }
            switch value["_type"]?.string {
            case "tag":
                guard case .integer(let number)? = value["line"], let name = value["name"]?.string,
                    let kind = value["kind"]?.string
                else { return all }
                guard number > 0, number <= 1_000_000, !unshown.contains(kind), isName(name),
                    numbers.count < Definition.fileLimit
                else { continue }
                numbers[Int(number)] = numbers[Int(number)] ?? name
            case "completed":
                all.append(definitions(numbers, in: files[all.count].bytes))
                numbers = [:]
            case "error":
                // The file is of a language that this version does not know.
                if value["fatal"]?.boolean == true { return all }
            default: return all
            }
        }
        return all
    }

    /// A tag has to stand in the line that it is said to be in.
    private static func definitions(_ names: [Int: String], in bytes: [UInt8]) -> [Definition] {
        guard let last = names.keys.max() else { return [] }
        var found: [Definition] = []
        var (start, number) = (0, 1)
        while start < bytes.count, number <= last {
            let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
            let line = bytes[start..<min(end, start + 1000)]
            if let name = names[number], line.firstRange(of: Array(name.utf8)) != nil {
                found.append(Definition(name: name, line: line))
            }
            (start, number) = (end + 1, number + 1)
        }
        return found
    }

    private static func isName(_ name: String) -> Bool {
        (1...200).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f }
            && !name.hasPrefix("__anon")
    }

    /// Locals, parameters, fields and imports say nothing of what others may use.
    private static let unshown: Set<String> = [
        "local", "parameter", "namespace", "unknown", "member variable", "field",
        "enumerator", "header", "label", "package", "alias", "import", "heredoc", "property",
        "packageName", "anonMember", "variable",
    ]
}
