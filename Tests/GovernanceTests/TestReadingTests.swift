import Governance
import RunModel
import Testing

/// What is read from files of tests, whatever is in them.
struct TestReadingTests {
    @Test func `tests are found with what they are in`() {
        let text = """
            class TestA(Base):
                def test_one(self):
                    \"\"\"def test_in_a_text(): pass\"\"\"
                    assert 1 + f() == 2  # def test_in_a_comment(): ...

            async def test_two():
                def test_inner(): ...
                await g()
                assert g
            """
        let names = added(path: "tests/test_a.py", text)
        #expect(names == ["TestA.test_one", "test_two"])
    }

    @Test(
        arguments: [
            (
                "a/x.test.ts",
                "describe('a', () => { it('b', () => {}); test.each([1])('c %s', (n) => {}) })",
                ["a.b", "a.c %s"]
            ),
            (
                "a_test.go",
                "func TestA(t *testing.T) {}\nfunc (s *Suite) TestB() {}\nfunc helper() {}\n",
                ["TestA", "TestB"]
            ),
            (
                "src/lib.rs",
                "fn a() { assert!(true) }\n#[cfg(test)]\nmod tests {\n#[test]\nfn b<'a>() { let c = '\"'; }\n#[tokio::test]\nasync fn d() {}\n}\n",
                ["tests.b", "tests.d"]
            ),
            (
                "Tests/A.swift",
                "struct A {\n@Test func `b c`() { #expect(\"\\(x(\"y\"))\" == #\"a\"b\"#) }\n}\nclass B: XCTestCase { func testD() {} }\n",
                ["A.b c", "B.testD"]
            ),
            (
                "src/test/ATest.java",
                "class ATest {\n@Test void b() {}\nint helper() { return 1; }\n@ParameterizedTest\n@ValueSource(ints = {1})\npublic void c(int x) throws A, B {}\n}\n",
                ["ATest.b", "ATest.c"]
            ),
            (
                "tests/a.cc",
                "TEST_F(A, B) {\n  EXPECT_EQ(R\"x(\")x\", '\"');\n}\nTEST_CASE(\"c d\", \"[tag]\") {}\n",
                ["A.B", "c d"]
            ),
            (
                "spec/a_spec.rb",
                "describe A do\n  it \"b #{c(\"x\")}\" do\n    x = <<~T\n      it \"no\" do\n    T\n  end\n  specify { is_expected.to eq(1) }\nend\n",
                ["A.b #{c(\"x\")}", "A."]
            ),
        ] as [(String, String, [String])])
    func `tests are found in each language`(path: String, text: String, names: [String]) {
        #expect(added(path: path, text) == names)
    }

    /// Nothing that a file holds takes long or ends the program.
    @Test(arguments: [
        "(", "[", "{", ")", "]", "}", "\"", "'", "`", "/*", "#if 0\n", "not ", "!", "\\", "<<~A\n",
        "%w(",
        "assert ", "assert(", "describe('a', () => {", "mod a {", "class A {", "if (", "t.Error(",
        "or ",
        "x.", "@skip\n", "def test():\n", "it 'x' do\n", "pytestmark = 1\n", "expect(a).", "${",
        "\"\\(",
        "test_a = 1\n", "a, ", "\u{0}", "é", "skip\n", "return\n", "    pytest.skip()\n",
        "{ 1, \"a\" },\n",
    ])
    func `repeated text is read`(piece: String) {
        let text = String(repeating: piece, count: 300)
        for path in [
            "tests/test_a.py", "a.test.js", "a_test.go", "tests/a.rs", "Tests/ATests.swift",
            "ATest.java",
            "ATest.kt", "tests/a.c", "spec/a_spec.rb",
        ] {
            _ = TestChange(of: difference(path, text, text + piece))
        }
    }

    @Test func `any end of a file is read`() {
        let text = "class A:\n    def test_b(self):\n        assert f(\"x\") == '''y''' or True\n"
        for end in 0...text.utf8.count {
            let cut = String(decoding: Array(text.utf8).prefix(end), as: UTF8.self)
            for path in [
                "tests/test_a.py", "a.test.js", "tests/a.swift", "spec/a_spec.rb", "tests/a.c",
            ] {
                _ = TestChange(of: difference(path, text, cut))
            }
        }
    }

    private func added(path: String, _ text: String) -> [String] {
        TestChange(of: difference(path, "", text)).addedTests
    }

    private func difference(_ path: String, _ old: String, _ new: String) -> Difference {
        Difference(files: [
            DifferenceFile(
                path: path, kind: .modified, oldBytes: Array(old.utf8), newBytes: Array(new.utf8))
        ])
    }
}
