import Git
import Ledger
import RunModel
import TestSupport
import Testing

/// What the keep ref holds: transcripts as files, pins as parents.
struct KeepTests {
    private let keep = "refs/autopack/keep/r1"

    @Test func `a transcript is a file named by place, event, role and kind`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        let build = PhaseID("build")
        let prompt = try ledger.store(
            Array("do it".utf8), role: "builder", kind: .prompt, phase: build, attempt: 2)
        let log = try ledger.store(
            Array("failed".utf8), role: "unit tests", kind: .log, phase: nil, attempt: nil)
        try ledger.append([.checkedHealth()])
        let files = try scene.scratch.git("ls-tree", "-r", "--format=%(path) %(objectname)", keep)
        #expect(
            files == """
                build/2/3-builder-prompt \(prompt)
                run/0/3-unit_tests-log \(log)
                """)
        #expect(try ledger.read(prompt.hex) == Array("do it".utf8))
        try scene.scratch.fsckStrict()
    }

    @Test func `transcripts of one event never share a name`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        var blobs: Set<String> = []
        for (index, role) in ["a b", "a_b", "a_b", "a_b-2", "тест", "лист", "a"].enumerated() {
            blobs.insert(
                try ledger.store(
                    Array("log \(index)".utf8), role: role, kind: .log, phase: nil, attempt: nil
                ).hex)
        }
        try ledger.append([.checkedHealth()])
        let held = try scene.scratch.git("ls-tree", "-r", "--format=%(objectname)", keep)
        #expect(Set(held.split(separator: "\n").map(String.init)) == blobs)
    }

    @Test func `a pin is a further parent, once, also for whoever opens the run again`() throws {
        let scene = try LedgerScene()
        let (one, two) = (try scene.looseCommit("one"), try scene.looseCommit("two"))
        do {
            let ledger = try scene.create()
            ledger.pin(one)
            ledger.pin(one)
            try ledger.append([.checkedHealth()])
            ledger.pin(one)
            try ledger.append([.checkedHealth()])
        }
        let tip = try #require(try scene.ref(keep))
        #expect(
            try scene.scratch.git("log", "--first-parent", "--format=%P", "-1", keep)
                .hasSuffix(" \(one)"))
        let again = try scene.open()
        again.pin(one)
        again.pin(try scene.id(scene.base))
        try again.append([.checkedHealth()])
        #expect(try scene.ref(keep) == tip)
        again.pin(two)
        try again.append([.checkedHealth()])
        #expect(
            try scene.scratch.git("log", "-1", "--format=%P", keep) == "\(tip) \(two)")
        try scene.scratch.git("prune", "--expire=now")
        for commit in [one, two] { try scene.scratch.git("cat-file", "-e", commit.hex) }
        try scene.scratch.fsckStrict()
    }

    @Test func `where the journal cannot move, no event names what is not kept`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        let (state, journal) = (ledger.state, try scene.journal())
        let lock = "repository/.git/refs/autopack/runs/r1.lock"
        try scene.scratch.directory.write(lock, "")
        let blob = try ledger.store(
            Array("asked".utf8), role: "builder", kind: .prompt, phase: nil, attempt: nil)
        let error = #expect(throws: LedgerError.self) { try ledger.append([.checkedHealth()]) }
        #expect(error?.code == .git && error?.cause?.code == .locked)
        #expect(try scene.journal() == journal)
        #expect(ledger.state == state)
        // Kept first: the blob outlives a collection although no event names it yet.
        try scene.scratch.git("prune", "--expire=now")
        try scene.scratch.git("cat-file", "-e", blob.hex)

        try scene.scratch.directory.remove(lock)
        try ledger.append([.checkedHealth()])
        #expect(try scene.journal().count == journal.count + 1)
        try scene.scratch.fsckStrict()
    }

    @Test func `where the keep ref cannot move, the journal does not either`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        let (state, refs) = (ledger.state, try scene.scratch.refs)
        let lock = "repository/.git/refs/autopack/keep/r1.lock"
        try scene.scratch.directory.write(lock, "")
        let blob = try ledger.store(
            Array("asked".utf8), role: "builder", kind: .prompt, phase: nil, attempt: nil)
        #expect(throws: LedgerError.self) { try ledger.append([.checkedHealth()]) }
        #expect(try scene.scratch.refs == refs)
        #expect(ledger.state == state)
        // What was staged is not forgotten.
        try scene.scratch.directory.remove(lock)
        try ledger.append([.checkedHealth()])
        #expect(
            try scene.scratch.git("ls-tree", "-r", "--format=%(objectname)", keep) == blob.hex)
        try scene.scratch.fsckStrict()
    }
}
