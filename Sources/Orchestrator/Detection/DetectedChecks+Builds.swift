import Git

extension DetectedChecks {
    static func rust(_ folder: ProjectFolder) throws(GitError) -> DetectedCommand? {
        guard let manifest = try folder.text("Cargo.toml") else { return nil }
        let workspace = manifest.contains("[workspace]") ? ["--workspace"] : []
        if try folder.hasAny(of: [".config/nextest.toml", "nextest.toml"]) {
            return DetectedCommand(
                name: "cargo nextest", run: ["cargo", "nextest", "run"] + workspace,
                place: .environment)
        }
        return DetectedCommand(name: "cargo test", run: ["cargo", "test"] + workspace)
    }

    static func go(_ folder: ProjectFolder) throws(GitError) -> DetectedCommand? {
        if try folder.has("go.mod") {
            return DetectedCommand(name: "go test", run: ["go", "test", "./..."])
        }
        guard let work = try folder.text("go.work") else { return nil }
        // A workspace has no packages of its own, only those of the modules that it uses.
        let modules = work.split(whereSeparator: \.isNewline).compactMap { line in
            line.split(whereSeparator: \.isWhitespace).last { $0.hasPrefix("./") }
        }
        return modules.isEmpty
            ? nil
            : DetectedCommand(name: "go test", run: ["go", "test"] + modules.map { "\($0)/..." })
    }

    static func swift(_ folder: ProjectFolder) throws(GitError) -> DetectedCommand? {
        guard let manifest = try folder.text("Package.swift") else { return nil }
        let verb = manifest.contains(".testTarget") ? "test" : "build"
        // Else it asks the remotes what is new, and there is no network.
        let isResolved = try folder.has("Package.resolved")
        return DetectedCommand(
            name: "swift \(verb)",
            run: ["swift", verb] + (isResolved ? ["--disable-automatic-resolution"] : []),
            place: .option("--package-path", after: 1))
    }

    /// Maven and Gradle; their wrappers know the version that the project wants.
    static func jvm(_ folder: ProjectFolder) throws(GitError) -> DetectedCommand? {
        if try folder.has("pom.xml") {
            let program = try wrapper("mvnw", folder) ?? ["mvn"]
            return DetectedCommand(name: "maven test", run: program + ["-B", "test"])
        }
        let scripts = [
            "build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts",
        ]
        guard try folder.hasAny(of: scripts) else { return nil }
        let program = try wrapper("gradlew", folder) ?? ["gradle"]
        return DetectedCommand(name: "gradle test", run: program + ["--console=plain", "test"])
    }

    private static func wrapper(
        _ name: String, _ folder: ProjectFolder
    ) throws(GitError) -> [String]? {
        guard try folder.has(name) else { return nil }
        return try folder.isProgram(name) ? ["./\(name)"] : ["sh", name]
    }

    // MARK: C and C++

    /// CMake is configured in a folder of its own, built, and tested with CTest.
    static func cmake(_ folder: ProjectFolder) throws(GitError) -> DetectedCommand? {
        guard try folder.has("CMakeLists.txt") else { return nil }
        let lists = try folder.files { $0.fileName == "CMakeLists.txt" }
        let words = ["enable_testing", "add_test", "include(CTest)", "_discover_tests"]
        let isTested = try folder.anyText(of: lists, holds: words)
        let build = try freeName("build", folder)
        var script = "cmake -S . -B \(build) && cmake --build \(build)"
        if isTested { script += " && ctest --test-dir \(build) --output-on-failure" }
        return DetectedCommand(
            name: isTested ? "ctest" : "cmake build", run: ["sh", "-c", script])
    }

    static func meson(_ folder: ProjectFolder) throws(GitError) -> DetectedCommand? {
        guard let text = try folder.text("meson.build"), text.contains("project(") else {
            return nil
        }
        let build = try freeName("builddir", folder)
        return DetectedCommand(
            name: "meson test",
            run: [
                "sh", "-c",
                "meson setup \(build) && meson test -C \(build) --print-errorlogs",
            ])
    }

    /// A name that nothing tracked has.
    private static func freeName(
        _ name: String, _ folder: ProjectFolder
    ) throws(GitError) -> String {
        try folder.has(name) ? "\(name)-check" : name
    }

    /// The target of a makefile that tests, or else the one that builds.
    static func make(_ folder: ProjectFolder) throws(GitError) -> DetectedCommand? {
        let place = DetectedCommand.Place.option("-C", after: 0)
        for name in ["GNUmakefile", "makefile", "Makefile"] {
            guard let text = try folder.text(name) else { continue }
            let targets = targets(in: text)
            for target in ["check", "test", "tests"] where targets.contains(Substring(target)) {
                return DetectedCommand(
                    name: "make \(target)", run: ["make", target], place: place)
            }
            let sources = try folder.files { path in
                [".c", ".cc", ".cpp", ".cxx"].contains { path.hasSuffix($0) }
            }
            if !sources.isEmpty {
                return DetectedCommand(name: "make", run: ["make"], place: place)
            }
        }
        if try folder.isProgram("configure") {
            return DetectedCommand(
                name: "make check", run: ["sh", "-c", "./configure && make check"])
        }
        return nil
    }

    /// What a makefile can make, as far as its lines tell.
    private static func targets(in makefile: String) -> [Substring] {
        var targets: [Substring] = []
        for line in makefile.split(whereSeparator: \.isNewline) {
            guard line.first?.isWhitespace == false, let colon = line.firstIndex(of: ":"),
                !line[colon...].hasPrefix(":=")
            else { continue }
            targets += line[..<colon].split(separator: " ")
        }
        return targets
    }

    // MARK: Others

    static func others(_ folder: ProjectFolder) throws(GitError) -> DetectedCommand? {
        if try folder.has("mix.exs") {
            return DetectedCommand(name: "mix test", run: ["mix", "test"])
        }
        if try folder.hasAny(of: ["phpunit.xml", "phpunit.xml.dist"]) {
            return DetectedCommand(name: "phpunit", run: ["vendor/bin/phpunit"])
        }
        let names = try folder.names()
        if names.contains(where: { $0.hasSuffix(".sln") || $0.hasSuffix(".csproj") }) {
            return DetectedCommand(name: "dotnet test", run: ["dotnet", "test"])
        }
        return nil
    }
}
