// swift-tools-version: 6.2
import PackageDescription

let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

/// The modules that call C also account for every unsafe expression.
let interop = house + [.strictMemorySafety()]

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "git-autopack",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "git-autopack", targets: ["git-autopack"]),
        .executable(name: "autopack-sandbox", targets: ["autopack-sandbox"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(
            url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // System libraries.
        .systemLibrary(
            name: "CLibgit2", pkgConfig: "libgit2",
            providers: [.apt(["libgit2-dev"]), .brew(["libgit2"])]),
        .systemLibrary(
            name: "CLibcurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),

        // Pure: types, decisions, configuration, and the world as values.
        .target(name: "RunModel", swiftSettings: house),
        .target(name: "Effects", swiftSettings: house),
        .target(name: "Settings", dependencies: ["RunModel", "Yams"], swiftSettings: house),
        .target(name: "Editing", swiftSettings: house),

        // Effects on git, processes and the network.
        .target(name: "Git", dependencies: ["CLibgit2", "Effects"], swiftSettings: interop),
        .target(
            name: "Commands", dependencies: ["Effects", subprocess, system],
            swiftSettings: interop),
        // Static, without Swift's libraries: it may start where no library is in sight, no variable
        // of the environment can slip one under it, and it starts in a third of the time.
        .executableTarget(
            name: "autopack-sandbox", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [
                .unsafeFlags(["-nostartfiles", "-static-executable"], .when(platforms: [.linux]))
            ]),
        .target(name: "HTTP", dependencies: ["CLibcurl", "Effects"], swiftSettings: interop),

        // What a run is made of.
        .target(name: "Providers", dependencies: ["Effects", "RunModel"], swiftSettings: house),
        .target(name: "Governance", dependencies: ["RunModel"], swiftSettings: house),
        .target(
            name: "Ledger", dependencies: ["Effects", "Git", "RunModel"], swiftSettings: house),
        .target(
            name: "Workspace",
            dependencies: ["Commands", "Effects", "Git", "Governance", "RunModel"],
            swiftSettings: house),
        .target(
            name: "Agents", dependencies: ["Editing", "Governance", "Providers", "RunModel"],
            swiftSettings: house),
        .target(name: "Healing", dependencies: ["Git", "RunModel"], swiftSettings: house),
        .target(
            name: "Orchestrator",
            dependencies: [
                "Agents", "Editing", "Effects", "Git", "Governance", "Healing", "Ledger",
                "Providers", "RunModel", "Settings", "Workspace",
            ],
            swiftSettings: house),

        // The command line.
        .target(
            name: "AutopackCLI",
            dependencies: [
                "Agents", "Commands", "Editing", "Effects", "Git", "Governance", "HTTP", "Healing",
                "Ledger", "Orchestrator", "Providers", "RunModel", "Settings", "Workspace",
                arguments, logging,
            ],
            swiftSettings: house),
        .executableTarget(
            name: "git-autopack", dependencies: ["AutopackCLI"], swiftSettings: house),

        // Tests.
        .systemLibrary(name: "CSpawn", path: "Tests/CSpawn"),
        .target(
            name: "TestSupport",
            dependencies: ["CSpawn", "Commands", "Effects", "Git", "RunModel"],
            path: "Tests/TestSupport", swiftSettings: house),

        .target(
            name: "Fuzzing",
            dependencies: [
                "Agents", "Editing", "Effects", "Git", "Governance", "Healing", "Ledger",
                "Providers", "RunModel", "Settings",
            ],
            path: "Tests/Fuzzing/Trials", swiftSettings: house),

        // Figures.
        .target(
            name: "FaultInjection",
            dependencies: [
                "Commands", "Effects", "Git", "Governance", "Ledger", "Orchestrator", "Providers",
                "RunModel", "Settings", "TestSupport", "Workspace",
            ],
            path: "Benchmarks/FaultInjection", swiftSettings: house),
        .executableTarget(
            name: "autopack-bench",
            dependencies: [
                "Agents", "Commands", "Editing", "Effects", "FaultInjection", "Git", "Governance",
                "HTTP", "Orchestrator", "Providers", "RunModel", "TestSupport", arguments,
            ],
            path: "Benchmarks/autopack-bench", swiftSettings: house),
    ]
)

/// The modules with tests of their own; each test target sees its module and `TestSupport`.
for (module, more) in [
    ("RunModel", []),
    ("Effects", []),
    ("Settings", ["RunModel"]),
    ("Editing", []),
    ("Git", ["Effects", "Commands"]),
    ("Commands", ["Effects"]),
    ("HTTP", ["Effects"]),
    ("Providers", ["Commands", "Effects", "RunModel", "HTTP", "Settings"]),
    ("Governance", ["RunModel"]),
    ("Ledger", ["Effects", "Git", "RunModel", "Commands"]),
    ("Workspace", ["Commands", "Effects", "Git", "Governance", "RunModel"]),
    ("Agents", ["Editing", "Governance", "Providers", "RunModel"]),
    ("Healing", ["Git", "RunModel"]),
    (
        "Orchestrator",
        [
            "Agents", "Commands", "Effects", "FaultInjection", "Git", "Governance", "Ledger",
            "Providers", "RunModel", "Workspace",
        ]
    ),
] as [(String, [Target.Dependency])] {
    package.targets.append(
        .testTarget(
            name: "\(module)Tests", dependencies: [.byName(name: module), "TestSupport"] + more,
            // Real logs, read from their folder.
            exclude: module == "Healing" ? ["Logs"] : [],
            swiftSettings: house))
}
package.targets.append(
    .testTarget(
        name: "CLITests", dependencies: ["TestSupport", "RunModel", "Effects"],
        swiftSettings: house))
package.targets.append(
    .testTarget(
        name: "TestSupportTests", dependencies: ["TestSupport", "Effects"], swiftSettings: house))
package.targets.append(
    .testTarget(
        name: "FuzzingTests", dependencies: ["Fuzzing", "TestSupport"], swiftSettings: house))
for tests in ["PackagingTests", "TidyTests"] {
    package.targets.append(
        .testTarget(name: tests, dependencies: ["TestSupport"], swiftSettings: house))
}

// It needs libFuzzer's library, which is linked where all is compiled for it: `make fuzz`.
if Context.environment["AUTOPACK_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "autopack-fuzz", dependencies: ["Fuzzing"], path: "Tests/Fuzzing/Driver",
            swiftSettings: interop))
}
