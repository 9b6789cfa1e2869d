package import Effects
package import Git
import Ledger
import RunModel

/// Erases what a run keeps of prompts, replies and logs, and proves it.
///
/// What is to be erased is written down first, so that a process that is killed in the middle is
/// finished by the next: the keep ref names the objects no more once it is gone. The commits that it
/// pinned are let go, not erased: some are the user's own work.
package struct Forgetting {
    /// What has become of the objects of a run.
    package struct Outcome: Sendable {
        /// They are in no place where git looks.
        package var erased: [ObjectID]
        /// History that somebody needs reaches them; they stay.
        package var shared: [ObjectID]
        /// They should be gone, and something holds them.
        package var held: [ObjectID: ObjectHolder]
    }

    private let held: HeldRun
    private let files: Files

    package init(_ held: HeldRun, files: Files) {
        self.held = held
        self.files = files
    }

    /// Erases, or does what an earlier call could not finish.
    ///
    /// - Returns: Nil where there is nothing to erase (any more).
    /// - Throws: ``RunError`` `.refused` for a run that is not finished.
    package func forget() async throws(RunError) -> Outcome? {
        let state = held.ledger.state
        guard state.status.isOver, state.planned == nil else {
            throw RunError(
                .refused, "forget run \(state.run)",
                detail:
                    "it is not finished (\(state.status.rawValue)), and what it goes on from would"
                    + " be gone",
                remedy: "git autopack resume \(state.run)\ngit autopack abort \(state.run)")
        }
        var order = try readOrder()
        if let kept = held.ledger.kept {
            let whole = try await extended(order ?? ErasureOrder(), by: kept)
            try write(whole)
            order = whole
            try await deleteKeep(kept.tip)
        }
        guard let order else { return nil }
        let outcome = try await erase(order)
        let event = RunForgotten(
            erased: outcome.erased.map(\.hex),
            shared: (outcome.shared + outcome.held.keys).map(\.hex).sorted())
        do {
            try held.ledger.append([.runForgotten(event)])
        } catch {
            throw RunError(error)
        }
        // What is held is tried again by the next call.
        outcome.held.isEmpty ? try removeOrder() : try write(order)
        return outcome
    }

    private func extended(
        _ order: ErasureOrder, by kept: (tip: ObjectID, pins: Set<ObjectID>)
    ) async throws(RunError) -> ErasureOrder {
        let command = held.command
        let fresh = try await git { () async throws(GitError) in
            try await command.objects(of: [kept.tip], without: kept.pins.sorted())
        }
        var order = order
        // A file without a byte, or a folder without a file, holds nothing; git knows them by heart.
        order.objects = Set(order.objects + fresh).filter { !Forgetting.empty.contains($0.hex) }
            .sorted()
        order.pins = Set(order.pins).union(kept.pins).sorted()
        return order
    }

    private func deleteKeep(_ tip: ObjectID) async throws(RunError) {
        let (command, committer, run) = (held.command, held.committer, held.ledger.run)
        try await git { () async throws(GitError) in
            try await command.updateRefs(
                [RefMovement(name: try RefName(checking: run.keepRef), old: tip, new: nil)],
                reason: "git autopack: forget \(run)", committer: committer)
        }
    }

    private func erase(_ order: ErasureOrder) async throws(RunError) -> Outcome {
        let command = held.command
        return try await git { () async throws(GitError) in
            let shared = try await command.reachable(
                among: Set(order.objects), alsoFrom: order.pins)
            let own = order.objects.filter { !shared.contains($0) }
            let left = try await command.erase(own)
            return Outcome(
                erased: own.filter { left[$0] == nil }, shared: shared.sorted(), held: left)
        }
    }

    private func git<Value: Sendable>(
        _ body: () async throws(GitError) -> Value
    ) async throws(RunError) -> Value {
        do {
            return try await body()
        } catch {
            throw RunError(error)
        }
    }

    private static let empty: Set<String> = [
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    ]

    // MARK: The order

    private var path: String {
        "\(held.ledger.repository.commonDirectory)/autopack/forgetting/\(held.ledger.run)"
    }

    private func readOrder() throws(RunError) -> ErasureOrder? {
        do throws(FileFailure) {
            return ErasureOrder(try files.read(path))
        } catch {
            if error.code == .notFound { return nil }
            throw failure(error)
        }
    }

    private func write(_ order: ErasureOrder) throws(RunError) {
        do throws(FileFailure) { try files.write(path, order.bytes) } catch { throw failure(error) }
    }

    private func removeOrder() throws(RunError) {
        do throws(FileFailure) { try files.remove(path) } catch { throw failure(error) }
    }

    private func failure(_ error: FileFailure) -> RunError {
        RunError(
            .environment, "forget run \(held.ledger.run)",
            detail: "\(error.path): \(error.detail)", remedy: "ls -l '\(error.path)'")
    }
}

/// What is to be erased, as it survives a crash: a line for each object, marked where it is pinned.
struct ErasureOrder {
    var objects: [ObjectID] = []
    /// Commits that the run pinned: what they reach stays.
    var pins: [ObjectID] = []

    init() {}

    init(_ bytes: [UInt8]) {
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let id = ObjectID(hex: words[1]) else { continue }
            words[0] == "pin" ? pins.append(id) : objects.append(id)
        }
    }

    var bytes: [UInt8] {
        Array((pins.map { "pin \($0.hex)\n" } + objects.map { "erase \($0.hex)\n" }).joined().utf8)
    }
}
