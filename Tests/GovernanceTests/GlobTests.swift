import Governance
import Testing

struct GlobTests {
    @Test(
        arguments: [
            ("src/**", "src/a.py", true), ("src/**", "src/deep/er/a.py", true),
            ("src/**", "src", false), ("src/**", "source/a.py", false),
            ("**/*.py", "a.py", true), ("**/*.py", "x/y/a.py", true),
            ("src/**/test_*.py", "src/test_a.py", true),
            ("src/**/test_*.py", "src/x/y/test_a.py", true),
            ("src/**/test_*.py", "src/x/y/a_test_a.py", false),
            ("*.py", "a.py", true), ("*.py", "x/a.py", false), ("*.py", "a.pyc", false),
            ("src/*", "src/a", true), ("src/*", "src/a/b", false),
            ("src", "src/a/b", true), ("src/", "src/a/b", true), ("src", "src", true),
            ("./src", "src/a", true), ("/src", "src/a", true),
            ("a?c", "abc", true), ("a?c", "a/c", false), ("a?c", "aéc", true),
            ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[!a-c]x", "dx", true),
            ("[]x]y", "]y", true), ("[ab", "[ab", true), (#"\*.py"#, "*.py", true),
            (#"\*.py"#, "a.py", false), ("{a,b}", "a", false), ("{a,b}", "{a,b}", true),
            ("**", "any/thing", true), ("", "a", false), ("README.md", "readme.md", false),
        ])
    func `a permission reads a pattern from the root`(
        pattern: String, path: String, expected: Bool
    ) {
        #expect(Glob(pattern, reading: .permission).matches(path) == expected)
    }

    @Test(
        arguments: [
            ("*.pem", "deep/er/server.pem", true), ("*.pem", "server.PEM", true),
            (".env*", "app/.env.local", true), (".env*", ".envs/production", true),
            ("**/secrets/**", "secrets/a", true), ("**/secrets/**", "x/secrets/y/z", true),
            ("**/secrets/**", "x/secrets.txt", false),
            (".github/", "sub/.github/workflows/a.yml", true),
            ("/.autopack/", "sub/.autopack/a", false), ("/.autopack/", ".autopack/a", true),
            ("src/*", "src/a/b", true), ("src/*.py", "lib/src/a.py", false),
        ])
    func `an exclusion reads a pattern widely`(pattern: String, path: String, expected: Bool) {
        #expect(Glob(pattern, reading: .exclusion).matches(path) == expected)
    }

    @Test func `a pattern of many stars comes to an end`() {
        let pattern = String(repeating: "*a", count: 60) + "b"
        let path = String(repeating: "a", count: 2000)
        #expect(!Glob(pattern, reading: .permission).matches(path))
        let deep = Array(repeating: "**/a", count: 40).joined(separator: "/") + "/b"
        let way = Array(repeating: "a", count: 400).joined(separator: "/")
        #expect(!Glob(deep, reading: .permission).matches(way))
    }
}
