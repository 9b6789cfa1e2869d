import Git
import RunModel

/// Rules over git's own files: format, refs, locks, objects.
extension RepositoryDoctor {
    static func unsupportedFormat(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        guard let trouble = facts.trouble, trouble.feature != nil else { return [] }
        return [
            RepositoryFinding(
                "unsupported_format", .error,
                what: "git autopack cannot read this repository: \(trouble.detail)",
                why: "no run can start here", fix: trouble.remedy ?? "")
        ]
    }

    static func unreadable(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        // A HEAD that is damaged has a finding of its own, with what mends it.
        guard let trouble = facts.trouble, trouble.feature == nil, facts.damagedHead == nil else {
            return []
        }
        return [
            RepositoryFinding(
                "unreadable", .error, what: "the repository cannot be opened: \(trouble.detail)",
                why: "no git command works here",
                fix: trouble.remedy ?? "git config --list --show-origin")
        ]
    }

    static func brokenHead(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        guard let head = facts.damagedHead else { return [] }
        let isOfZeros = head.content.utf8.allSatisfy { $0 == 0 }
        let content =
            head.isLink
            ? "is a symbolic link"
            : head.content.isEmpty
                ? "is empty" : isOfZeros ? "holds zeros" : "holds '\(head.content)'"
        let file = facts.shell("\(facts.location.gitDirectory)/HEAD")
        // The shell would write through a link.
        let first = head.isLink ? "rm \(file)\n" : ""
        guard let branch = head.branch else {
            return [
                RepositoryFinding(
                    "broken_head", .error, what: "HEAD \(content) and names no branch",
                    why: "git takes the folder for no repository at all",
                    fix: "\(first)printf 'ref: refs/heads/main\\n' > \(file)")
            ]
        }
        return [
            RepositoryFinding(
                "broken_head", .error, what: "HEAD \(content) and names no branch",
                why: "git takes the folder for no repository at all",
                fix: "\(first)printf 'ref: \(branch)\\n' > \(file)",
                .ask(.nameBranch(branch), question: "put HEAD back on \(branch.shortName)?"))
        ]
    }

    static func linkedFolders(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        facts.strayPaths.filter { $0.kind == .link }.map { stray in
            RepositoryFinding(
                "linked_folder", .error, what: "\(stray.path) is a symbolic link",
                why: "what git autopack writes there would land elsewhere",
                fix: "rm \(facts.shell(stray.path))")
        }
    }

    static func endlessFiles(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        facts.strayPaths.filter { $0.kind == .endless }.map { stray in
            RepositoryFinding(
                "endless_file", .error, what: "\(stray.path) is no plain file",
                why: "git would never have read it", fix: "rm \(facts.shell(stray.path))")
        }
    }

    static func packedRefs(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        let lines = facts.illegiblePackedLines
        guard !lines.isEmpty else { return [] }
        let path = "\(facts.location.commonDirectory)/packed-refs"
        return [
            RepositoryFinding(
                "packed_refs", .error,
                what: "packed-refs is damaged in line \(list(lines.map(String.init)))",
                why: "git refuses to read any ref",
                fix: "take these lines out of \(facts.shell(path))",
                .ask(
                    .cleanPackedRefs,
                    question: "take \(count(lines.count, "line")) out of packed-refs?"))
        ]
    }

    static func zeroByteRefs(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        let ours = facts.damagedRefs.filter(\.isOurs)
        let others = facts.damagedRefs.filter { !$0.isOurs }
        var found: [RepositoryFinding] = []
        for (refs, isOurs) in [(ours, true), (others, false)] where !refs.isEmpty {
            let state = refs.allSatisfy(\.isEmpty) ? "no bytes" : "no name of a commit"
            let mending = RepositoryMending.mendRefs(refs)
            let known = refs.filter { $0.recorded != nil || $0.packed != nil }
            let does =
                known.count == refs.count
                ? "write \(count(refs.count, "ref")) again from what git recorded?"
                : known.isEmpty
                    ? "remove \(count(refs.count, "file")) of a ref that is not recorded elsewhere?"
                    : "write \(known.count) of \(refs.count) refs again and remove the others?"
            // Beside a broken ref everything else goes on working.
            found.append(
                RepositoryFinding(
                    "zero_byte_ref", facts.head == nil ? .error : .warning,
                    what: "\(list(refs.map(\.name))) "
                        + (refs.count == 1 ? "has" : "have") + " \(state) in the file",
                    why: "git fetch, git gc and whatever reads the ref fail",
                    fix: refs.prefix(3).map { fix($0, facts) }.joined(separator: "\n"),
                    isOurs ? .safe(mending) : .ask(mending, question: does)))
        }
        return found
    }

