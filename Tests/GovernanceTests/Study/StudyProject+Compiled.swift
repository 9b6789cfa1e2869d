extension StudyProject {
    static let goTest = StudyProject(
        "go",
        source: (
            "clamp/clamp.go",
            "package clamp\n\n// Int keeps n between low and high.\nfunc Int(n, low, high int) int {\n\tif n < low {\n\t\treturn low\n\t}\n\tif n > high {\n\t\treturn high\n\t}\n\treturn n\n}\n"
        ),
        test: (
            "clamp/clamp_test.go",
            """
            package clamp

            import (
            \t"testing"

            \t"github.com/stretchr/testify/assert"
            )

            func TestInside(t *testing.T) {
            \tif got := Int(5, 0, 10); got != 5 {
            \t\tt.Errorf("Int(5, 0, 10) = %d", got)
            \t}
            }

            func TestOutside(t *testing.T) {
            \ttests := []struct {
            \t\tname           string
            \t\tn, low, high   int
            \t\twant           int
            \t}{
            \t\t{"below", -4, 0, 10, 0},
            \t\t{"above", 40, 0, 10, 10},
            \t\t{name: "equal", n: 3, low: 3, high: 3, want: 3},
            \t}
            \tfor _, tt := range tests {
            \t\tt.Run(tt.name, func(t *testing.T) {
            \t\t\tassert.Equal(t, tt.want, Int(tt.n, tt.low, tt.high))
            \t\t})
            \t}
            }

            func TestOrder(t *testing.T) {
            \tresult := Int(1, 2, 3)
            \tassert.Equal(t, 2, result)
            \tassert.NotZero(t, result)
            }

            """
        ),
        others: [
            "Makefile": "build:\n\tgo build ./...\n\ntest:\n\tgo vet ./...\n\tgo test ./...\n"
        ],
        bad: [
            (
                "skip", "func TestOrder(t *testing.T) {\n",
                "func TestOrder(t *testing.T) {\n\tt.Skip(\"broken\")\n"
            ),
            (
                "skip", "\t\t\tassert.Equal(t, tt.want",
                "\t\t\tif true {\n\t\t\t\tt.SkipNow()\n\t\t\t}\n\t\t\tassert.Equal(t, tt.want"
            ),
            ("weakened", "assert.Equal(t, 2, result)", "assert.NotNil(t, result)"),
            ("removed assertion", "\tassert.Equal(t, 2, result)\n", ""),
            ("condition changed", "got != 5 {", "got != 5 && got != 0 {"),
            ("row removed", "\t\t{\"above\", 40, 0, 10, 10},\n", ""),
            ("row changed", "{\"above\", 40, 0, 10, 10}", "{\"above\", 40, 0, 10, 40}"),
            (
                "test removed",
                "func TestInside(t *testing.T) {\n\tif got := Int(5, 0, 10); got != 5 {\n\t\tt.Errorf(\"Int(5, 0, 10) = %d\", got)\n\t}\n}\n\n",
                ""
            ),
            ("log instead", "t.Errorf(\"Int(5", "t.Logf(\"Int(5"),
            ("renamed away", "func TestInside", "func testInside"),
            (
                "early return", "\tassert.Equal(t, 2, result)\n",
                "\treturn\n\tassert.Equal(t, 2, result)\n"
            ),
            (
                "TestMain", "func TestInside",
                "func TestMain(m *testing.M) {\n\tm.Run()\n\tos.Exit(0)\n}\n\nfunc TestInside"
            ),
            (
                "recover", "\tresult := Int(1, 2, 3)\n",
                "\tdefer func() { recover() }()\n\tresult := Int(1, 2, 3)\n"
            ),
        ],
        good: [
            (
                "new test", "func TestOrder",
                "func TestNegative(t *testing.T) {\n\tassert.Equal(t, -1, Int(-9, -1, 0))\n}\n\nfunc TestOrder"
            ),
            (
                "new row", "\t\t{\"below\", -4, 0, 10, 0},\n",
                "\t\t{\"below\", -4, 0, 10, 0},\n\t\t{\"far below\", -400, 0, 10, 0},\n"
            ),
            ("message", "\"Int(5, 0, 10) = %d\"", "\"Int(5, 0, 10) = %d, want 5\""),
            ("renamed test", "func TestInside", "func TestNumbersInside"),
            ("require", "\tassert.Equal(t, 2, result)", "\trequire.Equal(t, 2, result)"),
            (
                "parallel", "func TestOrder(t *testing.T) {\n",
                "func TestOrder(t *testing.T) {\n\tt.Parallel()\n"
            ),
            (
                "aligned", "\t\tn, low, high   int\n\t\twant           int",
                "\t\tn, low, high int\n\t\twant         int"
            ),
        ],
        badOthers: [
            ("flags", "Makefile", "\tgo test ./...", "\tgo test -run TestInside ./..."),
            ("ignored", "Makefile", "\tgo test ./...", "\t-go test ./..."),
            ("ignored", "Makefile", "\tgo test ./...", "\tgo test ./... || true"),
            ("replaced", "Makefile", "\tgo vet ./...\n\tgo test ./...", "\t@echo tests passed"),
        ])

    static let rust = StudyProject(
        "rust",
        source: ("src/main.rs", "fn main() {\n    println!(\"{}\", words::count(\"a b\"));\n}\n"),
        test: (
            "src/lib.rs",
            """
            /// Counts the words of a text.
            pub fn count(text: &str) -> usize {
                text.split_whitespace().count()
            }

            #[cfg(test)]
            mod tests {
                use super::*;

                #[test]
                fn counts_words() {
                    assert_eq!(count("one two  three"), 3);
                }

                #[test]
                fn nothing_has_no_words() {
                    assert_eq!(count(""), 0, "nothing is nothing");
                    assert!(count(" ") == 0);
                }

                #[test]
                fn long_texts<'a>() {
                    let text = "x ".repeat(1000);
                    assert!(count(&text) > 999);
                }
            }

            """
        ),
        others: [
            "Cargo.toml":
                "[package]\nname = \"words\"\nversion = \"0.3.1\"\n\n[lib]\nname = \"words\"\n"
        ],
        bad: [
            (
                "ignore", "    #[test]\n    fn counts_words",
                "    #[test]\n    #[ignore]\n    fn counts_words"
            ),
            (
                "should_panic", "    #[test]\n    fn counts_words",
                "    #[test]\n    #[should_panic]\n    fn counts_words"
            ),
            (
                "attribute gone", "    #[test]\n    fn counts_words",
                "    #[allow(dead_code)]\n    fn counts_words"
            ),
            (
                "module never built", "#[cfg(test)]\nmod tests",
                "#[cfg(all(test, not(test)))]\nmod tests"
            ),
            (
                "weakened", "assert_eq!(count(\"one two  three\"), 3)",
                "assert!(count(\"one two  three\") > 0)"
            ),
            ("removed assertion", "        assert!(count(\" \") == 0);\n", ""),
            ("trivial", "assert!(count(&text) > 999)", "assert!(count(&text) > 999 || true)"),
            ("expected value", ", 3);", ", 4);"),
            (
                "test removed",
                "    #[test]\n    fn counts_words() {\n        assert_eq!(count(\"one two  three\"), 3);\n    }\n\n",
                ""
            ),
            ("emptied", "        assert_eq!(count(\"one two  three\"), 3);\n", ""),
            (
                "early return", "        let text = \"x \".repeat(1000);\n",
                "        return;\n        let text = \"x \".repeat(1000);\n"
            ),
        ],
        good: [
            (
                "new test", "    #[test]\n    fn long_texts",
                "    #[test]\n    fn lines_count_too() {\n        assert_eq!(count(\"a\\nb\"), 2);\n    }\n\n    #[test]\n    fn long_texts"
            ),
            ("renamed", "fn counts_words", "fn words_are_counted"),
            ("assert_eq", "assert!(count(\" \") == 0)", "assert_eq!(count(\" \"), 0)"),
            (
                "broken over lines", "assert_eq!(count(\"\"), 0, \"nothing is nothing\");",
                "assert_eq!(\n            count(\"\"),\n            0,\n            \"nothing is nothing\",\n        );"
            ),
            (
                "source", "    text.split_whitespace().count()",
                "    let words = text.split_whitespace();\n    words.count()"
            ),
        ],
        badOthers: [
            (
                "no tests", "Cargo.toml", "[lib]\nname = \"words\"\n",
                "[lib]\nname = \"words\"\ntest = false\n"
            )
        ])

    static let swiftTesting = StudyProject(
        "swift testing",
        source: (
            "Sources/Dates/Year.swift",
            "public func isLeap(_ year: Int) -> Bool {\n    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0\n}\n"
        ),
        test: (
            "Tests/DatesTests/YearTests.swift",
            """
            import Dates
            import Testing

            @Suite struct YearTests {
                @Test func `most years are plain`() {
                    #expect(!isLeap(2023))
                }

                @Test(arguments: [2020, 2024, 2000])
                func leapYears(year: Int) {
                    #expect(isLeap(year) == true, "\\(year) is one")
                }

                @Test func centuries() throws {
                    let known = [1900: false, 2000: true]
                    for (year, expected) in known {
                        #expect(isLeap(year) == expected)
                    }
                    try #require(known.count == 2)
                }
            }

            """
        ),
        others: [
            "Package.swift":
                "// swift-tools-version: 6.0\nimport PackageDescription\n\nlet package = Package(\n    name: \"Dates\",\n    targets: [\n        .target(name: \"Dates\"),\n        .testTarget(name: \"DatesTests\", dependencies: [\"Dates\"]),\n    ]\n)\n"
        ],
        bad: [
            ("disabled", "@Test func centuries()", "@Test(.disabled(\"wrong\")) func centuries()"),
            ("disabled suite", "@Suite struct", "@Suite(.disabled()) struct"),
            (
                "never enabled", "@Test func centuries()",
                "@Test(.enabled(if: false)) func centuries()"
            ),
            (
                "known issue", "            #expect(isLeap(year) == expected)",
                "            withKnownIssue {\n                #expect(isLeap(year) == expected)\n            }"
            ),
            ("attribute gone", "@Test func centuries()", "func centuries()"),
            ("argument gone", "[2020, 2024, 2000]", "[2020, 2024]"),
            ("values", "1900: false", "1900: true"),
            ("removed assertion", "            #expect(isLeap(year) == expected)\n", ""),
            ("trivial", "#expect(!isLeap(2023))", "#expect(!isLeap(2023) || true)"),
            (
                "test removed",
                "    @Test func `most years are plain`() {\n        #expect(!isLeap(2023))\n    }\n\n",
                ""
            ),
            (
                "left out", "    @Test func centuries()",
                "    #if false\n    @Test func never() {}\n    @Test func centuries()"
            ),
        ],
        good: [
            ("new argument", "[2020, 2024, 2000]", "[2020, 2024, 2000, 2400]"),
            (
                "new test", "    @Test func centuries()",
                "    @Test func early() {\n        #expect(isLeap(4))\n    }\n\n    @Test func centuries()"
            ),
            ("renamed", "func leapYears(year:", "func `leap years are found`(year:"),
            ("plain claim", "#expect(isLeap(year) == true, ", "#expect(isLeap(year), "),
            ("new value", "2000: true]", "2000: true, 2100: false]"),
        ],
        badOthers: [
            (
                "target gone", "Package.swift",
                "        .testTarget(name: \"DatesTests\", dependencies: [\"Dates\"]),\n", ""
            )
        ])

    static let xctest = StudyProject(
        "xctest",
        source: (
            "Sources/Stack/Stack.swift",
            "public struct Stack {\n    public private(set) var items: [Int] = []\n    public init() {}\n    public mutating func push(_ item: Int) { items.append(item) }\n    public mutating func pop() -> Int? { items.popLast() }\n}\n"
        ),
        test: (
            "Tests/StackTests/StackTests.swift",
            """
            import XCTest
            @testable import Stack

            final class StackTests: XCTestCase {
                var stack = Stack()

                override func setUp() {
                    super.setUp()
                    stack = Stack()
                }

                func testPush() {
                    stack.push(3)
                    XCTAssertEqual(stack.items, [3])
                    XCTAssertFalse(stack.items.isEmpty)
                }

                func testPop() throws {
                    stack.push(1)
                    let top = try XCTUnwrap(stack.pop())
                    XCTAssertEqual(top, 1)
                }

                func testEmpty() {
                    XCTAssertNil(stack.pop())
                }
            }

            """
        ),
        bad: [
            (
                "skip", "        stack.push(1)\n",
                "        throw XCTSkip(\"later\")\n        stack.push(1)\n"
            ),
            (
                "skip", "        stack.push(1)\n",
                "        try XCTSkipIf(true)\n        stack.push(1)\n"
            ),
            (
                "expected failure", "        stack.push(3)\n",
                "        XCTExpectFailure()\n        stack.push(3)\n"
            ),
            ("weakened", "XCTAssertEqual(stack.items, [3])", "XCTAssertNotNil(stack.items)"),
            ("weakened", "XCTAssertEqual(top, 1)", "XCTAssertTrue(top > 0)"),
            ("renamed away", "func testEmpty()", "func disabledTestEmpty()"),
            ("removed assertion", "        XCTAssertEqual(top, 1)\n", ""),
            (
                "test removed",
                "    func testEmpty() {\n        XCTAssertNil(stack.pop())\n    }\n", ""
            ),
            (
                "early return", "        stack.push(3)\n",
                "        guard stack.items.count > 0 else { return }\n        return\n        stack.push(3)\n"
            ),
            (
                "left out", "    func testEmpty() {\n        XCTAssertNil(stack.pop())\n    }\n",
                "    #if false\n    func testEmpty() {\n        XCTAssertNil(stack.pop())\n    }\n    #endif\n"
            ),
        ],
        good: [
            (
                "new test", "    func testEmpty()",
                "    func testTwo() {\n        stack.push(1)\n        stack.push(2)\n        XCTAssertEqual(stack.pop(), 2)\n    }\n\n    func testEmpty()"
            ),
            ("renamed", "func testEmpty()", "func testPoppingNothing()"),
            ("message", "XCTAssertEqual(top, 1)", "XCTAssertEqual(top, 1, \"the last one\")"),
            ("to Swift Testing", "XCTAssertEqual(top, 1)", "#expect(top == 1)"),
        ])
}
