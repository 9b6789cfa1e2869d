import RunModel

/// Reads the output of a check for what test runners and languages say of themselves.
struct CheckReading {
    private let run: CheckRun
    private let lines: [Substring]

    init(_ run: CheckRun) {
        self.run = run
        lines = String(decoding: run.output, as: UTF8.self).split(separator: "\n")
    }

    /// The runner says that there was nothing to run.
    var foundNoTests: Bool {
        // pytest's own status for it, and unittest's since Python 3.12.
        if run.exit == 5,
            holds("no tests ran") || holds("collected 0 items") || holds("Ran 0 tests")
        {
            return true
        }
        let remarks = [
            "No tests found, exiting with code 1", "No test files found, exiting with code 1",
            "Error: No test files found", "No tests executed!",
        ]
        return run.exit != 0 && remarks.contains(where: holds)
            || lines.contains { $0.hasPrefix("Ran 0 tests in ") }
    }

    /// The first module that was not found, nil where the run failed otherwise.
    var missingModule: String? {
        guard run.exit != 0 else { return nil }
        for line in lines {
            for (start, end) in Self.complaints {
                guard let from = line.firstRange(of: start) else { continue }
                let rest = line[from.upperBound...]
                let name = end.isEmpty ? rest[...] : rest.prefix { !end.contains($0) }
                // A path is a file of the project.
                let trimmed = name.drop { $0 == " " }.prefix { $0 != " " && $0 != ";" && $0 != ":" }
                guard !trimmed.isEmpty, !trimmed.hasPrefix("."), !trimmed.hasPrefix("/") else {
                    continue
                }
                return String(trimmed)
            }
        }
        return nil
    }

    /// Before and after the name.
    private static let complaints: [(String, String)] = [
        ("No module named '", "'"), (": No module named ", "\r"), ("Cannot find module '", "'"),
        ("Cannot find package '", "'"), ("cannot load such file -- ", " "),
        ("no required module provides package ", ";"), ("can't find crate for `", "`"),
        ("no such module '", "'"), ("Could not find gem '", "' "),
    ]

    /// The module is the program that the check itself runs, as in `python -m pytest`.
    func isRunner(_ module: String) -> Bool {
        guard let option = run.check.run.firstIndex(of: "-m") else { return false }
        return run.check.run.dropFirst(option + 1).first == module
    }

    private func holds(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

    /// Python modules whose package has another name.
    private static let otherNames = [
        "yaml": "pyyaml", "pil": "pillow", "cv2": "opencv-python", "sklearn": "scikit-learn",
        "bs4": "beautifulsoup4", "dateutil": "python-dateutil", "dotenv": "python-dotenv",
        "jwt": "pyjwt", "attr": "attrs", "git": "gitpython", "serial": "pyserial",
        "openssl": "pyopenssl", "crypto": "pycryptodome", "pkg_resources": "setuptools",
        "mysqldb": "mysqlclient", "psycopg2": "psycopg2-binary", "magic": "python-magic",
    ]

    /// What a manifest may call the package of a module.
    static func distributions(of module: String) -> [String] {
        var name = module
        if !module.contains("/") {
            name = module.split(separator: ".").first.map(String.init) ?? module
        }
        let folded = folded(name)
        return [folded] + (otherNames[name.lowercased()].map { [$0] } ?? [])
    }

    /// Packages are named without regard to case, and to which of `-`, `_` joins their words.
    static func folded(_ text: String) -> String {
        String(text.lowercased().map { $0 == "_" ? "-" : $0 })
    }

    /// A text holds a word that no other letter or digit touches.
    static func holds(_ text: String, word: String) -> Bool {
        text.ranges(of: word).contains { range in
            let before =
                range.lowerBound > text.startIndex
                ? text[text.index(before: range.lowerBound)] : " "
            let after = range.upperBound < text.endIndex ? text[range.upperBound] : " "
            return ![before, after].contains { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }
}
