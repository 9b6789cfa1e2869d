import Git
import Governance
import Ledger
import RunModel
import Settings
import Workspace

/// Judges commands by the policy, in the repository where the program stands.
struct CommandJudge {
    let session: Session
    /// Whose pre-run branch is meant; nil: every one that is there.
    let run: String?
    /// What the commands are, where they do not say so themselves.
    let type: FixType?
    let verifies: Bool

    private var policy: CommandPolicy { .standard }

    // MARK: One command

    /// Judges the words of a command, or one word that holds a whole line.
    func verdict(on words: [String]) throws(UserError) -> CommandVerdict {
        let facts = try facts(judging: words)
        if words.count == 1 { return verdict(onLine: words[0], as: type, in: facts) }
        let type = type ?? policy.type(of: words[0]) ?? .git
        let purpose: CommandRule.Purpose = verifies ? .verification : .fix
        return policy.verdict(onWords: words, as: type, for: purpose, in: facts)
    }

    private func verdict(
        onLine line: String, as type: FixType?, in facts: CommandFacts
    ) -> CommandVerdict {
        let type = type ?? policy.type(of: line) ?? .git
        return verifies
            ? policy.verdict(onVerification: line, of: type, in: facts)
            : policy.verdict(on: line, as: type, in: facts)
    }

    // MARK: Many

    /// Answers JSON Lines with JSON Lines.
    ///
    /// - Throws: ``UserError`` `.usage` after all answers, where a line could not be judged.
    func answer(lines bytes: [UInt8]) throws(UserError) {
        let questions = bytes.split(separator: UInt8(ascii: "\n"))
            .filter { !$0.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") } }
            .map { Question($0) }
        let facts = try facts(judging: questions.compactMap { try? $0.command.get() })
        var unread = 0
        for question in questions {
            let verdict: CommandVerdict
            switch (question.command, question.type) {
            case (.failure(let denial), _):
                unread += 1
                verdict = .deny(denial)
            case (_, .unknown(let word)):
                verdict = .deny(
                    CommandDenial(
                        "'\(word)' is no type of fixes", legal: FixType.allCases.map(\.rawValue)))
            case (.success(let line), .known(let type)):
                verdict = self.verdict(onLine: line, as: type ?? self.type, in: facts)
            }
            var answer = CommandAnswer(verdict)
            answer.id = question.id
            session.output.json(answer)
        }
        guard unread == 0 else {
            throw UserError(
                .usage, "usage", "\(Sentence.count(unread, "line")) could not be read as a command",
                hint: #"each line is {"id","fix_type","command"}"#)
        }
    }

    /// A line of standard input.
    private struct Question {
        enum NamedType {
            case known(FixType?)
            case unknown(String)
        }

        var id: JSON = .null
        var type: NamedType = .known(nil)
        var command: Result<String, CommandDenial>

        init(_ line: ArraySlice<UInt8>) {
            do throws(JSONFault) {
                let object = try JSON(parsing: Array(line), refusesTwins: true)
                id = object["id"] ?? .null
                if let named = object["fix_type"] {
                    let word = named.string ?? ""
                    type = FixType(rawValue: word).map { .known($0) } ?? .unknown(word)
                }
                command =
                    object["command"]?.string.map { .success($0) }
                    ?? .failure(CommandDenial("the line has no text 'command'"))
            } catch {
                command = .failure(CommandDenial("the line is \(error)"))
            }
        }
    }

    // MARK: Facts

    private func facts(judging lines: [String]) throws(UserError) -> CommandFacts {
        let settings = try Surroundings(session).configuration().runSettings
        let protected = ProtectedPaths(
            denied: settings.protected, core: settings.coreMaintenance.paths)
        let types = Set(settings.doctor.allowedFixTypes)
        let preRun = try preRunBranches()
        do throws(WorkspaceError) {
            return try CommandFacts(
                of: session.repository, files: session.repository.workTree, judging: lines,
                preRunBranches: preRun, allowedTypes: types, protected: protected)
        } catch {
            throw UserError(
                .environment, "unreadable", "cannot \(error.operation): \(error.detail)")
        }
    }

    private func preRunBranches() throws(UserError) -> Set<String>? {
        guard let run else { return nil }
        // The branch says enough, also of a run whose journal is elsewhere.
        let branch = "autopack/pre-run-\(run)"
        if let name = RefName("refs/heads/\(branch)") {
            let found = try userGit { () throws(GitError) in try session.repository.lookUp(name) }
            if found != nil { return [branch] }
        }
        return ["autopack/pre-run-\(try session.find(run).state.run)"]
    }
}

/// What `policy check` answers to a program.
struct CommandAnswer: Encodable {
    var id: JSON?
    var verdict: String
    var why: String
    /// Of a command that is allowed.
    var words: [String]?
    var paths: [String]?
    var revision: String?
    /// Of one that is denied.
    var legal: [String]?
    var nearest: String?
    var needsPerson: Bool?

    init(_ verdict: CommandVerdict) {
        switch verdict {
        case .allow(let command):
            self.verdict = "allow"
            why = "\(command)"
            words = command.words
            paths = command.paths
            revision = command.revision
        case .deny(let denial):
            self.verdict = "deny"
            why = "\(denial)"
            legal = denial.legal
            nearest = denial.nearest
            needsPerson = denial.needsPerson
        }
    }

    enum CodingKeys: String, CodingKey {
        case id, verdict, why, words, paths, revision, legal, nearest
        case needsPerson = "requires_manual_intervention"
    }
}
