import Dispatch
import Effects
import Foundation
import Git
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Many writers at once, each with a repository handle of its own.
@Suite(.serialized) struct ConcurrentRefsTests {
    /// Runs a body on so many threads at once.
    private func together(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) async {
        let group = DispatchGroup()
        for number in 0..<count {
            group.enter()
            // Threads of their own: a queue starts no more than there are processors.
            Thread.detachNewThread {
                do {
                    try body(number)
                } catch {
                    Issue.record("writer \(number): \(error)")
                }
                group.leave()
            }
        }
        await withCheckedContinuation { done in
            group.notify(queue: .global()) { done.resume() }
        }
    }

    /// Packs refs again and again until the body is done.
    private func besidePackRefs(
        _ scratch: ScratchRepository, _ body: () async throws -> Void
    ) async throws -> Int {
        let flag = Flag()
        let loop = Task {
            var rounds = 0
            while !flag.isDone.withLock({ $0 }) {
                // A round that finds the file locked is no failure of this test.
                try await scratch.git(["pack-refs", "--all", "--prune"], statuses: [0, 128])
                rounds += 1
            }
            return rounds
        }
        defer { flag.isDone.withLock { $0 = true } }
        try await body()
        flag.isDone.withLock { $0 = true }
        return try await loop.value
    }

    private final class Flag: Sendable {
        let isDone = Mutex(false)
    }

    @Test func `of many creators of one ref exactly one wins`() async throws {
        let scratch = try await ScratchRepository(bare: true)
        let first = try scratch.open()
        let (writers, rounds) = (6, 250)
        let commits = try (0..<writers).map { try first.makeCommit("\($0)") }
        let names = try (0..<rounds).map { try #require(RefName("refs/autopack/runs/r\($0)")) }
        let race = Race(rounds: rounds)
        await together(writers) { number in
            let repository = try scratch.open()
            for round in 0..<rounds {
                race.wait(for: writers * (round + 1))
                do {
                    try repository.update(names[round], from: nil, to: commits[number])
                    race.winners.withLock { $0[round].append(commits[number]) }
                } catch let error as GitError where error.code == .conflict {
                    continue
                } catch {
                    // The others wait for this writer in every round.
                    Issue.record("round \(round), writer \(number): \(error)")
                }
            }
        }
        let winners = race.winners.withLock { $0 }
        for round in 0..<rounds {
            #expect(winners[round].count == 1, "round \(round)")
            #expect(try first.lookUp(names[round]) == winners[round].first, "round \(round)")
        }
    }

    /// Who won each round, and the line at which all wait for the next.
    private final class Race: Sendable {
        let winners: Mutex<[[ObjectID]]>
        private let arrived = Atomic(0)

        init(rounds: Int) { winners = Mutex(Array(repeating: [], count: rounds)) }

        /// Arrives, and goes on when so many have arrived in all.
        func wait(for count: Int) {
            arrived.wrappingAdd(1, ordering: .sequentiallyConsistent)
            while arrived.load(ordering: .sequentiallyConsistent) < count { sched_yield() }
        }
    }

    @Test func `no update is lost beside a looping git pack-refs`() async throws {
        let scratch = try await ScratchRepository(bare: true)
        let repository = try scratch.open()
        let name = try #require(RefName("refs/autopack/rules"))
        let root = try repository.makeCommit("root")
        try repository.update(name, from: nil, to: root)
        let (writers, each) = (6, 25)
        let rounds = try await besidePackRefs(scratch) {
            await together(writers) { number in
                var patience = Patience.live
                patience.budgetSeconds = 60
                let repository = try scratch.open(patience: patience)
                for count in 0..<each {
                    while true {
                        let tip = try #require(try repository.lookUp(name))
                        let next = try repository.makeCommit("\(number) \(count)", parents: [tip])
                        do {
                            try repository.update(name, from: tip, to: next)
                            break
                        } catch let error as GitError where error.code == .conflict {
                            continue
                        }
                    }
                }
            }
        }
        #expect(rounds > 0)
        let count = try await scratch.git("rev-list", "--count", name.name)
        #expect(count == "\(writers * each + 1)\n")
        try await scratch.verify()
    }

    @Test func `deleting refs beside a looping git pack-refs loses no other`() async throws {
        let scratch = try await ScratchRepository(bare: true)
        let repository = try scratch.open()
        let one = try repository.makeCommit("one")
        let names = try (0..<200).map { try #require(RefName("refs/autopack/runs/r\($0)")) }
        let other = names.filter { $0.name.hasSuffix("7") }
        let command = try await scratch.command()
        let person = ScratchRepository.person
        try await command.updateRefs(
            names.map { RefMovement(name: $0, old: nil, new: one) }, reason: "x",
            committer: person)
        try await scratch.git("pack-refs", "--all")
        var patience = Patience.live
        patience.budgetSeconds = 60
        let patient = try await scratch.command(patience)
        let going = names.filter { !other.contains($0) }
        let rounds = try await besidePackRefs(scratch) {
            for start in stride(from: 0, to: going.count, by: 6) {
                let part = going[start..<min(start + 6, going.count)]
                try await patient.updateRefs(
                    part.map { RefMovement(name: $0, old: one, new: nil) }, reason: "x",
                    committer: person)
                // Loose refs that the packing picks up meanwhile.
                let name = try #require(RefName("refs/autopack/keep/k\(start)"))
                try repository.update(name, from: nil, to: one)
            }
        }
        #expect(rounds > 0)
        let left = try repository.refs(prefix: "refs/autopack/runs/").map(\.name)
        #expect(left == other.sorted())
        let kept = try repository.refs(prefix: "refs/autopack/keep/").count
        #expect(kept == (going.count + 5) / 6)
        #expect(try await scratch.lines("for-each-ref").count == left.count + kept)
    }

    @Test func `concurrent writers of notes lose none`() async throws {
        let scratch = try await ScratchRepository(bare: true)
        let first = try scratch.open()
        let target = try first.makeCommit("shared")
        let commits = try (0..<8).map { try first.makeCommit("\($0)") }
        let name = try #require(RefName("refs/notes/autopack"))
        await together(8) { number in
            var patience = Patience.live
            patience.budgetSeconds = 60
            let notes = Notes(try scratch.open(patience: patience), name: name)
            for count in 0..<5 {
                try notes.write(
                    [
                        .init(commit: target, text: "\(number) \(count)"),
                        .init(commit: commits[number], text: "\(count)"),
                    ], author: ScratchRepository.person, committer: ScratchRepository.person,
                    message: "note")
            }
        }
        let shared = try await scratch.git("notes", "--ref=autopack", "show", target.hex)
        #expect(shared.split(separator: "\n").count == 40)
        #expect(Set(shared.split(separator: "\n")).count == 40)
        for commit in commits {
            let text = try await scratch.git("notes", "--ref=autopack", "show", commit.hex)
            #expect(text == "0\n1\n2\n3\n4\n")
        }
        #expect(try await scratch.git("rev-list", "--count", name.name) == "40\n")
        try await scratch.verify()
    }
}
