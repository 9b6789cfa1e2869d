import RunModel

/// The parts of manifests and build files that decide which tests run and how.
///
/// A manifest is changed for many reasons; only what a test runner reads in it is weighed as a
/// change of tests. What is taken is a coarse excerpt that is compared with the one of the other
/// side, never interpreted.
package enum TestSteering {
    /// Says whether a changed file is a test, or changes what steers tests.
    ///
    /// - Parameter file: With its content on both sides where it is a manifest; without it a
    ///   manifest counts, to the safe side.
    package static func isTouched(by file: DifferenceFile) -> Bool {
        file.touchedPaths.contains { path in
            if PathKind.isTest(path) || PathKind.steersTests(path) { return true }
            guard let part = Part(ofFileAt: path) else { return false }
            let (old, new) = (file.oldBytes, file.newBytes)
            if old == nil && file.oldSizeBytes > 0 || new == nil && file.newSizeBytes > 0 {
                return true
            }
            return part.excerpt(of: old ?? []) != part.excerpt(of: new ?? [])
        }
    }
}

/// How the telling part of a file is found.
private enum Part {
    /// Members of an object in JSON, with dots between the levels.
    case members([String])
    /// Sections of TOML or INI whose name starts so.
    case sections([String])
    /// Any line that has one of these words, with the indented lines below it.
    case lines([String])

    init?(ofFileAt path: String) {
        switch path.split(separator: "/").last.map(String.init) ?? "" {
        case "package.json":
            self = .members([
                "scripts.test", "scripts.pretest", "scripts.posttest", "scripts.test:", "jest",
                "mocha", "vitest", "ava", "tap", "nyc", "c8", "karma", "jasmine",
            ])
        case "composer.json": self = .members(["scripts.test"])
        case "deno.json": self = .members(["tasks.test", "test"])
        case "pyproject.toml":
            self = .sections([
                "tool.pytest", "tool.tox", "tool.nox", "tool.coverage", "tool.hatch.envs",
            ])
        case "setup.cfg":
            self = .sections([
                "tool:pytest", "pytest", "aliases", "nosetests", "coverage:", "unittest",
            ])
        case "Cargo.toml": self = .lines(["test", "harness"])
        case "Makefile", "GNUmakefile", "makefile", "Rakefile", "justfile", "Justfile":
            self = .lines(["test", "check", "spec"])
        case "CMakeLists.txt", "meson.build", "Package.swift", "build.gradle", "build.gradle.kts",
            "pom.xml", "build.sbt", "mix.exs":
            self = .lines(["test", "skip", "exclude"])
        default: return nil
        }
    }

    func excerpt(of bytes: [UInt8]) -> [String] {
        let text = String(decoding: bytes, as: UTF8.self)
        switch self {
        case .members(let names): return Part.members(names, in: text)
        case .sections(let names): return Part.sections(names, in: text)
        case .lines(let words): return Part.lines(words, in: text)
        }
    }

    private static func members(_ names: [String], in text: String) -> [String] {
        // What cannot be read counts whole.
        guard let whole = try? JSON(parsing: Array(text.utf8)), let top = whole.object else {
            return [text]
        }
        var found: [String] = []
        for (key, value) in top.sorted(by: { $0.key < $1.key }) {
            if names.contains(key) { found.append("\(key): \(value.text)") }
            for (inner, value) in (value.object ?? [:]).sorted(by: { $0.key < $1.key }) {
                let path = "\(key).\(inner)"
                if names.contains(where: { $0 == path || $0.hasSuffix(":") && path.hasPrefix($0) })
                {
                    found.append("\(path): \(value.text)")
                }
            }
        }
        return found
    }

    private static func sections(_ names: [String], in text: String) -> [String] {
        var found: [String] = []
        var isInside = false
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if line.hasPrefix("[") {
                let name = line.dropFirst()
                isInside = names.contains { name.hasPrefix($0) }
            }
            if isInside, !line.hasPrefix("#"), !line.hasPrefix(";") { found.append(String(line)) }
        }
        return found
    }

    private static func lines(_ words: [String], in text: String) -> [String] {
        var found: [String] = []
        var indentation: Int?
        for line in text.split(whereSeparator: \.isNewline) {
            let rest = line.drop { $0 == " " || $0 == "\t" }
            guard !rest.isEmpty else { continue }
            let depth = line.count - rest.count
            if let around = indentation, depth > around {
                found.append(String(rest))
                continue
            }
            indentation = nil
            let lower = rest.lowercased()
            if words.contains(where: { lower.contains($0) }) {
                found.append(String(rest))
                indentation = depth
            }
        }
        return found
    }
}
