#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The material shared beside the project, which a test may use and must do without.
package enum Shared {
    /// Its folder: `AUTOPACK_SHARED`, or `shared` beside the package; nil where there is none.
    ///
    /// Tests that need it are `.enabled(if: Shared.folder != nil, "…")`.
    package static let folder: String? = existing(
        TestEnvironment.setting("AUTOPACK_SHARED") ?? "\(PackageRoot.path)/../shared")
}

/// What `make check` fetched from the Python package index, where that was within reach.
package enum PythonEnvironment {
    /// The interpreter that has pytest; nil where there is none.
    package static let python: String? =
        existing("\(folder)/installed.txt").flatMap { _ in
            existing("\(folder)/bin/python", real: false)
        }

    /// The program of LiteLLM's proxy; nil where it was not fetched.
    package static let liteLLM: String? =
        existing("\(BuildProducts.buildFolder)/litellm/installed.txt").flatMap { _ in
            existing("\(BuildProducts.buildFolder)/litellm/bin/litellm", real: false)
        }

    /// The agent mini-swe-agent; nil where it was not fetched.
    package static let miniAgent: String? =
        existing("\(BuildProducts.buildFolder)/litellm/installed.txt").flatMap { _ in
            existing("\(BuildProducts.buildFolder)/litellm/bin/mini", real: false)
        }

    /// The source archive of a project as `name-version`; nil where it was not fetched.
    package static func project(_ name: String) -> String? {
        existing("\(folder)/projects/\(name).tar.gz")
    }

    private static let folder = "\(BuildProducts.buildFolder)/venv"
}

/// A virtual environment knows itself by the path that it was started with, so `real` is optional.
private func existing(_ path: String, real: Bool = true) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return real ? String(cString: found) : path
}

/// The program that makes keys for signing.
package enum SSHKeygen {
    package static let isAtHand = ["/usr/local/bin", "/usr/bin", "/bin"].contains {
        access("\($0)/ssh-keygen", X_OK) == 0
    }
}
