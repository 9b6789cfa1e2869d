/// Everything that the configuration is made of, as its readers found it.
///
/// What is absent is nil or empty. Later members win over earlier ones, except where a repository
/// speaks, which may only tighten (`cli.md`, Configuration).
package struct ConfigurationSources: Sendable {
    /// `models.yaml` of the user's own folder.
    package var userModels: ConfigurationFile?
    /// `autopack.yaml` of the user's own folder.
    package var userAutopack: ConfigurationFile?
    /// Git's keys that begin with `autopack.`, in git's order.
    package var git: [GitSetting]
    /// `.autopack/autopack.yaml` of the base commit.
    package var baseAutopack: ConfigurationFile?
    /// `.autopack/models.yaml` of the base commit, which only takes away.
    package var baseModels: ConfigurationFile?
    /// The person trusts the base commit's `.autopack/`: it may loosen too.
    package var trustsBase = false
    /// The environment whole; what is not ours is not looked at.
    package var environment: [String: String]
    package var flags: [FlagSetting]

    package init(
        userModels: ConfigurationFile? = nil, userAutopack: ConfigurationFile? = nil,
        git: [GitSetting] = [], baseAutopack: ConfigurationFile? = nil,
        baseModels: ConfigurationFile? = nil, environment: [String: String] = [:],
        flags: [FlagSetting] = []
    ) {
        self.userModels = userModels
        self.userAutopack = userAutopack
        self.git = git
        self.baseAutopack = baseAutopack
        self.baseModels = baseModels
        self.environment = environment
        self.flags = flags
    }
}

/// A file of the configuration.
package struct ConfigurationFile: Hashable, Sendable {
    /// The absolute path, or `REV:.autopack/autopack.yaml`; relative names in the file are resolved
    /// against its folder.
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// A key of git's own configuration.
package struct GitSetting: Hashable, Sendable {
    /// As git prints it: `autopack.budgets.max-cost-usd`.
    package var key: String
    /// Nil where the key stands without a value, which git reads as true.
    package var value: String?
    package var scope: GitScope

    package init(key: String, value: String?, scope: GitScope) {
        self.key = key
        self.value = value
        self.scope = scope
    }
}

/// A value that a flag of the command line stands for.
package struct FlagSetting: Hashable, Sendable {
    /// `budgets.max_cost_usd`.
    package var key: String
    package var value: String
    /// The flag as the user wrote it, as `--max-cost`.
    package var flag: String

    package init(key: String, value: String, flag: String) {
        self.key = key
        self.value = value
        self.flag = flag
    }
}
