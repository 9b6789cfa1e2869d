import RunModel
import Testing

struct StoredFormatTests {
    @Test func `the stored format documents every event and every other document`() throws {
        let paths = StoredFormat.files.map(\.path)
        #expect(paths.count == StoredFormat.fileCount)
        #expect(paths == paths.sorted())
        #expect(paths.count == EventName.allCases.count + 7)
        for name in EventName.allCases {
            #expect(paths.contains("schemas/events/\(name.rawValue).json"))
        }
        let version = try #require(StoredFormat.files.first { $0.path == "version" })
        #expect(version.text == "1\n")
        let readme = try #require(StoredFormat.files.first { $0.path == "README.md" })
        for ref in [
            "refs/heads/autopack/", "refs/autopack/runs/", "refs/autopack/keep/",
            "refs/notes/autopack", "refs/autopack/rules", "refs/autopack/format",
            "refs/autopack/archive/", "pre-run-",
        ] {
            #expect(readme.text.contains(ref))
        }
        for (path, text) in StoredFormat.files where path.hasSuffix(".json") {
            let schema = try JSON(parsing: Array(text.utf8))
            #expect(
                schema["$schema"] == .string("https://json-schema.org/draft/2020-12/schema"),
                "\(path)")
        }
    }

    @Test func `nothing of the stored format is taken for a secret`() {
        for (path, text) in StoredFormat.files {
            #expect(Redactor().redact(text).found.isEmpty, "\(path)")
        }
    }
}
