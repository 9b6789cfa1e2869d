import Healing
import Testing

struct NormalizerTests {
    @Test(
        arguments: [
            (Normalizer.Rule.control, "\u{1B}[1;31mred\u{1B}[0m\r\n", "red\n"),
            (.control, "\u{1B}]8;;http://x\u{7}link\u{1B}]8;;\u{7}", "link"),
            (.time, "at 2026-11-21T09:30:00.125Z now", "at <time> now"),
            (.time, "2026-11-21 02:47:04.679 x", "<time> x"), (.time, "on 2026-11-21", "on <time>"),
            (.time, "took until 12:34:56", "took until <time>"),
            (.identifier, "run 6f1e2a3b-1c2d-4e5f-8a9b-0c1d2e3f4a5b", "run <id>"),
            (.identifier, "<T object at 0x7f338f8a6ad0>", "<T object at <id>>"),
            (
                .identifier, "commit 21c10da and a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9",
                "commit <id> and <id>"
            ),
            (.identifier, "1234567 defaced", "1234567 defaced"),
            (.path, "in /home/a/src/calc.py", "in calc.py"),
            (.path, "../x/y.rs and ./z.rs", "y.rs and z.rs"),
            (.path, "src/deep/calc.py", "calc.py"), (.path, "C:\\work\\a.cs", "a.cs"),
            (.path, "and/or 1/2", "and/or 1/2"),
            (.line, "x.py, line 12", "x.py, line <n>"), (.line, "lines 3-9", "lines <n>"),
            (.line, "a.rs:12:5", "a.rs:<n>"), (.line, "a.py:7", "a.py:<n>"), (.line, "L42", "L<n>"),
            (.amount, "took 1.5 s, 20ms, 3 minutes", "took <amount>, <amount>, <amount>"),
            (.amount, "12 MiB of 3 bytes", "<amount> of <amount>"),
            (.amount, "12 tests", "12 tests"),
            (.temporary, "tmpab12cd_x and tmp.Xy12", "<tmp> and <tmp>"),
            (.temporary, "pytest-42", "<tmp>"), (.temporary, "tmp", "tmp"),
            (.order, "{'b', 'a'} == {\"c\"}", "{'a', 'b'} == {\"c\"}"),
            (.order, "{'b': 1, 'a': 2} {}", "{'b': 1, 'a': 2} {}"),
            (.letters, "  A\t b\n C ", "a b c"),
        ])
    func `each rule fires alone`(rule: Normalizer.Rule, text: String, expected: String) {
        #expect(rule.apply(to: text) == expected)
    }

    @Test(
        arguments: [
            ("12:34:56 failed", "<time> failed"), ("/tmp/tmpab12cd9x: gone", "<tmp>: gone"),
            ("/srv/w0/src/a.py:12:3: Error", "a.py:<n>: error"),
            ("waited 0.25 seconds in /tmp/pytest-7", "waited <amount> in <tmp>"),
        ])
    func `no rule eats what a later one needs`(text: String, expected: String) {
        #expect(Normalizer.normalize(text) == expected)
    }

    /// Each pair of rules of which the later one would find nothing, or something else, were it
    /// the earlier.
    @Test(
        arguments: [
            (Normalizer.Rule.control, Normalizer.Rule.time, "12:\u{1B}[1m34:56"),
            (.control, .path, "/srv/\u{1B}[1mw0/a.py"),
            (.time, .line, "at 12:34:56"), (.time, .amount, "2026-11-21 02:47:04.679 s"),
            (.path, .temporary, "/tmp/tmpab12cd9x/a.py"),
        ])
    func `the order of the rules matters, and is the one that works`(
        first: Normalizer.Rule, second: Normalizer.Rule, text: String
    ) {
        let order = Normalizer.Rule.allCases
        #expect(order.firstIndex(of: first) ?? 0 < order.firstIndex(of: second) ?? 0)
        let inOrder = second.apply(to: first.apply(to: text))
        #expect(inOrder != first.apply(to: second.apply(to: text)))
    }

    @Test func `every rule changes a message that has something for each`() {
        let text =
            "\u{1B}[1mFailed\u{1B}[0m at 12:34:56: 0xff01 in /srv/w0/a.py:12:3, took 1.5 s,"
            + " see tmpab12cd_x {'b', 'a'}"
        var message = text
        for rule in Normalizer.Rule.allCases {
            let next = rule.apply(to: message)
            #expect(next != message, "\(rule) finds nothing left of \(message)")
            message = next
        }
        #expect(
            message == "failed at <time>: <id> in a.py:<n>, took <amount>, see <tmp> {'a', 'b'}")
    }

    @Test func `what is normal stays as it is`() {
        let text = "2026-11-21 12:00:00 /a/b.py:3: 'x' took 3 ms at 0xff in /tmp/tmpqwerty12"
        let once = Normalizer.normalize(text)
        #expect(Normalizer.normalize(once) == once)
    }
}
