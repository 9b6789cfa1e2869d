import Testing

@Suite struct LayersTests {
    @Test(
        arguments: [
            ("a // b", ["a "], ["// b"], [[]]),
            ("a /* b /* c */ d */ e", ["a  e"], [" b  c  d "], [[]]),
            ("a /* b\nc */ d", ["a ", " d"], [" b", "c "], [[], []]),
            (#"let a = "b // c" // d"#, [#"let a = "" "#], ["// d"], [["b // c"]]),
            (#"f("a\"b", "c")"#, [#"f("", "")"#], [""], [[#"a"b"#, "c"]]),
            (##"let a = #"b"c\"# + d"##, [#"let a = "" + d"#], [""], [[#"b"c\"#]]),
            (
                "let a = \"\"\"\n  b\n  \"\"\"; c", [#"let a = """#, "", "; c"], ["", "", ""],
                [[""], ["  b"], ["  "]]
            ),
            (#"f("a\(g("b"))c"); h"#, [#"f(""""); h"#], [""], [["a(g(", "b", "))c"]]),
        ] as [(String, [String], [String], [[String]])])
    func `code, comments and strings are told apart`(
        text: String, code: [String], comments: [String], literals: [[String]]
    ) {
        let layers = Layers(of: text)
        #expect(layers.code == code)
        #expect(layers.comments == comments)
        #expect(layers.literals == literals)
    }
}
