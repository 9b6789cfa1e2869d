import RunModel

/// Turns each source of the configuration into a layer of legal values, and notes the rest.
struct LayerReader {
    private(set) var findings: [Finding] = []

    /// Notes what another part of the configuration found.
    mutating func note(_ finding: Finding) { findings.append(finding) }

    /// Reads a file of the user's own.
    mutating func file(_ file: ConfigurationFile, _ section: Shape.Section, other: String) -> Node?
    {
        guard var root = document(file, severity: .error) else { return nil }
        var entries = root.entries
        entries.removeAll { entry in
            guard section[entry.key] == nil, ConfigurationShape.all[entry.key] != nil else {
                return false
            }
            findings.append(
                Finding(
                    origin: entry.origin, key: entry.key, message: "belongs into \(other)",
                    remedy: "move it there"))
            return true
        }
        if case .map = root.content { root.content = .map(entries) }
        return usable(root, as: .section(section), severity: .error)
    }

    /// Reads the base commit's policy, of which only what tightens is kept, unless it is trusted.
    mutating func base(
        _ file: ConfigurationFile, over effective: Node, isTrusted: Bool
    ) -> Node? {
        guard let root = document(file, severity: .warning) else { return nil }
        var policy = BasePolicy(isTrusted: isTrusted)
        let allowed = policy.known(root)
        let kept = usable(allowed, as: .section(ConfigurationShape.all), severity: .warning)
        let tightened = kept.map { policy.tightening($0, over: effective) }
        findings += policy.findings
        return tightened
    }

    /// Reads the base commit's models, of which only what tightens is kept, unless it is trusted.
    ///
    /// - Parameter own: Providers that somebody configured, beside the built-in ones.
    mutating func models(
        _ file: ConfigurationFile, over effective: Node, own: Set<String>,
        isTrusted: Bool = false
    ) -> Node? {
        guard let root = document(file, severity: .warning) else { return nil }
        if isTrusted {
            return usable(root, as: .section(ConfigurationShape.all), severity: .warning)
        }
        var policy = BaseModels(over: effective, own: own)
        let allowed = policy.known(root)
        let kept = usable(allowed, as: .section(ConfigurationShape.all), severity: .warning)
        let tightened = kept.map { policy.tightening($0) }
        findings += policy.findings
        return tightened
    }

    /// Reads git's keys of the user, and of the repository what is marked local.
    mutating func git(_ settings: [GitSetting]) -> Node? {
        var layer = Node(.map([]), origin: .builtIn(""))
        var scopes: [[String]: GitScope] = [:]
        for setting in settings {
            let origin = Origin.git(scope: setting.scope, key: setting.key)
            let parts = setting.key.split(separator: ".", omittingEmptySubsequences: false)
                .map(String.init)
            guard parts.count > 1, parts[0].lowercased() == "autopack" else { continue }
            guard let key = KeyMatch.find(Array(parts.dropFirst())) else {
                unknown(
                    parts.dropFirst().joined(separator: "."), origin: origin, severity: .warning)
                continue
            }
            let isOurs = setting.scope == .local || setting.scope == .worktree
            if isOurs, let first = key.path.first, !ConfigurationShape.local.contains(first) {
                findings.append(
                    Finding(
                        severity: .warning, origin: origin, key: shown(key.path),
                        message: "does not count in a repository's own configuration",
                        legal: ConfigurationShape.local.sorted().joined(separator: ", "),
                        remedy: "set it with git config --global"))
                continue
            }
            guard let value = value(setting.value ?? "true", key, origin: origin) else { continue }
            // Git says a list by saying its key again.
            if scopes[key.path] == setting.scope, case .list(let more) = value.content,
                let before = layer.at(key.path), case .list(let items) = before.content
            {
                var joined = before
                joined.content = .list(items + more)
                layer.set(key.path, joined)
            } else {
                layer.set(key.path, value)
            }
            scopes[key.path] = setting.scope
        }
        return layer
    }

