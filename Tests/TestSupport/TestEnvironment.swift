#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The environment that tests give to the programs they start: built from nothing.
///
/// No configuration, key, locale or repository of whoever runs the tests is in it, so a result is
/// the same on every machine and in a git hook.
package enum TestEnvironment {
    /// The moment of every commit that a test makes without saying otherwise.
    package static let date = "2026-01-02T03:04:05+00:00"

    /// The folders of the system's programs; a version manager's in a home folder are not among them.
    package static let searchPath =
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin"

    /// The variables for programs that may keep files in `home` and `temporary`.
    ///
    /// - Parameters:
    ///   - home: An existing folder; also where XDG folders lie.
    ///   - temporary: An existing folder.
    package static func variables(home: String, temporary: String) -> [String: String] {
        [
            "HOME": home,
            "PATH": searchPath,
            "TMPDIR": temporary,
            "LC_ALL": "C",
            "TZ": "UTC",
            "GIT_CONFIG_SYSTEM": "/dev/null",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_AUTHOR_NAME": "Ada Author",
            "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_NAME": "Carl Committer",
            "GIT_COMMITTER_EMAIL": "carl@example.org",
            "GIT_COMMITTER_DATE": date,
        ]
    }

    /// A variable of the test runner itself, which is how a person steers the tests.
    package static func setting(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
