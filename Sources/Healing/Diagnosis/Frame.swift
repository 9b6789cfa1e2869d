/// A place in a file that a log names.
package struct Frame: Hashable, Sendable {
    /// Relative to the repository's root where that could be found out.
    package var file: String
    /// Counted from 1; nil where only the file is known.
    package var line: Int?
    /// Nil where the log names none.
    package var function: String?

    /// Finds the place that a line of a log names; nil where it names none in the repository.
    ///
    /// Known are `File "x.py", line 3, in f`, `x.py:3: in f`, `x.rs:3:5`, `x.ts(3,5)`,
    /// `f (/x.js:3:5)`, and `Class.method(X.java:3)`.
    ///
    /// - Parameter root: The folder that the checks ran in; absolute paths elsewhere are foreign.
    static func find(in line: String, root: String?) -> Frame? {
        // Most lines name no place; the cheap test comes before the patterns.
        guard line.utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 }), line.contains("."),
            line.utf8.count < 2000
        else { return nil }
        if let match = Self.python.first(in: line) {
            let (_, file, number, function) = match
            return make(String(file), Int(number), function.map(String.init), root)
        }
        if isOfLibrary(line) { return nil }
        if let match = Self.place.first(in: line), !hosts.contains(String(match.2)) {
            let (_, file, _, plain, bracketed, function) = match
            let number = (plain ?? bracketed).flatMap { Int($0) }
            return number.flatMap { make(String(file), $0, function.map(String.init), root) }
        }
        return nil
    }

    /// What follows the last dot of a host, before whose port a colon stands too.
    private static let hosts: Set<String> = [
        "com", "org", "net", "io", "dev", "local", "internal", "localdomain",
    ]

    /// A place whose parts are known.
    ///
    /// - Returns: Nil where the file is not the repository's.
    static func make(
        _ file: String, _ line: Int?, _ function: String?, _ root: String?
    ) -> Frame? {
        var path = file[...]
        if path.hasPrefix("file://") { path = path.dropFirst("file://".count) }
        if let root, path.hasPrefix(root.hasSuffix("/") ? root : root + "/") {
            path = path.dropFirst(root.count).drop { $0 == "/" }
        } else if root != nil, path.hasPrefix("/") {
            return nil
        }
        while path.hasPrefix("./") { path = path.dropFirst(2) }
        let foreign =
            foreignParts.contains { path.contains($0) }
            || foreignStarts.contains { path.hasPrefix($0) }
        return foreign || path.isEmpty
            ? nil : Frame(file: String(path), line: line, function: function)
    }

    /// Frames of the JVM name no folder: the class says whose they are.
    private static func isOfLibrary(_ line: String) -> Bool {
        let text = line.drop { $0 == " " || $0 == "\t" }
        let name = text.hasPrefix("at ") ? text.dropFirst(3) : text
        return libraryPackages.contains { name.hasPrefix($0) }
    }

    private static let libraryPackages = [
        "java.", "javax.", "jdk.", "sun.", "com.sun.", "kotlin.", "kotlinx.", "scala.", "groovy.",
        "org.junit.", "junit.", "org.hamcrest.", "org.apache.maven.", "org.assertj.",
        "org.mockito.", "org.gradle.", "org.opentest4j.", "app//org.junit", "org.testng.",
    ]

    /// Parts of the paths of interpreters, standard libraries and installed packages.
    private static let foreignParts = [
        "site-packages/", "dist-packages/", "/lib/python", "node_modules/", "/rustc/",
        ".cargo/registry", "/go/src/", "/pkg/mod/", "/jdk", "<frozen", "/.pyenv/", "/gems/",
        "/vendor_ruby/", "/lib/ruby/", ".build/checkouts/", "/.rustup/", "/go-1.",
        "<internal:", "node:", "/sysdeps/", "/libsanitizer/",
    ]

    private static let foreignStarts = [
        "/usr/", "/opt/", "/nix/store/", "_testmain.go", "Swift/", "internal/", "../csu/",
        "../sysdeps/", "library/std/", "library/core/", "library/alloc/",
    ]

    // MARK: Patterns

    private static let python = Pattern(
        /File "([^"]+)", line (\d+)(?:,? in (\S+))?/)
    // From the beginning of a word: to try from within it takes the square of its length.
    private static let place = Pattern(
        /(?:^|[^\w.~\/\\@+-])([\w.~\/\\@+-]*[\w-]\.([A-Za-z][A-Za-z0-9]*))(?::\[?(\d+)(?:[:,)\]]|\s|$)|\((\d+),\d+\))(?: in (\S+))?/
    )
}