    /// The command that mends a ref by hand.
    private static func fix(_ ref: DamagedRef, _ facts: RepositoryFacts) -> String {
        if let recorded = ref.recorded {
            return "echo \(recorded) > \(facts.shell(ref.path))"
        }
        return "rm \(facts.shell(ref.path))"
    }

    // MARK: Locks

    /// A lock that is younger may be held by somebody whom nobody sees.
    static let staleSeconds = 60

    static func staleLocks(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        let stale = facts.locks.filter { $0.holder == nil && $0.ageSeconds > staleSeconds }
        var found: [RepositoryFinding] = []
        for (locks, isCertain) in [
            (stale.filter(\.isCertain), true), (stale.filter { !$0.isCertain }, false),
        ] where !locks.isEmpty {
            let age = locks.map(\.ageSeconds).min() ?? 0
            let mending = RepositoryMending.removeLocks(locks)
            found.append(
                RepositoryFinding(
                    "stale_lock",
                    what: "\(list(locks.map(\.name))) "
                        + (locks.count == 1 ? "is" : "are") + " there since \(self.age(age))"
                        + (isCertain ? ", and no process of git works here" : ""),
                    why: "git waits for its owner, or refuses to write",
                    fix: "rm "
                        + locks.prefix(3).map { facts.shell($0.path) }.joined(separator: " "),
                    isCertain
                        ? .safe(mending)
                        : .ask(
                            mending,
                            question: "does no git process run, so that "
                                + "\(count(locks.count, "lock")) can go?")))
        }
        return found
    }

    /// A process that holds a lock longer than this may hang.
    static let busySeconds = 600

    static func heldLocks(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        let held = facts.locks.filter { $0.holder != nil || $0.ageSeconds <= staleSeconds }
        guard !held.isEmpty else { return [] }
        let isBusy = held.allSatisfy { $0.holder != nil && $0.ageSeconds <= busySeconds }
        let age = held.map(\.ageSeconds).max() ?? 0
        return [
            RepositoryFinding(
                "lock_held", isBusy ? .info : .warning,
                what: "\(list(held.map(\.name))) \(held.count == 1 ? "is" : "are") there since"
                    + " \(self.age(age))"
                    + (held.compactMap(\.holder).first.map { ", and \($0) works here" } ?? ""),
                why: isBusy
                    ? "it is at work; git refuses to write meanwhile"
                    : "whoever made it may be at work; git refuses to write meanwhile",
                fix: "wait for it, then\ngit autopack doctor")
        ]
    }

    // MARK: Objects

    static func zeroByteObjects(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        let objects = facts.emptyObjects
        guard !objects.isEmpty else { return [] }
        let ids = Set(objects.map(\.name))
        let lost = facts.missingObjects.filter {
            ids.contains($0.id.hex) && !facts.recoverable.contains($0.id)
        }
        let names = objects.map { $0.name.hasPrefix("pack") ? $0.name : String($0.name.prefix(10)) }
        let why: String
        if lost.isEmpty {
            why = "git fails wherever it meets one of them; what HEAD needs of them is at hand"
        } else {
            why =
                "git fails wherever it meets one of them, and \(count(lost.count, "object"))"
                + " that HEAD or a branch needs \(lost.count == 1 ? "is" : "are") not at hand"
        }
        return [
            RepositoryFinding(
                "zero_byte_object", .error,
                what:
                    "\(count(objects.count, "object")) \(objects.count == 1 ? "has" : "have") no bytes"
                    + " in the file: \(list(names))", why: why,
                fix: "rm " + objects.prefix(3).map { facts.shell($0.path) }.joined(separator: " ")
                    + rewriting(facts.missingObjects.filter { ids.contains($0.id.hex) }, facts)
                    + refetch(facts, needed: !lost.isEmpty),
                .ask(
                    .removeObjects(objects),
                    question: "remove \(count(objects.count, "empty file")), and write again what"
                        + " is at hand?"))
        ]
    }

