/// What a path is, told by its name alone.
package enum PathKind {
    /// A test, or a file that only tests use.
    package static func isTest(_ path: String) -> Bool { tests.first(matching: path) != nil }

    /// A file that decides which tests run and how, and holds little else: what a runner reads
    /// before it looks for tests.
    ///
    /// For the manifests that do so among other things see ``TestSteering``.
    package static func steersTests(_ path: String) -> Bool {
        testSteering.first(matching: path) != nil
    }

    /// Text that steers coding agents; a change of it waits for a person.
    package static func isAgentInstruction(_ path: String) -> Bool {
        agentInstructions.first(matching: path) != nil
    }

    /// A file that holds dependencies and nothing else.
    package static func isDependencyList(_ path: String) -> Bool {
        dependencyLists.first(matching: path) != nil
    }

    /// A file that holds dependencies among other things.
    package static func isManifest(_ path: String) -> Bool {
        manifests.first(matching: path) != nil
    }

    /// Migrations, authentication, infrastructure, deployment and continuous integration.
    package static func isSensitive(_ path: String) -> Bool {
        sensitive.first(matching: path) != nil
    }

    /// SQL, YAML and environment files.
    package static func isSensitiveType(_ path: String) -> Bool {
        sensitiveTypes.first(matching: path) != nil
    }

    /// JSON proper; dialects with comments are left out.
    package static func isJSON(_ path: String) -> Bool {
        json.first(matching: path) != nil && jsonDialects.first(matching: path) == nil
    }

    private static let tests = globs(
        "test/", "tests/", "testing/", "spec/", "specs/", "__tests__/", "testdata/", "e2e/",
        "test_*.py", "*_test.*", "*_tests.*", "*.test.*", "*.spec.*", "*_spec.*", "conftest.py",
        "*Test.java", "*Tests.java", "*Test.kt", "*Tests.kt", "*Tests.swift", "*Test.swift",
        "*Tests.cs", "*Test.php", "test-*.js", "test.js", "test.py", "tests.py", "tests.rs")
    private static let testSteering = globs(
        "conftest.py", "pytest.ini", ".pytest.ini", "pytest.toml", "tox.ini", "noxfile.py",
        "sitecustomize.py", "usercustomize.py", "*.pth", ".coveragerc", "nose.cfg", ".noserc",
        "jest.config.*", "jest.setup.*", "jest-*.config.*", "jest.preset.*", "setupTests.*",
        "setup-tests.*", "vitest.config.*", "vitest.workspace.*", "vitest.setup.*", ".mocharc",
        ".mocharc.*", "mocha.opts", "ava.config.*", "karma.conf.*", "playwright.config.*",
        "cypress.config.*", "cypress.json", ".taprc", ".nycrc", ".nycrc.*", "jasmine.json",
        "wdio.conf.*", ".rspec", "spec_helper.rb", "rails_helper.rb", "test_helper.rb",
        "nextest.toml", "CTestCustom.cmake", "CTestTestfile.cmake", "phpunit.xml",
        "phpunit.xml.dist", "junit-platform.properties", "testng.xml", "*.xctestplan",
        "surefire.properties", "bunfig.toml", "dotnet.runsettings", "*.runsettings")
    private static let agentInstructions = globs(
        "AGENTS.md", "AGENT.md", "CLAUDE.md", "CLAUDE.local.md", "GEMINI.md", "CODEX.md",
        ".cursorrules", ".cursor/", ".windsurfrules", ".windsurf/", ".clinerules", ".roorules",
        ".roo/", ".claude/", ".codex/", ".gemini/", ".aider*", "CONVENTIONS.md", ".continue/",
        "copilot-instructions.md", ".goosehints", ".rules", ".kiro/", ".amazonq/", ".junie/")
    private static let dependencyLists = globs(
        "requirements*.txt", "requirements/*.txt", "constraints*.txt", "Pipfile", "Pipfile.lock",
        "poetry.lock", "uv.lock", "pdm.lock", "package-lock.json", "npm-shrinkwrap.json",
        "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb", "Cargo.lock", "go.mod", "go.sum",
        "Package.resolved", "Gemfile", "Gemfile.lock", "composer.lock", "Podfile", "Podfile.lock",
        "gradle.lockfile", "mix.lock", "pubspec.lock", "flake.lock")
    private static let manifests = globs(
        "pyproject.toml", "setup.py", "setup.cfg", "environment.yml", "package.json", "deno.json",
        "Cargo.toml", "Package.swift", "*.gemspec", "composer.json", "pom.xml", "build.gradle",
        "build.gradle.kts", "libs.versions.toml", "build.sbt", "mix.exs", "pubspec.yaml",
        "*.csproj", "*.fsproj", "vcpkg.json", "conanfile.*", "WORKSPACE", "MODULE.bazel")
    private static let sensitive = globs(
        "migration/", "migrations/", "migrate/", "alembic/", "auth/", "auth.*", "*_auth.*",
        "auth_*", "authn/", "authz/", "oauth*", "login*", "permission*", "security/",
        "security.*", "crypto/", "secrets/", "infra/", "infrastructure/", "terraform/", "*.tf",
        "ansible/", "k8s/", "kubernetes/", "helm/", "charts/", "deploy/", "deployment/",
        "deployments/", "Dockerfile*", "docker-compose*", "compose.yaml", "compose.yml",
        "Procfile", "ci/", ".ci/")
    private static let sensitiveTypes = globs("*.sql", "*.yaml", "*.yml", ".env", ".env.*", "*.env")
    private static let json = globs("*.json", "*.webmanifest", "*.geojson")
    private static let jsonDialects = globs(
        "tsconfig*.json", "jsconfig*.json", ".vscode/", "*.code-workspace", "devcontainer.json",
        ".eslintrc.json", "*.jsonc.json", "deno.json", "renovate.json", "angular.json",
        "api-extractor.json", "turbo.json", "biome.json")

    private static func globs(_ patterns: String...) -> [Glob] {
        [Glob](patterns: patterns, reading: .exclusion)
    }
}
