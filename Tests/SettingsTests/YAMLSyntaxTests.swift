import Settings
import Testing

struct YAMLSyntaxTests {
    @Test(
        arguments: [
            "", "a: 1\n", "a: 1\n---\nb: 2\n", "- !Ref x\n- !!custom/tag {a: b}\n",
            "a: {{ value }}\n  - x: [\n", "a: 1\na: 2\n", "a: *nowhere\n", "? [a]\n: b\n",
        ])
    func `YAML, and what becomes YAML, has no fault`(text: String) {
        #expect(YAMLSyntax.fault(in: Array(text.utf8)) == nil)
    }

    @Test(
        arguments: [
            ("a: 1\nb: [1, 2\nc: 3\n", 3), ("a: 1\n\tb: 2\n", 2), ("a: \"open\nb: 1\n", 3),
            ("a: 1\n---\nb: }\n", 3), ("a: 1\n&a ", 2),
        ])
    func `what is broken has its line`(text: String, line: Int) {
        #expect(YAMLSyntax.fault(in: Array(text.utf8))?.line == line)
    }

    @Test func `bytes that are no text are no YAML`() {
        #expect(YAMLSyntax.fault(in: [0x61, 0xFF])?.line == 1)
    }
}
