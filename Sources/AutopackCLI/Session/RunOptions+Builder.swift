import Effects
import Git
import Providers
import RunModel

extension RunOptions {
    /// How every phase's change is made; nil: as the plan says.
    ///
    /// - Throws: ``UserError`` `.environment` for a name that means nothing here.
    func builderMode(_ settings: RunSettings) throws(UserError) -> BuilderMode? {
        guard let builder else { return nil }
        do throws(UnknownBuilder) {
            return try BuilderMode.resolve(builder, in: settings)
        } catch {
            throw UserError(error, at: "--builder: ")
        }
    }

    /// A program that makes the changes may also be asked as a model: its name allows it.
    var agentNames: [String] {
        guard let builder, builder != "patch", builder != "agent" else { return [] }
        let name = builder.hasPrefix("command:") ? String(builder.dropFirst(8)) : builder
        let agent = AgentProgram.known.first { $0.program == name || $0.provider == name }
        return ["\(agent?.provider ?? name)/any"]
    }

    /// The globs that a path of `--scope` stands for; empty where there is none.
    ///
    /// - Throws: ``UserError`` `.usage` for a path outside the repository, or one that is not there.
    func scopeGlobs(_ session: Session) throws(UserError) -> [String] {
        guard let scope else { return [] }
        let path = try ScopePath.relative(scope, in: session)
        guard !path.isEmpty else { return [] }
        guard !path.split(separator: "/").contains(".git") else {
            throw UserError(
                .usage, "usage", "--scope '\(scope)' is git's own, and is never changed")
        }
        let escaped = path.map { "*?[]\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        return session.world.files.kind(ScopePath.absolute(scope, session)) == .directory
            ? ["\(escaped)/**"] : [escaped]
    }
}

/// A path of the checkout as a person names it, from where they stand.
enum ScopePath {
    static func absolute(_ path: String, _ session: Session) -> String {
        path.hasPrefix("/") ? path : "\(session.world.workingDirectory)/\(path)"
    }

    /// The path from the root of the repository; empty for the root itself.
    static func relative(_ path: String, in session: Session) throws(UserError) -> String {
        var parts: [Substring] = []
        for part in absolute(path, session).split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        let full = "/" + parts.joined(separator: "/")
        guard let root = session.repository.location.workTree,
            session.world.files.kind(full) != .nothing
        else {
            throw UserError(
                .usage, "usage", "--scope '\(path)' is not there", hint: "git ls-files '\(path)'")
        }
        let folder = root.hasSuffix("/") ? String(root.dropLast()) : root
        if full == folder { return "" }
        guard full.hasPrefix(folder + "/") else {
            throw UserError(
                .usage, "usage", "--scope '\(path)' is outside the repository \(folder)")
        }
        return String(full.dropFirst(folder.utf8.count + 1))
    }
}

extension RunMeans {
    /// A model of the chains, or any other, can be asked as far as keys and settings tell.
    var canAsk: Bool {
        let absent = ProviderStanding.absent(in: settings, keyed: Set(keys.keys.keys))
        return settings.providers.keys.contains { absent[$0] == nil }
    }
}
