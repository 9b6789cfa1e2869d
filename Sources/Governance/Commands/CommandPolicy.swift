package import RunModel

/// Which commands a fix may run (`security.md`, Command policy).
///
/// A closed list: what no rule allows is refused, and every refusal says why. Nothing here runs
/// anything, and nothing but the ``CommandFacts`` is asked.
package struct CommandPolicy: Sendable {
    /// The rules of the program.
    package static let standard: CommandPolicy = {
        do {
            return try CommandPolicy(
                rules: CommandRule.git + CommandRule.files + CommandRule.python
                    + CommandRule.verification)
        } catch {
            preconditionFailure("the command policy contradicts its own examples: \(error)")
        }
    }()

    package let rules: [CommandRule]

    /// Loads rules, and verifies each by its own examples.
    ///
    /// - Throws: ``CommandPolicyDefect`` for the first example that comes out otherwise.
    package init(rules: [CommandRule]) throws(CommandPolicyDefect) {
        self.rules = rules
        for rule in rules {
            for line in rule.matches {
                let verdict = verdict(on: line, as: rule.type, for: rule.purpose, in: .example)
                guard verdict.command?.form == rule.usage else {
                    throw CommandPolicyDefect(rule: rule.usage, line: line, verdict: verdict)
                }
            }
            for line in rule.refuses {
                let verdict = verdict(on: line, as: rule.type, for: rule.purpose, in: .example)
                guard verdict.command == nil else {
                    throw CommandPolicyDefect(rule: rule.usage, line: line, verdict: verdict)
                }
            }
        }
    }

    /// Judges one line.
    ///
    /// - Parameter type: What it is to be; the line of another type is refused.
    package func verdict(
        on line: String, as type: FixType, for purpose: CommandRule.Purpose = .fix,
        in facts: CommandFacts
    ) -> CommandVerdict {
        do throws(CommandDenial) {
            if let why = CommandText.explain(line) {
                // Also for what cannot be read whole it counts that it asks for a person.
                let program = line.split(separator: " ", maxSplits: 1).first.map(String.init) ?? ""
                let asked = ForbiddenProgram.explain(program)
                throw CommandDenial(why, needsPerson: asked?.needsPerson ?? false)
            }
            let words = try CommandWord.split(line)
            return .allow(try judge(words, as: type, for: purpose, in: facts))
        } catch {
            return .deny(error)
        }
    }

    /// Judges words that something else has split.
    package func verdict(
        onWords words: [String], as type: FixType, for purpose: CommandRule.Purpose = .fix,
        in facts: CommandFacts
    ) -> CommandVerdict {
        do throws(CommandDenial) {
            if let why = CommandText.explain(words.joined(separator: " ")) {
                throw CommandDenial(why)
            }
            let words = words.map { CommandWord(text: $0) }
            return .allow(try judge(words, as: type, for: purpose, in: facts))
        } catch {
            return .deny(error)
        }
    }

    /// Judges all commands of a fix and, last, the one that verifies it.
    package func verdicts(on fix: CommandFix, in facts: CommandFacts) -> [CommandVerdict] {
        var verdicts = fix.commands.map { verdict(on: $0, as: fix.type, in: facts) }
        if fix.commands.isEmpty { verdicts.append(.deny(CommandDenial("it has no command"))) }
        return verdicts + [verdict(onVerification: fix.verify, of: fix.type, in: facts)]
    }

    /// Judges the command that verifies a fix of a type.
    ///
    /// One of git's or of files may follow any fix, since it changes nothing.
    package func verdict(
        onVerification line: String, of type: FixType, in facts: CommandFacts
    ) -> CommandVerdict {
        var facts = facts
        guard let own = self.type(of: line), own != .python else {
            return verdict(on: line, as: type, for: .verification, in: facts)
        }
        facts.allowedTypes.insert(own)
        return verdict(on: line, as: own, for: .verification, in: facts)
    }

    /// The type of commands that a line is of, by the name of its program; nil for one that no
    /// rule names.
    package func type(of line: String) -> FixType? {
        guard let program = try? CommandWord.split(line).first?.text else { return nil }
        return rules.first { $0.form.leadingWords.first == program }?.type
    }
}

/// An example of a rule that comes out otherwise than the rule says.
package struct CommandPolicyDefect: Error, Hashable, Sendable, CustomStringConvertible {
    package var rule: String
    package var line: String
    package var verdict: CommandVerdict

    package var description: String { "'\(line)' of '\(rule)': \(verdict)" }
}
