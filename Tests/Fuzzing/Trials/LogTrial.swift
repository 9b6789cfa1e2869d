import Healing
import RunModel

extension Trial {
    /// What a check printed.
    static let logs = Trial("logs") { input in
        let text = input.text
        let log = CheckLog(text)
        let names = log.failingTests(root: "/w")
        try demand(Set(names).count == names.count, "each failing test has a name of its own")
        try demand(
            names.allSatisfy { !$0.isEmpty && !$0.utf8.contains(0x0A) },
            "a test's name is one line")
        if let counts = log.counts {
            try demand(counts.ran >= 0 && counts.skipped >= 0, "tests are counted: \(counts)")
        }
        let exit = Int(input.first ?? 1)
        let found = Classifier.classify(
            log: text, exit: exit, command: ["pytest", "-q"], root: "/w")
        try demand(
            found
                == Classifier.classify(
                    log: text, exit: exit, command: ["pytest", "-q"], root: "/w"),
            "the same log is the same failure")
        try demand(
            found.signature.utf8.count == 16 && found.rootCause.count < 600,
            "a failure is told in bounds")
        try demand((found.line ?? 1) >= 1, "lines count from 1: \(found)")
        try demand(
            LogExcerpt.condense(text, limitBytes: 1000).utf8.count <= 1000,
            "an excerpt keeps to its limit")
        let plain = Normalizer.withoutControl(text)
        try demand(
            Normalizer.withoutControl(plain) == plain && !plain.utf8.contains(0x1B),
            "no escape sequence is left")
        _ = Normalizer.normalize(String(text.prefix(1000)))
        _ = MessageSimilarity.ratio(String(text.prefix(text.count / 2)), text)
    }
}