    /// Reads the variables that are ours, and the endpoints of the providers that there are.
    mutating func environment(_ environment: [String: String], over effective: Node) -> Node? {
        var layer = Node(.map([]), origin: .builtIn(""))
        for (variable, text) in environment.sorted(by: { $0.key < $1.key }) where !text.isEmpty {
            let origin = Origin.environment(variable)
            if let provider = EnvironmentNames.endpoints[variable] {
                guard effective.at(["providers", provider]) != nil,
                    let key = KeyMatch.find(["providers", provider, "base_url"]),
                    let value = value(text, key, origin: origin)
                else { continue }
                layer.set(key.path, value)
            } else if variable.hasPrefix(EnvironmentNames.prefix),
                !EnvironmentNames.reserved.contains(variable)
            {
                guard let key = EnvironmentNames.keys[variable] else {
                    findings.append(
                        Finding(
                            severity: .warning, origin: origin, key: "",
                            message: "is no variable of this program",
                            nearest: Nearest.word(
                                to: variable, among: EnvironmentNames.keys.keys.sorted())))
                    continue
                }
                if let value = value(text, key, origin: origin) { layer.set(key.path, value) }
            }
        }
        let gemini = ["providers", "gemini", "key_variable"]
        if let name = effective.at(gemini), case .builtIn = name.origin,
            environment["GOOGLE_API_KEY"]?.isEmpty ?? true,
            environment["GEMINI_API_KEY"]?.isEmpty == false
        {
            let origin = Origin.environment("GEMINI_API_KEY")
            layer.set(gemini, Node(.scalar("GEMINI_API_KEY", plain: false), origin: origin))
        }
        return layer
    }

    /// Reads what the flags of the command line say.
    mutating func flags(_ flags: [FlagSetting]) -> Node? {
        var layer = Node(.map([]), origin: .builtIn(""))
        for flag in flags {
            let origin = Origin.flag(flag.flag)
            guard let key = KeyMatch.find(KeyPath.parts(flag.key)) else {
                unknown(flag.key, origin: origin, severity: .error)
                continue
            }
            if let value = value(flag.value, key, origin: origin) { layer.set(key.path, value) }
        }
        return layer
    }

    /// A value that came as text.
    mutating func value(_ text: String, _ key: KeyMatch, origin: Origin) -> Node? {
        var node = Node(.scalar(text, plain: true), origin: origin)
        switch key.shape {
        case .text, .boolean, .integer, .number, .time: break
        default:
            if text.first == "[" || text.first == "{" {
                do throws(SettingsError) {
                    let read = try Document.read(
                        Array(text.utf8), name: "", operation: "read \(shown(key.path))")
                    node = read?.from(origin) ?? node
                } catch {
                    findings += error.findings.map { finding in
                        Finding(
                            origin: origin, key: shown(key.path), message: finding.message,
                            remedy: finding.remedy)
                    }
                    return nil
                }
            } else if key.shape.isList, !node.isNull {
                node = Node(.list([node]), origin: origin)
            }
        }
        return usable(node, as: key.shape, path: shown(key.path), severity: .error)
    }

    private mutating func document(
        _ file: ConfigurationFile, severity: Finding.Severity
    ) -> Node? {
        do throws(SettingsError) {
            let root = try Document.read(
                file.bytes, name: file.name, operation: "read the configuration \(file.name)")
            return root.flatMap { $0.isNull ? nil : $0 }
        } catch {
            findings += error.findings.map { finding in
                var finding = finding
                finding.severity = severity
                return finding
            }
            return nil
        }
    }

    private mutating func usable(
        _ node: Node, as shape: Shape, path: String = "", severity: Finding.Severity
    ) -> Node? {
        var inspection = Inspection()
        inspection.severity = severity
        inspection.isLayer = true
        let kept = inspection.usable(node, as: shape, path: path)
        findings += inspection.findings
        return kept
    }

    private mutating func unknown(_ name: String, origin: Origin, severity: Finding.Severity) {
        findings.append(
            Finding(
                severity: severity, origin: origin, key: name, message: "unknown key",
                nearest: ConfigurationKey.nearest(to: name)))
    }

    private func shown(_ path: [String]) -> String { KeyPath.joined(path) }
}

extension Shape {
    fileprivate var isList: Bool {
        switch self {
        case .list: true
        case .nullable(let inner): inner.isList
        default: false
        }
    }
}
