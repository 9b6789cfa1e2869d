extension StudyProject {
    static let junit = StudyProject(
        "junit",
        source: (
            "src/main/java/org/example/Roman.java",
            "package org.example;\n\npublic final class Roman {\n    public static String of(int number) {\n        return \"I\".repeat(number);\n    }\n}\n"
        ),
        test: (
            "src/test/java/org/example/RomanTest.java",
            """
            package org.example;

            import static org.assertj.core.api.Assertions.assertThat;
            import static org.junit.jupiter.api.Assertions.*;

            import org.junit.jupiter.api.Test;
            import org.junit.jupiter.params.ParameterizedTest;
            import org.junit.jupiter.params.provider.CsvSource;

            class RomanTest {
                private final Roman roman = new Roman();

                @Test
                void one() {
                    assertEquals("I", Roman.of(1));
                }

                @ParameterizedTest
                @CsvSource({"2, II", "3, III"})
                void more(int number, String expected) {
                    assertThat(Roman.of(number)).isEqualTo(expected);
                }

                @Test
                void negativeNumbersAreRefused() throws Exception {
                    var thrown = assertThrows(IllegalArgumentException.class, () -> Roman.of(-1));
                    assertTrue(thrown.getMessage().contains("-1"));
                }
            }

            """
        ),
        others: [
            "pom.xml":
                "<project>\n  <modelVersion>4.0.0</modelVersion>\n  <artifactId>roman</artifactId>\n  <properties>\n    <java.version>17</java.version>\n  </properties>\n</project>\n"
        ],
        bad: [
            (
                "disabled", "    @Test\n    void one()",
                "    @Disabled(\"later\")\n    @Test\n    void one()"
            ),
            ("ignored class", "class RomanTest {", "@Disabled\nclass RomanTest {"),
            (
                "not enabled", "    @Test\n    void one()",
                "    @Test(enabled = false)\n    void one()"
            ),
            (
                "assumption", "        assertEquals(\"I\", Roman.of(1));",
                "        Assumptions.assumeTrue(false);\n        assertEquals(\"I\", Roman.of(1));"
            ),
            ("annotation gone", "    @Test\n    void one()", "    void one()"),
            ("weakened", "assertEquals(\"I\", Roman.of(1))", "assertNotNull(Roman.of(1))"),
            ("weakened", ".isEqualTo(expected)", ".isNotNull()"),
            ("broadened", "IllegalArgumentException.class", "Exception.class"),
            ("row gone", "{\"2, II\", \"3, III\"}", "{\"2, II\"}"),
            (
                "removed assertion", "        assertTrue(thrown.getMessage().contains(\"-1\"));\n",
                ""
            ),
            (
                "swallowed", "        assertEquals(\"I\", Roman.of(1));",
                "        try {\n            assertEquals(\"I\", Roman.of(1));\n        } catch (Throwable ignored) {\n        }"
            ),
            (
                "test removed",
                "    @Test\n    void one() {\n        assertEquals(\"I\", Roman.of(1));\n    }\n\n",
                ""
            ),
            (
                "exit", "        assertEquals(\"I\", Roman.of(1));",
                "        Runtime.getRuntime().halt(0);\n        assertEquals(\"I\", Roman.of(1));"
            ),
        ],
        good: [
            (
                "new test", "    @ParameterizedTest",
                "    @Test\n    void nothing() {\n        assertEquals(\"\", Roman.of(0));\n    }\n\n    @ParameterizedTest"
            ),
            ("new row", "\"3, III\"}", "\"3, III\", \"5, IIIII\"}"),
            ("renamed", "void one()", "void oneIsOne()"),
            (
                "assertj", "assertEquals(\"I\", Roman.of(1))",
                "assertThat(Roman.of(1)).isEqualTo(\"I\")"
            ),
            (
                "named", "    @Test\n    void one()",
                "    @Test\n    @DisplayName(\"the first\")\n    void one()"
            ),
        ],
        badOthers: [
            (
                "build", "pom.xml", "    <java.version>17</java.version>\n",
                "    <java.version>17</java.version>\n    <maven.test.skip>true</maven.test.skip>\n"
            )
        ])

    static let kotlin = StudyProject(
        "kotlin",
        source: (
            "src/main/kotlin/Greeting.kt",
            "fun greeting(name: String, loud: Boolean = false): String =\n    if (loud) \"HELLO ${name.uppercase()}\" else \"Hello $name\"\n"
        ),
        test: (
            "src/test/kotlin/GreetingTest.kt",
            """
            import kotlin.test.Test
            import kotlin.test.assertEquals
            import kotlin.test.assertFailsWith

            class GreetingTest {
                @Test
                fun `a name is greeted`() {
                    assertEquals("Hello Ann", greeting("Ann"))
                }

                @Test
                fun loud() {
                    val text = greeting("Bob", loud = true)
                    assertEquals("HELLO BOB", text)
                    assertEquals(text, text.uppercase(), "all of \\"$text\\"")
                }

                @Test
                fun nobody() = assertEquals("Hello ", greeting(""))
            }

            """
        ),
        others: [
            "build.gradle.kts":
                "plugins {\n    kotlin(\"jvm\") version \"2.0.0\"\n}\n\ntasks.test {\n    useJUnitPlatform()\n}\n"
        ],
        bad: [
            ("ignored", "    @Test\n    fun loud()", "    @Ignore\n    @Test\n    fun loud()"),
            ("weakened", "assertEquals(\"HELLO BOB\", text)", "assertTrue(text.isNotEmpty())"),
            ("removed assertion", "        assertEquals(\"HELLO BOB\", text)\n", ""),
            ("expected value", "\"Hello Ann\"", "\"Hallo Ann\""),
            ("input changed", "greeting(\"Bob\", loud = true)", "greeting(\"BOB\", loud = true)"),
            (
                "test removed",
                "    @Test\n    fun `a name is greeted`() {\n        assertEquals(\"Hello Ann\", greeting(\"Ann\"))\n    }\n\n",
                ""
            ),
            ("annotation gone", "    @Test\n    fun nobody", "    fun nobody"),
            ("emptied", "        assertEquals(\"Hello Ann\", greeting(\"Ann\"))\n", ""),
        ],
        good: [
            (
                "new test", "    @Test\n    fun nobody",
                "    @Test\n    fun twice() {\n        assertEquals(greeting(\"A\"), greeting(\"A\"))\n    }\n\n    @Test\n    fun nobody"
            ),
            ("renamed", "fun loud()", "fun `loud is in capitals`()"),
            (
                "broken over lines", "assertEquals(\"Hello Ann\", greeting(\"Ann\"))",
                "assertEquals(\n            \"Hello Ann\",\n            greeting(\"Ann\"),\n        )"
            ),
        ],
        badOthers: [
            (
                "build", "build.gradle.kts", "    useJUnitPlatform()\n",
                "    useJUnitPlatform()\n    ignoreFailures = true\n"
            )
        ])

    static let gtest = StudyProject(
        "gtest",
        source: ("src/gcd.cc", "int gcd(int a, int b) { return b == 0 ? a : gcd(b, a % b); }\n"),
        test: (
            "tests/gcd_test.cc",
            """
            #include "gcd.h"

            #include <gtest/gtest.h>

            // Numbers with a digit separator are one number.
            static const int kLarge = 1'000'000;

            TEST(Gcd, OfEqualNumbers) {
              EXPECT_EQ(gcd(6, 6), 6);
            }

            TEST(Gcd, OfPrimes) {
              EXPECT_EQ(1, gcd(7, 13)) << "primes share nothing";
              ASSERT_LT(gcd(7, kLarge), 8);
            }

            class GcdZero : public ::testing::Test {
             protected:
              int zero_ = 0;
            };

            TEST_F(GcdZero, IsNeutral) {
              ASSERT_EQ(gcd(zero_, 9), 9);
              ASSERT_EQ(gcd(9, zero_), 9);
            }

            """
        ),
        others: [
            "CMakeLists.txt":
                "cmake_minimum_required(VERSION 3.20)\nproject(gcd CXX)\nadd_library(gcd src/gcd.cc)\nenable_testing()\nadd_executable(gcd_test tests/gcd_test.cc)\nadd_test(NAME gcd COMMAND gcd_test)\n"
        ],
        bad: [
            ("disabled", "TEST(Gcd, OfPrimes)", "TEST(Gcd, DISABLED_OfPrimes)"),
            (
                "skip", "  EXPECT_EQ(gcd(6, 6), 6);",
                "  GTEST_SKIP() << \"later\";\n  EXPECT_EQ(gcd(6, 6), 6);"
            ),
            (
                "left out", "TEST(Gcd, OfEqualNumbers) {\n  EXPECT_EQ(gcd(6, 6), 6);\n}\n",
                "#if 0\nTEST(Gcd, OfEqualNumbers) {\n  EXPECT_EQ(gcd(6, 6), 6);\n}\n#endif\n"
            ),
            ("weakened", "ASSERT_EQ(gcd(9, zero_), 9)", "ASSERT_NE(gcd(9, zero_), 0)"),
            ("removed assertion", "  ASSERT_EQ(gcd(9, zero_), 9);\n", ""),
            ("expected value", "EXPECT_EQ(gcd(6, 6), 6)", "EXPECT_EQ(gcd(6, 6), 1)"),
            ("test removed", "TEST(Gcd, OfEqualNumbers) {\n  EXPECT_EQ(gcd(6, 6), 6);\n}\n\n", ""),
            ("emptied", "  EXPECT_EQ(gcd(6, 6), 6);\n", ""),
            (
                "macro", "#include <gtest/gtest.h>\n",
                "#include <gtest/gtest.h>\n#undef EXPECT_EQ\n#define EXPECT_EQ(a, b) SUCCEED()\n"
            ),
            (
                "exit", "TEST(Gcd, OfEqualNumbers) {\n",
                "TEST(Gcd, OfEqualNumbers) {\n  std::atexit([] { _exit(0); });\n"
            ),
        ],
        good: [
            (
                "new test", "TEST(Gcd, OfPrimes)",
                "TEST(Gcd, OfOne) {\n  EXPECT_EQ(gcd(1, 5), 1);\n}\n\nTEST(Gcd, OfPrimes)"
            ),
            ("renamed", "TEST(Gcd, OfEqualNumbers)", "TEST(Gcd, OfANumberAndItself)"),
            ("swapped", "EXPECT_EQ(gcd(6, 6), 6)", "EXPECT_EQ(6, gcd(6, 6))"),
            (
                "message", "  ASSERT_EQ(gcd(zero_, 9), 9);",
                "  ASSERT_EQ(gcd(zero_, 9), 9) << \"zero first\";"
            ),
        ],
        badOthers: [
            ("build", "CMakeLists.txt", "add_test(NAME gcd COMMAND gcd_test)\n", ""),
            (
                "build", "CMakeLists.txt", "add_test(NAME gcd COMMAND gcd_test)\n",
                "add_test(NAME gcd COMMAND gcd_test)\nset_tests_properties(gcd PROPERTIES DISABLED TRUE)\n"
            ),
        ])

    static let catch2 = StudyProject(
        "catch2",
        source: (
            "src/trim.cpp",
            "#include <string>\nstd::string trim(const std::string& text) { return text; }\n"
        ),
        test: (
            "tests/trim_tests.cpp",
            """
            #define CATCH_CONFIG_MAIN
            #include <catch2/catch.hpp>

            TEST_CASE("blanks at the ends go", "[trim]") {
                REQUIRE(trim("  a ") == "a");
                SECTION("also tabulators") {
                    CHECK(trim("\\ta\\t") == "a");
                }
            }

            TEST_CASE("what is inside stays", "[trim]") {
                REQUIRE(trim("a  b") == "a  b");
                REQUIRE_THROWS_AS(trim(nullptr), std::logic_error);
            }

            """
        ),
        bad: [
            (
                "hidden", "\"what is inside stays\", \"[trim]\"",
                "\"what is inside stays\", \"[.][trim]\""
            ),
            (
                "may fail", "\"what is inside stays\", \"[trim]\"",
                "\"what is inside stays\", \"[trim][!mayfail]\""
            ),
            (
                "skip", "    REQUIRE(trim(\"a  b\") == \"a  b\");",
                "    SKIP(\"later\");\n    REQUIRE(trim(\"a  b\") == \"a  b\");"
            ),
            ("weakened", "REQUIRE(trim(\"  a \") == \"a\")", "REQUIRE(!trim(\"  a \").empty())"),
            (
                "section removed",
                "    SECTION(\"also tabulators\") {\n        CHECK(trim(\"\\ta\\t\") == \"a\");\n    }\n",
                ""
            ),
            (
                "broadened", "REQUIRE_THROWS_AS(trim(nullptr), std::logic_error)",
                "REQUIRE_THROWS(trim(nullptr))"
            ),
            ("always true", "REQUIRE(trim(\"a  b\") == \"a  b\");", "REQUIRE(true);"),
        ],
        good: [
            (
                "new section", "    SECTION(\"also tabulators\")",
                "    SECTION(\"also lines\") {\n        CHECK(trim(\"a\\n\") == \"a\");\n    }\n    SECTION(\"also tabulators\")"
            ),
            ("renamed", "\"what is inside stays\"", "\"blanks between words stay\""),
            (
                "new case", "TEST_CASE(\"what is inside",
                "TEST_CASE(\"nothing stays nothing\") {\n    CHECK(trim(\"\").empty());\n}\n\nTEST_CASE(\"what is inside"
            ),
        ])

    static let plainC = StudyProject(
        "plain C",
        source: (
            "ring.c",
            "#include \"ring.h\"\n\nint ring_next(int place, int size) {\n    return (place + 1) % size;\n}\n"
        ),
        test: (
            "tests/test_ring.c",
            """
            #include <assert.h>
            #include <stdio.h>
            #include "../ring.h"

            static void test_next(void) {
                assert(ring_next(0, 4) == 1);
                assert(ring_next(3, 4) == 0);
            }

            static void test_single(void) {
                for (int i = 0; i < 3; i++) {
                    assert(ring_next(0, 1) == 0);
                }
            }

            int main(void) {
                test_next();
                test_single();
                puts("ok");
                return 0;
            }

            """
        ),
        others: [
            "Makefile":
                "CFLAGS = -Wall\n\nring.o: ring.c ring.h\n\ncheck: tests/test_ring\n\t./tests/test_ring\n"
        ],
        bad: [
            ("removed assertion", "    assert(ring_next(3, 4) == 0);\n", ""),
            ("weakened", "assert(ring_next(3, 4) == 0)", "assert(ring_next(3, 4) >= 0)"),
            ("weakened", "assert(ring_next(3, 4) == 0)", "assert(ring_next(3, 4) == 0 || 1)"),
            ("not called", "    test_single();\n", ""),
            ("NDEBUG", "#include <assert.h>", "#define NDEBUG\n#include <assert.h>"),
            ("exit", "    test_next();\n", "    exit(0);\n    test_next();\n"),
            (
                "left out", "    assert(ring_next(0, 4) == 1);\n",
                "#if 0\n    assert(ring_next(0, 4) == 1);\n#endif\n"
            ),
            (
                "test removed",
                "static void test_next(void) {\n    assert(ring_next(0, 4) == 1);\n    assert(ring_next(3, 4) == 0);\n}\n\n",
                ""
            ),
        ],
        good: [
            (
                "new test", "int main(void) {\n",
                "static void test_two(void) {\n    assert(ring_next(1, 2) == 0);\n}\n\nint main(void) {\n    test_two();\n"
            ),
            (
                "order", "    test_next();\n    test_single();\n",
                "    test_single();\n    test_next();\n"
            ),
            (
                "comment", "    assert(ring_next(3, 4) == 0);",
                "    /* The last one leads to the first. */\n    assert(ring_next(3, 4) == 0);"
            ),
        ],
        badOthers: [("target emptied", "Makefile", "\t./tests/test_ring\n", "\t@true\n")])

    static let minitest = StudyProject(
        "minitest",
        source: (
            "lib/caesar.rb",
            "module Caesar\n  def self.shift(text, by)\n    text.tr('a-z', ('a'..'z').to_a.rotate(by).join)\n  end\nend\n"
        ),
        test: (
            "test/caesar_test.rb",
            """
            require 'minitest/autorun'
            require_relative '../lib/caesar'

            class CaesarTest < Minitest::Test
              def setup
                @text = 'abc'
              end

              def test_shift_by_one
                assert_equal 'bcd', Caesar.shift(@text, 1)
              end

              def test_shift_and_back
                there = Caesar.shift(@text, 5)
                refute_equal @text, there
                assert_equal @text, Caesar.shift(there, -5)
              end

              def test_nothing
                assert_raises(NoMethodError) { Caesar.shift(nil, "#{1}") }
              end
            end

            """
        ),
        bad: [
            (
                "skip", "    there = Caesar.shift(@text, 5)",
                "    skip 'later'\n    there = Caesar.shift(@text, 5)"
            ),
            ("skip in setup", "    @text = 'abc'", "    @text = 'abc'\n    skip"),
            (
                "weakened", "assert_equal 'bcd', Caesar.shift(@text, 1)",
                "assert Caesar.shift(@text, 1)"
            ),
            ("removed assertion", "    refute_equal @text, there\n", ""),
            ("expected value", "'bcd'", "'abc'"),
            ("broadened", "assert_raises(NoMethodError)", "assert_raises(StandardError)"),
            ("renamed away", "def test_nothing", "def ignore_nothing"),
            (
                "test removed",
                "  def test_shift_by_one\n    assert_equal 'bcd', Caesar.shift(@text, 1)\n  end\n\n",
                ""
            ),
            (
                "swallowed", "    assert_equal 'bcd', Caesar.shift(@text, 1)",
                "    begin\n      assert_equal 'bcd', Caesar.shift(@text, 1)\n    rescue Exception\n      nil\n    end"
            ),
            ("exit", "class CaesarTest", "at_exit { exit! 0 }\n\nclass CaesarTest"),
            ("shadowed", "module", "module"),
        ].filter { $0.0 != "shadowed" },
        good: [
            (
                "new test", "  def test_nothing",
                "  def test_full_circle\n    assert_equal @text, Caesar.shift(@text, 26)\n  end\n\n  def test_nothing"
            ),
            ("renamed", "test_shift_by_one", "test_letters_move_by_one"),
            ("quotes", "assert_equal 'bcd'", "assert_equal \"bcd\""),
            ("comment", "    there = ", "    # There and back again.\n    there = "),
        ])

    static let rspec = StudyProject(
        "rspec",
        source: (
            "lib/ledger.rb",
            "class Ledger\n  attr_reader :balance\n\n  def initialize\n    @balance = 0\n  end\n\n  def pay(amount)\n    raise ArgumentError, 'negative' if amount.negative?\n\n    @balance += amount\n  end\nend\n"
        ),
        test: (
            "spec/ledger_spec.rb",
            """
            RSpec.describe Ledger do
              subject(:ledger) { described_class.new }

              it 'starts with nothing' do
                expect(ledger.balance).to eq(0)
              end

              context 'with a payment' do
                before { ledger.pay(10) }

                it 'adds it' do
                  expect(ledger.balance).to eq(10)
                  expect { ledger.pay(5) }.to change(ledger, :balance).by(5)
                end
              end

              it 'refuses negative payments' do
                expect { ledger.pay(-1) }.to raise_error(ArgumentError, /negative/)
              end
            end

            """
        ),
        others: [".rspec": "--require spec_helper\n--format documentation\n"],
        bad: [
            ("skip", "it 'adds it' do", "xit 'adds it' do"),
            ("skip", "it 'adds it' do", "it 'adds it', skip: true do"),
            (
                "pending", "  it 'starts with nothing' do\n",
                "  it 'starts with nothing' do\n    pending 'later'\n"
            ),
            ("skip", "context 'with a payment' do", "xcontext 'with a payment' do"),
            ("focus", "it 'starts with nothing' do", "fit 'starts with nothing' do"),
            ("focus", "it 'starts with nothing' do", "it 'starts with nothing', :focus do"),
            ("weakened", "expect(ledger.balance).to eq(0)", "expect(ledger.balance).to be_truthy"),
            ("removed assertion", "      expect(ledger.balance).to eq(10)\n", ""),
            ("broadened", "raise_error(ArgumentError, /negative/)", "raise_error"),
            ("expected value", "eq(10)", "eq(0)"),
            (
                "test removed",
                "  it 'refuses negative payments' do\n    expect { ledger.pay(-1) }.to raise_error(ArgumentError, /negative/)\n  end\n",
                ""
            ),
            ("emptied", "    expect(ledger.balance).to eq(0)\n", ""),
        ],
        good: [
            (
                "new test", "  it 'refuses negative",
                "  it 'takes nothing' do\n    expect(ledger.pay(0)).to eq(0)\n  end\n\n  it 'refuses negative"
            ),
            ("renamed", "'starts with nothing'", "'is empty at first'"),
            (
                "new context", "  context 'with a payment'",
                "  context 'with two payments' do\n    it 'adds both' do\n      2.times { ledger.pay(1) }\n      expect(ledger.balance).to eq(2)\n    end\n  end\n\n  context 'with a payment'"
            ),
        ],
        badOthers: [
            (
                "options", ".rspec", "--format documentation\n",
                "--format documentation\n--tag ~slow\n"
            )
        ])
}
