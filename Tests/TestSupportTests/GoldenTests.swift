import TestSupport
import Testing

@Suite struct GoldenTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func `what was written is accepted, and another text is not`() throws {
        let file = directory.path("deep/status.txt")
        try Golden.check("one\ntwo\n", file: file, update: true)
        try Golden.check("one\ntwo\n", file: file, update: false)
        let error = #expect(throws: TestFailure.self) {
            try Golden.check("one\nthree\n", file: file, update: false)
        }
        #expect(
            error?.description.contains("line 2\nexpected: \"two\"\n   found: \"three\"") == true)
    }

    @Test func `a missing file says how to write it`() throws {
        let error = #expect(throws: TestFailure.self) {
            try Golden.check("one\n", file: directory.path("none.txt"), update: false)
        }
        #expect(error?.description.contains("AUTOPACK_UPDATE_GOLDEN=1") == true)
    }

    @Test func `files lie in a folder named for the test's target`() throws {
        try Golden.check("The golden file of a test of golden files.\n", "example.txt")
    }
}
