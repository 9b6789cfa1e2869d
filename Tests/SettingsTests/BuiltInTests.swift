import FoundationEssentials
import RunModel
import Settings
import TestSupport
import Testing

@Suite struct BuiltInTests {
    @Test func `the built-in values are those of the files in config`() throws {
        let source = try BuiltIn.source(
            models: try TestFiles.bytes("config/models.yaml"),
            autopack: try TestFiles.bytes("config/autopack.yaml"))
        try Golden.check(
            source, file: TestFiles.path("Sources/Settings/Layers/BuiltInValues.swift"),
            update: TestEnvironment.setting("AUTOPACK_UPDATE_GOLDEN") == "1")
    }
}

/// Files of this package.
enum TestFiles {
    static func path(_ name: String) -> String { "\(PackageRoot.path)/\(name)" }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(name))))
    }
}
