extension TidyRule {
    /// Which module is the only one to import another; the tests see these libraries through it.
    private static let onlyImporters = [
        "CLibgit2": "Git", "CLibcurl": "HTTP", "Subprocess": "Commands", "Yams": "Settings",
        "Hummingbird": "Dashboard",
    ]

    static let imports = [
        TidyRule(
            "a library with one importer is imported nowhere else: call that module",
            bad: [
                SourceFile(path: "Sources/Ledger/A.swift", text: "internal import CLibgit2"),
                SourceFile(path: "Tests/GitTests/A.swift", text: "import CLibgit2"),
                SourceFile(path: "Sources/Git/A.swift", text: "@preconcurrency import CLibcurl"),
                SourceFile(path: "Sources/Workspace/A.swift", text: "import struct Subprocess.Pid"),
                SourceFile(path: "Sources/RunModel/A.swift", text: "package import Yams"),
                SourceFile(path: "Sources/AutopackCLI/A.swift", text: "import Hummingbird"),
            ],
            good: [
                SourceFile(
                    path: "Sources/Git/A.swift", text: "import CLibgit2\n// import CLibcurl"),
                SourceFile(path: "Sources/Settings/A.swift", text: "internal import Yams"),
            ],
            where: \.isSwift,
            lines: { file in
                file.imports.filter { found in
                    onlyImporters[found.module].map { $0 != file.module ?? "" } ?? false
                }.map(\.line)
            }),
        TidyRule(
            "RunModel imports nothing but the standard library and FoundationEssentials",
            bad: [
                SourceFile(path: "Sources/RunModel/A.swift", text: "import Glibc"),
                SourceFile(path: "Sources/RunModel/A.swift", text: "package import Effects"),
            ],
            good: [
                SourceFile(path: "Sources/RunModel/A.swift", text: "import FoundationEssentials"),
                SourceFile(path: "Sources/Git/A.swift", text: "import Glibc"),
            ],
            where: { $0.module == "RunModel" },
            lines: { file in
                file.imports.filter { $0.module != "FoundationEssentials" }.map(\.line)
            }),
    ]
}
