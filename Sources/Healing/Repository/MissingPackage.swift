/// A package that a check needs and this machine has not, read from what the check said.
package struct MissingPackage: Sendable, Hashable {
    /// As the package index of its language names it; for a module that is one of several names
    /// of a package, the module's.
    package var name: String
    /// The command that installs it.
    package var install: String
    /// Where the project says that it needs it, so that others have it too.
    package var listing: String

    /// - Parameter cause: The sentence of a failure of `missing_dependency`.
    package init?(in cause: String) {
        for (opening, install, listing) in Self.sentences {
            guard let start = cause.firstRange(of: opening)?.upperBound else { continue }
            let rest = cause[start...].drop { "'\"`: ".contains($0) }
            let name = String(rest.prefix { !"'\"`,;:()\n ".contains($0) })
            // A word of somebody else's that is to be pasted into a shell.
            guard !name.isEmpty, name.count < 100, name.first != "-", name.first != ".",
                name.unicodeScalars.allSatisfy(Self.isOfName)
            else { continue }
            let package = Self.package(of: name, listing)
            self.name = package
            self.install = install + package
            self.listing = listing
            return
        }
        return nil
    }

    /// What a module is imported by begins with the name of its package.
    private static func package(of name: String, _ listing: String) -> String {
        switch listing {
        case python: String(name.prefix { $0 != "." })
        case node:
            name.split(separator: "/").prefix(name.hasPrefix("@") ? 2 : 1).joined(separator: "/")
        default: name
        }
    }

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/", "@": true
        default: false
        }
    }

    private static let python = "requirements.txt or pyproject.toml"
    private static let node = "package.json"

    /// What languages say, what installs a package of theirs, and where a project lists it.
    private static let sentences = [
        ("No module named", "python3 -m pip install ", python),
        ("Cannot find module", "npm install --save-dev ", node),
        ("Cannot find package", "npm install --save-dev ", node),
        ("no required module provides package", "go get ", "go.mod"),
        ("can't find crate for", "cargo add ", "Cargo.toml"),
        ("unresolved import", "cargo add ", "Cargo.toml"),
        ("cannot load such file --", "bundle add ", "Gemfile"),
    ]
}
