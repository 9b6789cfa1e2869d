import Governance
import Testing

struct PathRuleTests {
    @Test(
        arguments: [
            "src/a.py", ".gitignore", ".gitattributes", "a b/ü.txt", "git", "x.git/y", "...",
            "gitlab/.gitkeep", "日本/語.md", ".gi\u{308}t",
        ])
    func `an ordinary path is legal`(path: String) {
        #expect(PathRule.explain(path) == nil)
    }

    @Test(
        arguments: [
            "", "/etc/passwd", "../a", "a/../b", "a/./b", "a//b", "a/", "a\u{7}b", "a\nb", "C:/x",
        ])
    func `a path that is not plain is refused`(path: String) {
        #expect(PathRule.explain(path) != nil)
    }

    @Test(
        arguments: [
            ".git", ".git/config", "sub/.git/hooks/pre-commit", ".GIT/config", ".Git", ".git.",
            ".git . .", ".git ", ".git::$INDEX_ALLOCATION/config", ".git:x", "git~1",
            "GIT~2/config",
            ".g\u{200c}it", ".\u{feff}git/config", "．git", ".ｇｉｔ", ".g\u{2071}t", ".𝐠𝐢𝐭",
            "a\\.git\\config", ".ⓖⓘⓣ", "․git",
        ])
    func `no spelling of the repository's own folder is legal`(path: String) {
        #expect(PathRule.explain(path) != nil)
    }

    @Test func `protected, core and open paths are told apart`() {
        let paths = ProtectedPaths(
            denied: ["vault/**"], core: ["prompts/"], maintainable: ["prompts/system.md"])
        #expect(paths.standing(of: ".github/workflows/ci.yml") == .denied(".github/"))
        #expect(paths.standing(of: ".GITHUB/workflows/ci.yml") == .denied(".github/"))
        #expect(paths.standing(of: "Jenkinsfile") == .denied("Jenkinsfile"))
        #expect(paths.standing(of: "vault/a") == .denied("vault/**"))
        #expect(paths.standing(of: ".autopack/autopack.yaml") == .core("/.autopack/"))
        #expect(paths.standing(of: "prompts/user.md") == .core("prompts/"))
        #expect(paths.standing(of: "prompts/system.md") == .maintainable("prompts/system.md"))
        #expect(paths.standing(of: "src/a.py") == .open)
    }

    @Test(arguments: [
        ".github/a", ".gitlab-ci.yml", ".circleci/config.yml", "azure-pipelines.yml",
        ".travis.yml", ".husky/pre-commit", ".githooks/x", ".pre-commit-config.yaml",
    ])
    func `what steers hooks and continuous integration is denied`(path: String) {
        guard case .denied = ProtectedPaths().standing(of: path) else {
            Issue.record("\(path) is not denied")
            return
        }
    }
}
