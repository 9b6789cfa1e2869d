/// A place in a file that a log names.
package struct Frame: Hashable, Sendable {
    /// Relative to the repository's root where that could be found out.
    package var file: String
    /// Counted from 1.
    package var line: Int
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
        guard line.utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 }), line.contains(".") else {
            return nil
        }
        if let match = line.firstMatch(of: /File "([^"]+)", line (\d+)(?:, in (\S+))?/) {
            let (_, file, number, function) = match.output
            return make(String(file), String(number), function.map(String.init), root)
        }
        if let match = line.firstMatch(
            of: /([\w.~\/\\@+-]*[\w-]\.[A-Za-z][A-Za-z0-9]*)[:(](\d+)(?:[:,)]|$)(?: in (\S+))?/)
        {
            let (_, file, number, function) = match.output
            return make(String(file), String(number), function.map(String.init), root)
        }
        return nil
    }

    private static func make(
        _ file: String, _ number: String, _ function: String?, _ root: String?
    ) -> Frame? {
        guard let line = Int(number) else { return nil }
        var path = file[...]
        if let root, path.hasPrefix(root.hasSuffix("/") ? root : root + "/") {
            path = path.dropFirst(root.count).drop { $0 == "/" }
        } else if root != nil, path.hasPrefix("/") {
            return nil
        }
        while path.hasPrefix("./") { path = path.dropFirst(2) }
        let foreign = foreignParts.contains { path.contains($0) } || path.hasPrefix("/usr/")
        return foreign ? nil : Frame(file: String(path), line: line, function: function)
    }

    /// Parts of the paths of interpreters, standard libraries and installed packages.
    private static let foreignParts = [
        "site-packages/", "dist-packages/", "/lib/python", "node_modules/", "/rustc/",
        ".cargo/registry", "/go/src/", "/pkg/mod/", "/jdk", "<frozen", "/.pyenv/",
    ]
}
