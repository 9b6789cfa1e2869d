import TestSupport
import Testing

/// A state that a repository can be in, made by plain git and file operations alone, with what
/// each telling command says of it, word for word.
struct RepositoryState: Sendable, CustomTestStringConvertible {
    /// One command, and what it says.
    struct Look: Sendable {
        /// The arguments, split at blanks; `run` runs a plan of one phase.
        var command: String
        var status: Int32
        /// What it says, with `DIR` for the repository and `AGE` for the age of a file.
        ///
        /// Standard error, or where that is empty standard output; of `run`, `land` and `resume`
        /// standard error alone.
        var said: String

        init(_ command: String, _ status: Int32, _ said: String) {
            (self.command, self.status, self.said) = (command, status, said)
        }
    }

    /// As the shared traps call it.
    var name: String
    /// As a person would say it.
    var words: String
    /// Run by `sh -e` in an empty repository before the script.
    var ground: String
    var script: String
    var looks: [Look]
    /// A shell command that succeeds where nothing of the state is lost; empty: none.
    var keeps: String

    init(
        _ name: String, _ words: String, ground: String = Self.ground, script: String,
        looks: [Look], keeps: String = ""
    ) {
        (self.name, self.words, self.ground) = (name, words, ground)
        (self.script, self.looks, self.keeps) = (script, looks, keeps)
    }

    var testDescription: String { "\(name): \(words)" }

    static let all = kinds + operations + damage + contents

    /// Two commits on `main`, the first of which is `side`.
    static let ground = #"""
        printf 'one\n' > data.txt; printf 'read me\n' > README.md
        mkdir src; printf 'a = 1\n' > src/app.py
        git add -A; git commit -q -m first
        printf 'two\n' >> data.txt; git commit -q -a -m second
        git branch side HEAD~1
        """#

    /// Makes it, with ids that are the same each time.
    func make() throws -> Project {
        let project = try Project(around: ScratchRepository())
        try project.record([
            .builder("hello", attempt: 1, Edit.create("hello.txt", "hello\n")), .approval(),
        ])
        try project.plan(
            """
            version: 1
            goal: Say hello
            phases:
              - {id: hello, goal: Write hello.txt}

            """)
        var variables = project.environment
        for name in ["AUTHOR", "COMMITTER"] {
            variables["GIT_\(name)_DATE"] = TestEnvironment.date
        }
        for script in [ground, script] {
            let outcome = try Invocation(
                "/bin/sh", ["-e", "-c", script], environment: variables, in: project.path
            ).run()
            guard outcome.status == 0 else { throw TestFailure("\(script): \(outcome)") }
        }
        return project
    }
}
