import RunModel

/// Makes a plan of what was usable in a file, and knows which place each part came from.
///
/// A part that is missing or illegal has been reported; something harmless stands in for it, so
/// that the rest can be judged in the same pass.
struct PlanAssembly {
    /// Where a key of the assembled plan was written, by the key that ``Plan/faults()`` names.
    private var places: [String: Node] = [:]

    mutating func plan(_ node: Node) -> Plan {
        Plan(
            goal: node["goal"]?.text ?? "",
            checks: checks(node["checks"], path: "checks"),
            phases: (node["phases"]?.items ?? []).enumerated().map { index, item in
                phase(item, path: "phases[\(index)]", index: index)
            })
    }

    /// The finding for a fault of the assembled plan.
    func finding(for fault: PlanFault, root: Node) -> Finding {
        let place = places[fault.path] ?? root[fault.path] ?? root
        return Finding(
            origin: place.origin, key: places[fault.path]?.path ?? fault.path,
            message: fault.message, nearest: fault.nearest)
    }

    /// The checks of a list, each with a name.
    mutating func checks(_ node: Node?, path: String) -> [Check] {
        (node?.items ?? []).enumerated().map { index, item in
            let place = "\(path)[\(index)]"
            places["\(place).name"] = item["name"] ?? item
            places["\(place).run"] = item["run"] ?? item
            let run = item["run"].map { $0.items.compactMap(\.text) } ?? ["?", place]
            return Check(
                name: item["run"] == nil && item["name"] == nil
                    ? place : PlanAssembly.checkName(item),
                run: run,
                timeoutSeconds: item["timeout"]?.text.flatMap(TimeLimit.init)?.seconds
                    ?? Check.defaultTimeoutSeconds,
                env: Dictionary(
                    uniqueKeysWithValues: (item["env"]?.entries ?? []).map {
                        ($0.key, $0.value.text ?? "")
                    }))
        }
    }

    private mutating func phase(_ node: Node, path: String, index: Int) -> Phase {
        places["\(path).id"] = node["id"] ?? node
        places["\(path).depends_on"] = node["depends_on"] ?? node
        var dependsOn: [PhaseID] = []
        for item in node["depends_on"]?.items ?? [] {
            guard let id = item.text.flatMap(PhaseID.init) else { continue }
            places["\(path).depends_on[\(dependsOn.count)]"] = item
            dependsOn.append(id)
        }
        return Phase(
            id: node["id"]?.text.flatMap(PhaseID.init) ?? PlanAssembly.standIn(index),
            title: node["title"]?.text, goal: node["goal"]?.text ?? "",
            category: node["category"]?.text ?? "general",
            complexity: node["complexity"]?.text.flatMap(Complexity.init) ?? .medium,
            dependsOn: dependsOn,
            scope: Scope(
                write: PlanAssembly.texts(node["scope"]?["write"]),
                read: PlanAssembly.texts(node["scope"]?["read"])),
            acceptance: PlanAssembly.texts(node["acceptance"]),
            checks: checks(node["checks"], path: "\(path).checks"),
            maxAttempts: node["max_attempts"]?.text.flatMap(Scalar.integer),
            builder: node["builder"]?.text.flatMap(BuilderMode.init) ?? .patch,
            allow: PlanAssembly.texts(node["allow"]).compactMap(Allowance.init))
    }

    private static func texts(_ node: Node?) -> [String] {
        (node?.items ?? []).compactMap(\.text)
    }

    /// The name of a check: its own, or one made of its words.
    static func checkName(_ item: Node) -> String {
        item["name"]?.text ?? name(of: texts(item["run"]))
    }

    /// The program without its folder, and its arguments, at most 60 characters.
    private static func name(of run: [String]) -> String {
        guard let program = run.first else { return "" }
        let words = [String(program.split(separator: "/").last ?? "")] + run.dropFirst()
        let text = words.joined(separator: " ").unicodeScalars.map { scalar in
            scalar.properties.isWhitespace ? " " : Character(scalar)
        }
        return text.count > 60 ? String(text.prefix(59)) + "…" : String(text)
    }

    /// An id that no one writes, of the longest kind that is legal.
    private static func standIn(_ index: Int) -> PhaseID {
        let digits = String(index)
        let name = "0" + String(repeating: "-", count: 62 - digits.utf8.count) + digits
        guard let id = PhaseID(name) else { preconditionFailure("\(name) is no phase id") }
        return id
    }
}
