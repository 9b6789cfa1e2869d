import TestSupport
import Testing

/// `git autopack doctor` in repositories that plain git and file operations have broken.
@Suite(.fewAtOnce) struct DoctorTests {
    private func ids(_ outcome: Outcome) throws -> [String] {
        try JSONReader.value(outcome.output)["findings"]?.array?
            .compactMap { $0["id"]?.string } ?? []
    }

    @Test func `a healthy repository gives one line`() async throws {
        let project = try Project()
        let before = FolderSnapshot(of: project.path)
        let outcome = try await project.autopack("doctor")
        expect(outcome, exits: 0)
        #expect(outcome.output == "all is well: nothing to mend\n")
        #expect(outcome.errors == "")
        let written = try JSONReader.value(try await project.autopack("doctor", "--json").output)
        #expect(written["ok"]?.bool == true)
        #expect(written["findings"]?.array?.isEmpty == true)
        let fixed = try await project.autopack("doctor", "--fix")
        expect(fixed, exits: 0)
        #expect(before.differences(to: FolderSnapshot(of: project.path)) == [])
    }

    @Test(arguments: BrokenRepository.all)
    func `what is broken is found, and looking changes nothing`(
        broken: BrokenRepository
    ) async throws {
        let project = try broken.make()
        let before = FolderSnapshot(of: project.path)
        let outcome = try await project.autopack("doctor", "--json")
        expect(outcome, exits: 1)
        #expect(try ids(outcome) == [broken.id], "\(outcome)")
        let finding = try #require(
            try JSONReader.value(outcome.output)["findings"]?.array?.first)
        for key in ["what", "why", "fix"] { #expect(finding[key]?.string?.isEmpty == false) }
        #expect(finding["repairable"]?.bool == true)
        let spoken = try await project.autopack("doctor")
        expect(spoken, exits: 1)
        #expect(spoken.output.contains(broken.id))
        let isPlain = spoken.output.unicodeScalars.allSatisfy {
            $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7f)
        }
        #expect(isPlain, "\(spoken)")
        #expect(before.differences(to: FolderSnapshot(of: project.path)) == [])
    }

    @Test(arguments: BrokenRepository.all)
    func `what is mended git works with again, and can be taken back exactly`(
        broken: BrokenRepository
    ) async throws {
        let project = try broken.make()
        #expect(try !project.holds(broken.judge), "nothing is broken")
        let before = project.withoutObjects
        if !broken.isSafe {
            let unanswered = try await project.autopack("doctor", "--fix")
            expect(unanswered, exits: 3)
            #expect(unanswered.errors.contains("--yes"), "\(unanswered)")
            #expect(before.differences(to: project.withoutObjects) == [])
        }
        let outcome = try await project.autopack(
            "doctor", "--fix", broken.id, broken.isSafe ? "--json" : "--yes")
        expect(outcome, exits: 0)
        expect(try await project.autopack("doctor"), exits: 0)
        let copy = try project.repository.directory.makeFolder("copy")
        try project.shell("cp -a . '\(copy)/r'")
        #expect(
            try project.holds(
                "cd '\(copy)/r' && export GIT_DIR='\(copy)/r/.git' && \(broken.judge)"),
            "\(outcome)")

        let taken = try await project.autopack("doctor", "--undo")
        expect(taken, exits: 0)
        let changed = before.differences(to: project.withoutObjects).filter {
            // Git writes it anew, with the same bytes, whenever it deletes a ref.
            $0 != ".git/packed-refs was written again or has another mode"
        }
        #expect(changed == [])
        #expect(try ids(try await project.autopack("doctor", "--json")) == [broken.id])
        let again = try await project.autopack("doctor", "--undo")
        expect(again, exits: 1)
    }

    @Test func `at a terminal each is asked about, and only yes mends it`() async throws {
        let broken = try #require(BrokenRepository.all.first { !$0.isSafe })
        let project = try broken.make()
        let before = project.withoutObjects
        for typed in ["n\n", "", "perhaps\nno\n"] {
            let outcome = try await project.atTerminal("doctor", "--fix", typing: typed)
            #expect(outcome.status != 0, "\(outcome)")
            #expect(outcome.output.contains("[y/n]"), "\(outcome)")
            #expect(before.differences(to: project.withoutObjects) == [])
        }
        let mended = try await project.atTerminal("doctor", "--fix", typing: "y\n")
        #expect(mended.output.contains("mended"), "\(mended)")
        #expect(try project.holds(broken.judge), "\(mended)")
    }
}
