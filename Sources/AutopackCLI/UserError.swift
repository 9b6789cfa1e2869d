import Git
import Ledger
import Orchestrator
import RunModel
import Settings

/// What a person is told when something cannot be done: what failed, why, and what mends it.
package struct UserError: Error, Sendable {
    package var status: ExitStatus
    /// For programs.
    package var code: String
    /// Lower case, without a period.
    package var message: String
    /// Commands that can be pasted, or sentences; a line each.
    package var hint: String?
    /// Further lines, as all faults of a plan.
    package var details: [String]
    /// The status of a program that the command stands for; this one ends with it, too.
    var programStatus: Int32?

    package init(
        _ status: ExitStatus, _ code: String, _ message: String, hint: String? = nil,
        details: [String] = []
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
        self.details = details
    }

    /// A program has ended so, and has said itself why.
    init(programStatus: Int32) {
        self.init(.failed, "program", "")
        self.programStatus = programStatus
    }

    /// What a command ends with whose result did not reach standard output; nil where it did.
    static var lostResult: UserError? {
        StandardStream.output.trouble.map { why in
            UserError(.environment, "output", "cannot write standard output: \(why)")
        }
    }

    /// The object that `--json` prints.
    struct Document: Encodable {
        struct Body: Encodable {
            var code: String
            var message: String
            var hint: Nullable<String>
            var details: [String]
        }

        var error: Body
    }

    var document: Document {
        Document(
            error: Document.Body(
                code: code, message: message, hint: Nullable(hint), details: details))
    }
}

extension UserError {
    init(_ error: RunError) {
        let (status, code): (ExitStatus, String) =
            switch error.code {
            case .usage: (.usage, "usage")
            case .notFound: (.usage, "not_found")
            case .environment: (.environment, "environment")
            case .held: (.held, "held")
            case .refused: (.waits, "refused")
            case .invalid: (.invalid, "invalid")
            case .interrupted: (.interrupted, "interrupted")
            case .failed: (.failed, "failed")
            }
        self.init(
            status, code, "cannot \(error.operation): \(error.detail)", hint: error.remedy)
    }

    init(_ error: GitError) {
        self.init(RunError(error))
        if error.code == .missingObject { code = "missing_object" }
    }

    init(_ error: LedgerError) { self.init(RunError(error)) }

    /// - Parameter place: Where the name stands, as `--builder: `.
    init(_ error: UnknownBuilder, at place: String) {
        self.init(
            .environment, "unknown_builder", "\(place)\(error)",
            hint: "known: \(error.known.joined(separator: ", ")); others are set as builders"
                + " in autopack.yaml")
    }

    init(_ error: SettingsError) {
        let count = error.findings.count
        let first = error.findings.first.map { "\($0)" } ?? ""
        self.init(
            .usage, "invalid_file",
            count == 1 ? first : "cannot \(error.operation): \(count) things are wrong",
            hint: "mend what is named; git autopack plan check FILE says what is left",
            details: count == 1 ? [] : error.findings.map { "\($0)" })
    }
}

/// Runs something and speaks of its errors to a person.
func user<Value>(_ body: () throws(RunError) -> Value) throws(UserError) -> Value {
    do { return try body() } catch { throw UserError(error) }
}

/// Runs something of git's and speaks of its errors to a person.
func userGit<Value>(_ body: () throws(GitError) -> Value) throws(UserError) -> Value {
    do { return try body() } catch { throw UserError(error) }
}

/// Runs something of the ledger's and speaks of its errors to a person.
func userLedger<Value>(_ body: () throws(LedgerError) -> Value) throws(UserError) -> Value {
    do { return try body() } catch { throw UserError(error) }
}