    /// The command that writes again what the checkout has.
    private static func rewriting(
        _ objects: [MissingObject], _ facts: RepositoryFacts
    ) -> String {
        let paths = objects.filter { facts.recoverable.contains($0.id) }.compactMap(\.path)
        guard !paths.isEmpty else { return "" }
        return "\ngit hash-object -w "
            + paths.prefix(3).map { shell($0.description) }.joined(separator: " ")
    }

    static func missingObjects(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        let empty = Set(facts.emptyObjects.map(\.name))
        let missing = facts.missingObjects.filter { !empty.contains($0.id.hex) }
        var found: [RepositoryFinding] = []
        let (atHand, lost) = (
            missing.filter { facts.recoverable.contains($0.id) },
            missing.filter { !facts.recoverable.contains($0.id) }
        )
        if !atHand.isEmpty {
            found.append(
                RepositoryFinding(
                    "missing_object", .error,
                    what: "\(count(atHand.count, "object")) that HEAD needs"
                        + " \(atHand.count == 1 ? "is" : "are") not stored: "
                        + list(atHand.map(place)),
                    why: "git fails where it needs them; the checkout still has the content",
                    fix: atHand.compactMap(\.path).isEmpty
                        ? "git write-tree"
                        : "git hash-object -w "
                            + atHand.compactMap(\.path).prefix(3).map { shell($0.description) }
                            .joined(separator: " "),
                    .ask(
                        .rewriteObjects(atHand),
                        question: "write \(count(atHand.count, "object")) again from the checkout?")
                ))
        }
        if !lost.isEmpty {
            found.append(
                RepositoryFinding(
                    "missing_object", lost.allSatisfy { $0.ref != nil } ? .warning : .error,
                    what:
                        "\(count(lost.count, "object")) \(lost.count == 1 ? "is" : "are") not stored: "
                        + list(lost.map(place)),
                    why: "git fails where it needs them, and only another copy of the repository"
                        + " has them",
                    fix: String(refetch(facts, needed: true).drop { $0 == "\n" })))
        }
        return found
    }

    static func brokenTree(_ facts: RepositoryFacts) -> [RepositoryFinding] {
        guard let first = facts.treeFaults.first else { return [] }
        let more = facts.treeFaults.count - 1
        let place = first.path.bytes.isEmpty ? "HEAD's tree" : "\(first.path)"
        return [
            RepositoryFinding(
                "broken_tree", .error,
                what: "\(place) in HEAD: \(first.what)"
                    + (more > 0 ? ", and \(count(more, "more fault"))" : ""),
                why: "it cannot be checked out everywhere, and no workspace is made of it",
                fix: first.isMovable
                    ? "git mv -- \(printed(first.path)) NEW-NAME\ngit commit -m 'another name'"
                    : "all of them: git fsck --strict --no-dangling\n"
                        + "go to a commit without them: git switch --detach COMMIT")
        ]
    }

    /// A path as a word of a shell command that survives being printed and pasted.
    private static func printed(_ path: TreePath) -> String {
        let octal = path.bytes.map { byte in
            (0x21..<0x7f).contains(byte) && !"\"$`\\%'".utf8.contains(byte)
                ? String(UnicodeScalar(byte))
                : "\\" + [6, 3, 0].map { String((byte >> $0) & 7) }.joined()
        }
        return "\"$(printf '\(octal.joined())')\""
    }

    /// As `README.md` or `the tip of refs/heads/x`, with the id's first digits.
    private static func place(_ object: MissingObject) -> String {
        let digits = object.id.hex.prefix(10)
        if let path = object.path { return "\(path) (\(object.kind.rawValue) \(digits))" }
        if let ref = object.ref { return "the tip of \(ref) (\(digits))" }
        return object.kind == .tree ? "HEAD's tree (\(digits))" : "HEAD's commit (\(digits))"
    }

    private static func refetch(_ facts: RepositoryFacts, needed: Bool) -> String {
        guard needed else { return "" }
        return facts.remotes.first.map { "\ngit fetch --refetch \(shell($0))" }
            ?? "\ncopy them from another clone: git fetch --refetch PATH-OF-THE-CLONE"
    }
}
