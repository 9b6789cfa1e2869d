#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A hook that is there and that git does not run.
package struct DeadHook: Sendable, Hashable {
    package enum Trouble: Sendable, Hashable {
        /// Git passes over it, with a hint at most.
        case notExecutable
        /// Its first line names a program that is not there.
        case noInterpreter(String)
        /// `core.hooksPath` names a folder that is not there.
        case noFolder
        /// It stands in the repository's own folder, and `core.hooksPath` names this one.
        case bypassed(folder: String)
    }

    /// As `pre-push`; for a missing folder `core.hooksPath`.
    package var name: String
    /// Absolute.
    package var path: String
    package var trouble: Trouble

    package init(name: String, path: String, trouble: Trouble) {
        self.name = name
        self.path = path
        self.trouble = trouble
    }
}

extension RepositoryLocation {
    /// The names that git calls hooks by.
    private static let hookNames: Set = [
        "applypatch-msg", "commit-msg", "fsmonitor-watchman", "post-applypatch", "post-checkout",
        "post-commit", "post-index-change", "post-merge", "post-receive", "post-rewrite",
        "post-update", "pre-applypatch", "pre-auto-gc", "pre-commit", "pre-merge-commit",
        "pre-push", "pre-rebase", "pre-receive", "prepare-commit-msg", "proc-receive",
        "push-to-checkout", "reference-transaction", "sendemail-validate", "update",
    ]

    /// The hooks that are there and do not run; none of them is run to find out.
    ///
    /// - Parameters:
    ///   - hooksPath: The value of `core.hooksPath`.
    ///   - environment: Whose `PATH` and `HOME` count.
    ///   - own: How the second line begins of a hook that is wanted even where `core.hooksPath`
    ///     passes it by; other people's may lie there for long.
    package func deadHooks(
        hooksPath: String?, environment: [String: String], own: [UInt8]? = nil
    ) -> [DeadHook] {
        let folder = hooksFolder(hooksPath, environment["HOME"])
        // Whoever wants no hook at all says /dev/null.
        guard folder != "/dev/null" else { return [] }
        return bypassedHooks(folder, own: own) + deadHooks(in: folder, hooksPath, environment)
    }

    /// Hooks with a mark that stand where git does not look, and not where it does.
    private func bypassedHooks(_ folder: String, own: [UInt8]?) -> [DeadHook] {
        let usual = "\(commonDirectory)/hooks"
        guard let own, FileSystem.resolved(folder) != FileSystem.resolved(usual) else { return [] }
        func isOwn(_ path: String) -> Bool {
            let lines = FileSystem.bytes(of: path, limitBytes: 512)?.split(separator: 0x0a)
            return lines?.dropFirst().first?.starts(with: own) ?? false
        }
        return FileSystem.entries(of: usual).compactMap { entry in
            guard Self.hookNames.contains(entry.name), isOwn(entry.path),
                !isOwn("\(folder)/\(entry.name)")
            else { return nil }
            return DeadHook(
                name: entry.name, path: entry.path, trouble: .bypassed(folder: folder))
        }
    }

    private func deadHooks(
        in folder: String, _ hooksPath: String?, _ environment: [String: String]
    ) -> [DeadHook] {
        guard let place = FileSystem.resolved(folder) else {
            guard hooksPath != nil else { return [] }
            return [DeadHook(name: "core.hooksPath", path: folder, trouble: .noFolder)]
        }
        return FileSystem.entries(of: place).compactMap { entry in
            guard Self.hookNames.contains(entry.name), !entry.isFolder,
                let start = FileSystem.bytes(of: entry.path, limitBytes: 512)
            else { return nil }
            guard unsafe access(entry.path, X_OK) == 0 else {
                return DeadHook(
                    name: entry.name, path: "\(folder)/\(entry.name)", trouble: .notExecutable)
            }
            guard let program = Self.missingProgram(start, environment["PATH"] ?? "") else {
                return nil
            }
            return DeadHook(
                name: entry.name, path: "\(folder)/\(entry.name)", trouble: .noInterpreter(program))
        }
    }

    private func hooksFolder(_ hooksPath: String?, _ home: String?) -> String {
        guard let hooksPath, !hooksPath.isEmpty else { return "\(commonDirectory)/hooks" }
        if hooksPath.hasPrefix("~/"), let home { return home + hooksPath.dropFirst() }
        return FileSystem.absolute(hooksPath, from: workTree ?? gitDirectory)
    }

    /// The program that `#!` names, where it is not there; a carriage return is part of its name,
    /// as the system sees it.
    private static func missingProgram(_ start: [UInt8], _ path: String) -> String? {
        guard start.starts(with: "#!".utf8) else { return nil }
        let line = start.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
        let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            .map { String(decoding: $0, as: UTF8.self) }
        guard let program = words.first else { return nil }
        guard FileSystem.resolved(program) != nil else { return program }
        guard program.hasSuffix("/env"), words.count == 2 else { return nil }
        let isThere = path.split(separator: ":").contains {
            unsafe access("\($0)/\(words[1])", X_OK) == 0
        }
        return isThere ? nil : words[1]
    }
}
