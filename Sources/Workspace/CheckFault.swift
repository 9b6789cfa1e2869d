package import Git

/// What is wrong with a check itself, so that what it says of the base says nothing of the code.
package enum CheckFault: Sendable, Equatable {
    /// The program is missing, cannot be executed, or the sandbox failed.
    case cannotStart(StartFailure)
    /// It ran and found no test.
    case noTests
    /// Something that it loads is not installed.
    case missingDependency(MissingDependency)
}

/// A module or program that a check could not find.
package struct MissingDependency: Sendable, Equatable {
    /// As the check's output names it.
    package var name: String
    /// The manifest of the tree that asks for it.
    ///
    /// Nil where none does: then it may be what the run is to write, and only a person can tell.
    package var manifest: TreePath?
    /// What would probably install it, nil where nothing is known.
    package var suggestion: SetupSuggestion?

    package init(name: String, manifest: TreePath?, suggestion: SetupSuggestion?) {
        self.name = name
        self.manifest = manifest
        self.suggestion = suggestion
    }
}

extension Workspace {
    /// What is wrong with a check, by its run on the base; nil where it judged the code.
    ///
    /// - Parameter run: Of the files that are here.
    package func fault(in run: CheckRun) throws(WorkspaceError) -> CheckFault? {
        if let failure = run.startFailure { return .cannotStart(failure) }
        let reading = CheckReading(run)
        if reading.foundNoTests { return .noTests }
        guard let name = reading.missingModule else { return nil }
        let manifest = try reading.isRunner(name) ? nil : manifest(naming: name)
        // A runner that is missing is never part of the project.
        guard manifest != nil || reading.isRunner(name) || !isPart(ofTree: name) else { return nil }
        return .missingDependency(
            MissingDependency(name: name, manifest: manifest, suggestion: setupSuggestion))
    }

    private static let manifestNames = [
        "pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "requirements-dev.txt",
        "requirements-test.txt", "dev-requirements.txt", "Pipfile", "tox.ini", "package.json",
        "Gemfile", "composer.json", "go.mod", "Cargo.toml", "Package.swift",
    ]

    /// The manifest at the root of the tree that names a dependency.
    private func manifest(naming module: String) throws(WorkspaceError) -> TreePath? {
        let names = CheckReading.distributions(of: module)
        for manifest in Self.manifestNames {
            guard let position = index.position(of: Array(manifest.utf8)) else { continue }
            let id = index.entries[position].id
            let bytes = try asking { () throws(GitError) in
                try repository.readBlob(id, limitBytes: 16 << 20)
            }
            let text = CheckReading.folded(String(decoding: bytes, as: UTF8.self))
            if names.contains(where: { CheckReading.holds(text, word: $0) }) {
                return TreePath(manifest)
            }
        }
        return nil
    }

    /// The tree has a folder or a file of that name, so the module is the project's own.
    private func isPart(ofTree module: String) -> Bool {
        let first = module.split(separator: ".").first.map(String.init) ?? module
        return ["", "src/", "lib/"].contains { folder in
            let path = Array((folder + first).utf8)
            return !index.range(inFolder: path).isEmpty
                || index.position(of: path + Array(".py".utf8)) != nil
        }
    }
}
