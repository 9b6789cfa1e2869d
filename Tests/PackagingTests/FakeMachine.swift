import TestSupport

/// A machine whose programs are a test's own: a PATH of a few real tools and of fakes.
struct FakeMachine {
    let directory: TemporaryDirectory

    /// A machine that has everything, a Swift of this version, and no package manager.
    init(swift version: String? = "6.2.1") throws {
        directory = try TemporaryDirectory()
        try directory.makeFolder("bin")
        try link(
            "basename", "cat", "env", "head", "id", "install", "mkdir", "mktemp", "rm", "rmdir")
        try link("sed", "sh", "tr", "uname")
        for program in ["git", "bwrap", "ctags-universal", "pkg-config"] {
            try fake(program, "exit 0")
        }
        if let version { try fake("swift", "echo 'Swift version \(version) (a fake)'") }
    }

    /// Adds a program that runs a shell script.
    func fake(_ program: String, _ script: String) throws {
        try directory.writeProgram("bin/\(program)", "#!/bin/sh\n\(script)\n")
    }

    /// Adds a program that writes its name and arguments to `calls`.
    func record(_ program: String, _ more: String = ":") throws {
        try fake(program, "echo \"\(program) $*\" >>'\(directory.path("calls"))'\n\(more)")
    }

    /// What the recording programs were called with.
    var calls: [Substring] {
        get throws {
            guard directory.exists("calls") else { return [] }
            return String(decoding: try directory.read("calls"), as: UTF8.self)
                .split(separator: "\n")
        }
    }

    /// Runs one of the project's scripts.
    func run(_ script: String, _ arguments: String...) throws -> Outcome {
        try Invocation(
            "\(PackageRoot.path)/.make/\(script)", arguments,
            environment: ["PATH": directory.path("bin")], in: directory.path
        ).run()
    }

    private func link(_ programs: String...) throws {
        for program in programs {
            let real = try Invocation(
                "/bin/sh", ["-c", "command -v \(program)"],
                environment: ["PATH": TestEnvironment.searchPath], in: "/"
            ).run().output.dropLast()
            _ = try Invocation(
                "/bin/ln", ["-s", String(real), directory.path("bin/\(program)")],
                environment: [:], in: "/"
            ).run()
        }
    }
}
