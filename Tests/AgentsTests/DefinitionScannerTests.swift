import Agents
import Testing

struct DefinitionScannerTests {
    private func names(_ text: String, _ language: Language) -> [String] {
        DefinitionScanner.definitions(in: Array(text.utf8), language).map(\.name)
    }

    @Test(arguments: [
        (
            Language.python,
            "import os\nX = 1\nasync def f(a):\n    def inner(): pass\nclass A(B):\n    def g(self):\n",
            ["f", "inner", "A", "g"]
        ),
        (
            .javaScript,
            "export default class A {\n  render(x) {\n    if (x) {\n    }\n  }\n}\nexport const f = () => 1\n"
                + "function g() {}\ninterface I {\n}\nexport async function h() {}\n",
            ["A", "render", "f", "g", "I", "h"]
        ),
        (
            .go, "package a\nfunc (s *Server) Serve(x int) {\n}\nfunc main() {\ntype T struct {\n",
            ["Serve", "main", "T"]
        ),
        (
            .rust,
            "pub(crate) async fn f() {}\nimpl A {\n    pub fn g(&self) {}\n}\npub struct A;\ntrait B {}\nmacro_rules! m {\n",
            ["f", "g", "A", "B", "m"]
        ),
        (
            .swift,
            "package final class A: B {\n    private let x = 1\n    static func make() -> A {\n    class func other() {}\n}\nextension C {\nlet top = 1\n@Test func works() {\n",
            ["A", "make", "other", "C", "top", "works"]
        ),
        (
            .java,
            "public class A {\n  public static int count(String s) {\n    return f(s);\n  }\n  enum E { X }\n}\n",
            ["A", "count", "E"]
        ),
        (
            .kotlin,
            "data class A(val x: Int)\nobject B {\n  override fun f() = 1\n}\nval top = 1\n",
            ["A", "B", "f", "top"]
        ),
        (
            .c,
            "#include <a.h>\n#define LIMIT 3\nstatic int add(int a, int b) {\n  return f(a);\n}\nint declared(void);\nstruct point {\nnamespace n {\n",
            ["LIMIT", "add", "point", "n"]
        ),
        (
            .ruby, "module M\n  class A < B\n    def self.make(x)\n    def go!\n",
            ["M", "A", "make", "go"]
        ),
        (.shell, "x=1\nbuild() {\n  echo hi\n}\nfunction check {\n", ["build", "check"]),
    ])
    func `definitions are found line by line`(
        language: Language, text: String, expected: [String]
    ) {
        #expect(names(text, language) == expected)
    }

    @Test func `comments and texts of several lines define nothing`() {
        #expect(names("/*\nfunc a() {\n*/\n// func b() {\nfunc c() {\n", .go) == ["c"])
        #expect(
            names(
                "\"\"\"\ndef a():\n\"\"\"\n# def b():\ndef c():\nx = '''\ndef d():\n'''\n", .python)
                == ["c"])
        #expect(names("def f():\n    \"\"\"One line.\"\"\"\ndef g():\n", .python) == ["f", "g"])
    }

    @Test func `heads are short, without indentation and control characters`() throws {
        let long = "    def f(\(String(repeating: "ä", count: 200))):\n"
        let found = DefinitionScanner.definitions(in: Array(long.utf8), .python)
        let definition = try #require(found.first)
        #expect(definition.head.utf8.count <= 120 && definition.head.hasPrefix("def f("))
        #expect(!definition.head.contains("\u{FFFD}"))
        #expect(definition.depth == 2)
        let control = DefinitionScanner.definitions(
            in: Array("def f(a\u{1B}[31m):\n".utf8), .python)
        #expect(control.first?.head == "def f(a [31m):")
    }

    @Test func `a hostile file gives few definitions, soon`() {
        let many = String(repeating: "def f(): pass\n", count: 50_000)
        #expect(names(many, .python).count <= 200)
        #expect(names(String(repeating: "(", count: 200_000), .c).isEmpty)
        #expect(names(String(repeating: "/*", count: 100_000), .go).isEmpty)
        for language in Language.allCases {
            _ = names("\u{0}\u{FFFD}\n@\n#\n@@@(\n(((\n****\n", language)
        }
    }

    @Test(arguments: [
        ("a.py", Language.python), ("A.PY", .python), ("x.test.tsx", .javaScript), ("m.hpp", .c),
        (".py", nil), ("py", nil), ("a.txt", nil), ("a.", nil), ("a.swift", .swift),
    ])
    func `a language is told by the ending`(name: String, language: Language?) {
        #expect(Language(fileName: name) == language)
    }
}
