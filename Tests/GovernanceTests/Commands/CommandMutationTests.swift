import Governance
import RunModel
import TestSupport
import Testing

/// Whatever is made of allowed commands at random, nothing dangerous is allowed.
struct CommandMutationTests {
    private static let pieces = [
        "..", "../", "/", "//", "/etc", ".git", ".GIT/", "git~1", ".git.", "~", "#", ";", "&", "|",
        "`", "$", "<", ">", "(", ")", "{", "}", "\n", "\r", "\0", "\t", "\u{202E}", "\u{200B}",
        "\u{A0}", "'", "\"", "\\", " ", "  ", "--", " -- ", "-", "=", ":", "*", "?", "[", "x", "",
        ".github/", ".autopack", "HEAD", "~1", "^", "@{1}", "sudo ", "git", " --force", "''", "é",
        "./", "escape/", "to-git/", "self/", "root", "..\u{301}", ".g", "it", "\\..", "'..'",
    ]

    @Test(arguments: Seeds.first(20))
    func `a change of an allowed line never allows what no line may do`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var allowed = 0
        for _ in 0..<400 {
            let (type, line) =
                CommandTable.allowed.randomElement(using: &random)
                ?? (.git, "git stash")
            let changed = Self.mutated(line, &random)
            guard
                let command = CommandPolicy.standard.verdict(
                    on: changed, as: type, in: CommandTable.facts
                ).command
            else { continue }
            allowed += 1
            Self.judge(command, changed, seed)
        }
        // Else nothing was shown.
        #expect(allowed > 20, "seed \(seed)")
    }

    private static func judge(_ command: CommandLine, _ line: String, _ seed: UInt64) {
        let comment: Comment = "seed \(seed): \(line.debugDescription)"
        for scalar in line.unicodeScalars {
            #expect(
                scalar.value >= 32 && !";&|`$<>(){}*?[".unicodeScalars.contains(scalar), comment)
        }
        #expect(
            ["git", "rm", "mkdir", "cp", "mv", "touch", "pip", "python", "pytest"]
                .contains(command.program), comment)
        let operands = command.program == "git" || command.type == .file ? command.words : []
        let begin = operands.firstIndex(of: "--").map { $0 + 1 } ?? operands.count
        for word in operands[begin...] {
            #expect(!word.hasPrefix("/") && !word.isEmpty && !word.hasPrefix(":"), comment)
        }
        for path in command.paths {
            #expect(!path.hasPrefix("/"), comment)
            for part in path.split(separator: "/", omittingEmptySubsequences: false) {
                #expect(
                    !["", ".", "..", ".git", ".github", ".autopack"].contains(part.lowercased()),
                    comment)
            }
            let first = path.split(separator: "/").first ?? ""
            #expect(!["escape", "root", "to-git", "ci", "far"].contains(first), comment)
        }
        if command.form.hasPrefix("rm -r") { #expect(!command.paths.contains(""), comment) }
    }

    private static func mutated(_ line: String, _ random: inout SeededGenerator) -> String {
        var scalars = Array(line.unicodeScalars)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0...scalars.count, using: &random)
            let piece = Array((pieces.randomElement(using: &random) ?? "").unicodeScalars)
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where place < scalars.count: scalars.remove(at: place)
            case 1 where place < scalars.count: scalars.replaceSubrange(place...place, with: piece)
            case 2 where place < scalars.count: scalars.append(contentsOf: piece)
            default: scalars.insert(contentsOf: piece, at: place)
            }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
