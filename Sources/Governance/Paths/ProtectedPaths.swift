/// What a change may not touch, whatever its plan says, and what only maintenance may touch
/// (`decisions.md`, Governance and the quality gate).
package struct ProtectedPaths: Hashable, Sendable {
    /// What a path falls under.
    package enum Standing: Hashable, Sendable {
        case open
        /// Denied always; the pattern says why.
        case denied(String)
        /// Denied but in a phase of category `core_maintenance`.
        case core(String)
        /// A core path of the white list, for such phases with a person's approval.
        case maintainable(String)
    }

    /// The category of phases that may touch core paths.
    package static let maintenance = "core_maintenance"

    /// Hook directories and the configuration of continuous integration.
    package static let builtIn = [
        ".githooks/", ".husky/", ".lefthook/", "lefthook.yml", "lefthook.yaml", ".lefthook.yml",
        ".pre-commit-config.yaml", ".pre-commit-hooks.yaml", ".overcommit.yml",
        ".github/", ".gitea/", ".forgejo/", ".gitlab/", ".gitlab-ci.yml", ".circleci/",
        ".buildkite/", ".teamcity/", ".woodpecker/", ".woodpecker.yml", ".drone.yml",
        ".travis.yml", ".cirrus.yml", ".appveyor.yml", "appveyor.yml", "azure-pipelines.yml",
        "bitbucket-pipelines.yml", "cloudbuild.yaml", "Jenkinsfile",
    ]
    /// The program's own policy in a repository.
    package static let builtInCore = ["/.autopack/"]

    private let denied: [Glob]
    private let core: [Glob]
    private let maintainable: [Glob]

    /// - Parameters:
    ///   - denied: What the user and the base commit's policy add.
    ///   - core: What the user lists as core, as a project's own prompts.
    ///   - maintainable: `core_maintenance.allow`.
    package init(denied: [String] = [], core: [String] = [], maintainable: [String] = []) {
        self.denied = [Glob](patterns: ProtectedPaths.builtIn + denied, reading: .exclusion)
        self.core = [Glob](patterns: ProtectedPaths.builtInCore + core, reading: .exclusion)
        self.maintainable = [Glob](patterns: maintainable, reading: .permission)
    }

    /// Says what a legal path falls under; the stricter answer wins.
    package func standing(of path: String) -> Standing {
        if let rule = denied.first(matching: path) { return .denied(rule.pattern) }
        guard let rule = core.first(matching: path) else { return .open }
        if let listed = maintainable.first(matching: path) { return .maintainable(listed.pattern) }
        return .core(rule.pattern)
    }

    /// Whether the white list names a path, core or not: a maintenance phase touches nothing else.
    package func isMaintainable(_ path: String) -> Bool {
        maintainable.first(matching: path) != nil
    }
}
