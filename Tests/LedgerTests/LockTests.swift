import Effects
import Git
import Ledger
import RunModel
import TestSupport
import Testing

/// One writer per run, and what killed ones left.
struct LockTests {
    @Test func `a second taker is told who holds the run`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        let error = #expect(throws: LedgerError.self) { _ = try scene.open() }
        #expect(error?.code == .held)
        #expect(error?.owner == LedgerScene.owner)
        #expect(error?.detail.contains("4711") == true)
        // Another run is free.
        _ = try scene.create("r2")
        try ledger.append([.checkedHealth()])
    }

    @Test func `the lock goes with the ledger`() throws {
        let scene = try LedgerScene()
        do { _ = try scene.create() }
        do {
            let ledger = try scene.open()
            try ledger.append([.checkedHealth()])
        }
        try scene.open().append([.checkedHealth()])
        #expect(try scene.journal().count == 5)
    }

    @Test func `a holder whose name is not written holds it all the same`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        try scene.scratch.directory.write("repository/.git/autopack/locks/r1.lock", "no JSON")
        let error = #expect(throws: LedgerError.self) { _ = try scene.open() }
        #expect(error?.code == .held && error?.owner == nil)
        withExtendedLifetime(ledger) {}
    }

    @Test func `opening a run that is not there makes no lock file`() throws {
        let scene = try LedgerScene()
        let error = #expect(throws: LedgerError.self) { _ = try scene.open("nothing") }
        #expect(error?.code == .notFound)
        #expect(!scene.scratch.directory.exists("repository/.git/autopack"))
    }

    @Test func `leftover locks of the run's own refs go when it is opened, others stay`() throws {
        let scene = try LedgerScene()
        do { _ = try scene.create() }
        let own = [
            "refs/autopack/runs/r1", "refs/autopack/keep/r1", "refs/heads/autopack/r1",
            "refs/heads/autopack/pre-run-r1",
        ].map { "repository/.git/\($0).lock" }
        let others = ["refs/autopack/runs/r2", "refs/heads/main", "refs/notes/autopack"]
            .map { "repository/.git/\($0).lock" }
        for file in own + others { try scene.scratch.directory.write(file, "") }
        let ledger = try scene.open()
        #expect(own.filter(scene.scratch.directory.exists) == [])
        #expect(others.allSatisfy(scene.scratch.directory.exists))
        try ledger.append([.checkedHealth()])
    }

    @Test func `whoever does not get the run removes no lock of it`() throws {
        let scene = try LedgerScene()
        let ledger = try scene.create()
        let lock = "repository/.git/refs/autopack/runs/r1.lock"
        try scene.scratch.directory.write(lock, "")
        #expect(throws: LedgerError.self) { _ = try scene.open() }
        #expect(scene.scratch.directory.exists(lock))
        withExtendedLifetime(ledger) {}
    }

    @Test func `old locks of shared refs are named with their age, young ones are not`() throws {
        let scene = try LedgerScene()
        let folder = scene.scratch.directory.path("repository/.git")
        for name in ["packed-refs", "refs/autopack/format", "refs/notes/autopack"] {
            try scene.scratch.directory.write("repository/.git/\(name).lock", "")
        }
        let now = Clock.live.nowMilliseconds() / 1000
        #expect(LeftoverLocks.others(in: folder, nowSeconds: now - 3600).isEmpty)
        let old = LeftoverLocks.others(in: folder, nowSeconds: now + 3600)
        #expect(
            old.map(\.path) == [
                "\(folder)/refs/notes/autopack.lock", "\(folder)/refs/autopack/format.lock",
                "\(folder)/packed-refs.lock",
            ])
        #expect(old.allSatisfy { $0.ageSeconds > 60 && $0.ageSeconds < 7200 })
    }

    @Test func `this process knows itself`() {
        let owner = LeaseOwner.current()
        #expect(owner == LeaseOwner.current())
        #expect(owner.processID > 0 && !owner.host.isEmpty)
        #if os(Linux)
            #expect(owner.bootID.count == 36 && owner.startTicks > 0)
        #endif
    }
}
