#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Texts kept beside the tests, which what a program prints is compared with.
///
/// With `AUTOPACK_UPDATE_GOLDEN=1` they are written instead; the difference is then reviewed in git
/// like any other.
package enum Golden {
    /// Compares a text with `Tests/Golden/<target>/<name>`, `target` being that of the calling test.
    ///
    /// The folder lies in no target, so SwiftPM asks for no rule about each file.
    ///
    /// - Throws: ``TestFailure`` with the first line that differs.
    package static func check(
        _ text: String, _ name: String, testFile: String = #filePath
    ) throws {
        let update = TestEnvironment.setting("AUTOPACK_UPDATE_GOLDEN") == "1"
        try check(text, file: "\(folder(of: testFile))/\(name)", update: update)
    }

    /// Compares with, or writes, a file.
    package static func check(_ text: String, file: String, update: Bool) throws {
        let url = URL(filePath: file)
        if update {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
            return
        }
        guard let data = try? Data(contentsOf: url) else {
            throw TestFailure(
                "\(file) is missing; AUTOPACK_UPDATE_GOLDEN=1 writes it. Found:\n\(text)")
        }
        let expected = String(decoding: data, as: UTF8.self)
        guard expected != text else { return }
        throw TestFailure(
            """
            \(file) differs in \(firstDifference(expected, text))
            --- all that was found
            \(text)
            --- AUTOPACK_UPDATE_GOLDEN=1 accepts it
            """)
    }

    private static func folder(of testFile: String) -> String {
        let parts = testFile.split(separator: "/", omittingEmptySubsequences: false)
        guard let tests = parts.lastIndex(of: "Tests"), tests + 1 < parts.count else {
            preconditionFailure("\(testFile) lies in no test target")
        }
        return (parts[...tests] + ["Golden", parts[tests + 1]]).joined(separator: "/")
    }

    private static func firstDifference(_ expected: String, _ found: String) -> String {
        let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let new = found.split(separator: "\n", omittingEmptySubsequences: false)
        let line = zip(old, new).prefix { $0 == $1 }.count
        func text(_ lines: [Substring]) -> String {
            line < lines.count ? String(reflecting: String(lines[line])) : "the end"
        }
        return "line \(line + 1)\nexpected: \(text(old))\n   found: \(text(new))"
    }
}
