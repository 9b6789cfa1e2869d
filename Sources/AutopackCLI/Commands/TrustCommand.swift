import ArgumentParser
import Effects
import Git
import RunModel
import Settings

/// `git autopack trust`.
struct TrustCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Let this repository's .autopack/ loosen what you allow.",
        usage: "git autopack trust [--yes | --list | --revoke] [--json]",
        discussion: """
            A repository may make your rules stricter; what it would loosen, or set beside them, \
            counts only once you have seen it here. What is remembered is this repository's path and \
            the exact .autopack/ of HEAD: after a change it is passed over until you are asked again.
            """)

    @Flag(help: "Trust it without asking.")
    var yes = false

    @Flag(help: "Say whom you trust.")
    var list = false

    @Flag(help: "Trust this repository no longer.")
    var revoke = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if [yes, list, revoke].count(where: { $0 }) > 1 {
            throw ValidationError("--yes, --list and --revoke exclude each other")
        }
    }

    func run(_ invocation: Invocation) async throws(UserError) {
        guard let store = TrustStore(invocation.world) else {
            throw UserError(
                .environment, "no_home", "there is no folder of yours to remember it in",
                hint: "set HOME or XDG_CONFIG_HOME")
        }
        if list { return show(try store.load(), invocation.output) }
        let session = try Session(invocation)
        let name = TrustStore.name(of: session.repository)
        if revoke {
            let others = try store.load().filter { $0.repository != name }
            try store.save(others)
            let document = Document(repository: name, tree: nil, trusted: false, loosened: [])
            return json
                ? session.output.json(document)
                : session.output.print("\(Visible.line(name)) is not trusted")
        }
        try trust(name, in: store, session)
    }

    private func trust(
        _ name: String, in store: TrustStore, _ session: Session
    ) throws(UserError) {
        let repository = session.repository
        let head = try userGit { () throws(GitError) in try repository.head().commit }
        let output = session.output
        guard let head, let tree = try session.policyTree(of: head) else {
            let document = Document(repository: name, tree: nil, trusted: false, loosened: [])
            return json
                ? output.json(document)
                : output.print("HEAD has no .autopack/: there is nothing to trust")
        }
        let known = try store.load()
        let isKnown = known.contains { $0.repository == name && $0.tree == tree.hex }
        let without = try session.configuration(base: head) { _ in false }
        let with = try session.configuration(base: head) { _ in true }
        // What cannot be read loosens nothing yet, and nobody knows what it will.
        let faults = with.findings.filter { finding in
            guard case .file(let name, _, _) = finding.origin else { return false }
            return finding.key.isEmpty && name.contains(":.autopack/")
        }
        guard faults.isEmpty else {
            throw UserError(
                .environment, "configuration", faults.map { "\($0)" }[0],
                hint: "mend it, commit that, and ask again: git autopack trust",
                details: faults.dropFirst().map { "\($0)" })
        }
        for finding in with.findings {
            output.note("\(finding.severity): \(Visible.line("\(finding)"))")
        }
        let loosened = without.loosened(to: with)
        let lines = loosened.map(line)
        if !isKnown, !loosened.isEmpty {
            try confirm(lines, output)
            var others = known.filter { $0.repository != name }
            let now = Timestamp(milliseconds: session.world.clock.nowMilliseconds())
            others.append(.init(repository: name, tree: tree.hex, when: "\(now)"))
            try store.save(others)
        }
        let isTrusted = isKnown || !loosened.isEmpty
        guard !json else {
            return output.json(
                Document(
                    repository: name, tree: tree.hex, trusted: isTrusted,
                    loosened: loosened.map(Document.Value.init)))
        }
        if loosened.isEmpty {
            return output.print("the .autopack/ of HEAD loosens nothing: it holds as it is")
        }
        if isKnown || yes { for line in lines { output.print(line) } }
        output.print(isKnown ? "trusted already" : "trusted: this .autopack/ holds from now on")
    }

    private func confirm(_ lines: [String], _ output: Output) throws(UserError) {
        if yes { return }
        guard Terminal.answers, !json else {
            throw UserError(
                .waits, "asks", "nobody is there to say whether this .autopack/ may loosen:",
                hint: "git autopack trust --yes", details: lines)
        }
        output.print("This repository would loosen:")
        for line in lines { output.print("  \(line)") }
        guard Terminal.confirms("Trust it?", output) == true else {
            throw UserError(.waits, "refused", "not trusted; nothing has changed")
        }
    }

    private func line(_ value: LoosenedValue) -> String {
        let place = value.origin.map { "  (\($0))" } ?? ""
        return Visible.line(
            "\(value.key): \(value.before ?? "nothing") → \(value.after ?? "nothing")\(place)")
    }

    private func show(_ trusted: [TrustStore.Trusted], _ output: Output) {
        for entry in trusted {
            guard !json else {
                output.json(entry)
                continue
            }
            output.print(
                "\(entry.tree.prefix(10))  \(entry.when)  \(Visible.line(entry.repository))")
        }
        if trusted.isEmpty, !json { output.print("you trust no repository") }
    }

    private struct Document: Encodable {
        struct Value: Encodable {
            var key: String
            var before: Nullable<String>
            var after: Nullable<String>
            var origin: Nullable<String>

            init(_ value: LoosenedValue) {
                key = value.key
                before = Nullable(value.before)
                after = Nullable(value.after)
                origin = Nullable(value.origin.map { "\($0)" })
            }
        }

        var repository: String
        var tree: Nullable<String>
        var trusted: Bool
        var loosened: [Value]

        init(repository: String, tree: String?, trusted: Bool, loosened: [Value]) {
            self.repository = repository
            self.tree = Nullable(tree)
            self.trusted = trusted
            self.loosened = loosened
        }
    }
}
