import ArgumentParser
import Effects
import Healing
import RunModel

/// `git autopack classify`.
struct ClassifyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Say what a log tells of a failure: category, cause, place, tests.",
        usage: "git autopack classify [OPTION…] FILE|-",
        discussion: """
            Reads what a command printed and answers in the words that runs use. Works without a \
            repository. What the log does not say by itself, such as a time limit, --exit and \
            --command tell.
            """)

    @Argument(help: "The log; - reads standard input.")
    var file: String

    @Option(help: "The command's exit status; 128 + the signal where one ended it.")
    var exit = 1

    @Option(name: .customLong("command"), help: "The command that printed the log.")
    var words: String?

    @Option(help: "The folder that it ran in; default: this one, where the log names it.")
    var root: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let output = invocation.output
        guard let command = Words.split(words ?? "") else {
            throw UserError(
                .usage, "usage", "--command has a quote that is not closed: \(words ?? "")")
        }
        let bytes = try InputFile.read(file, invocation.world)
        guard exit != 0 else { return show(ClassifyDocument.passed, output) }
        let log = String(decoding: bytes, as: UTF8.self)
        let diagnosis = Classifier.classify(
            log: log, exit: exit, command: command, root: folder(in: log, invocation))
        show(ClassifyDocument(diagnosis), output)
    }

    /// The folder by which the log's own files are known.
    private func folder(in log: String, _ invocation: Invocation) -> String? {
        if let root {
            return root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
        }
        let here = invocation.world.workingDirectory
        return here.count > 1 && log.utf8.firstRange(of: "\(here)/".utf8) != nil ? here : nil
    }

    private func show(_ document: ClassifyDocument, _ output: Output) {
        guard !output.isJSON else { return output.json(document) }
        guard let category = document.category.value, let kind = document.kind.value else {
            return output.print(document.rootCause)
        }
        output.print("\(category) (\(kind))")
        output.print("cause: \(Visible.line(document.rootCause))")
        if let file = document.file.value {
            let line = document.line.value.map { ":\($0)" } ?? ""
            output.print("place: \(Visible.line(file))\(line)")
        }
        for (index, name) in document.failed.enumerated() {
            if index == ClassifyCommand.namesShown {
                output.print("  … and \(document.failed.count - index) more: --json names all")
                break
            }
            if index == 0 {
                output.print("failed: \(Sentence.count(document.failed.count, "test"))")
            }
            output.print("  \(Visible.line(name))")
        }
        if let signature = document.signature.value { output.print("signature: \(signature)") }
    }

    private static let namesShown = 20
}

/// The JSON of `classify` (`cli.md`, Commands).
struct ClassifyDocument: Encodable {
    var category: Nullable<String>
    var kind: Nullable<String>
    var rootCause: String
    var signature: Nullable<String>
    var file: Nullable<String>
    var line: Nullable<Int>
    var failed: [String]

    enum CodingKeys: String, CodingKey {
        case category, signature, file, line, failed
        case kind = "class"
        case rootCause = "root_cause"
    }

    init(_ diagnosis: Diagnosis) {
        category = Nullable(diagnosis.category.rawValue)
        kind = Nullable(diagnosis.category.failureClass.rawValue)
        rootCause = diagnosis.rootCause
        signature = Nullable(diagnosis.signature)
        file = Nullable(diagnosis.file)
        line = Nullable(diagnosis.line)
        failed = diagnosis.failed
    }

    private init(passed: String) {
        (category, kind, signature) = (Nullable(nil), Nullable(nil), Nullable(nil))
        (file, line) = (Nullable(nil), Nullable(nil))
        (rootCause, failed) = (passed, [])
    }

    /// An exit status of 0: whatever the log says, nothing failed.
    static let passed = ClassifyDocument(passed: "the command succeeded: nothing to classify")
}
