import Effects
import Providers
import RunModel
import Synchronization
import Testing

struct EndpointMemoryTests {
    private final class Disk: Sendable {
        let bytes = Mutex<[UInt8]?>(nil)

        var files: Files {
            Files(
                read: { path throws(FileFailure) in
                    guard let bytes = self.bytes.withLock({ $0 }) else {
                        throw FileFailure(code: .notFound, path: path, detail: "nothing")
                    }
                    return bytes
                }, write: { _, bytes in self.bytes.withLock { $0 = bytes } },
                kind: { _ in .nothing }, remove: { _ in })
        }
    }

    private let providers = [
        "team": ProviderSettings(wire: .openAIResponses, baseURL: "https://llm.example.org/v1")
    ]
    private let facts: Set<LearnedFact> = [
        .noResponses(provider: "team"),
        .onlyResponses(ModelName(provider: "team", model: "big")),
        .refuses(ModelName(provider: "team", model: "small"), parameter: "max_tokens"),
    ]

    private func memory(_ disk: Disk, days: Int64) -> EndpointMemory {
        EndpointMemory(
            files: disk.files, path: "endpoints.json",
            clock: Clock(
                nowMilliseconds: { 1_795_000_000_000 + days * 86_400_000 },
                monotonicNanoseconds: { 0 }, sleep: { _ in }))
    }

    @Test func `what was learned holds for a week, at the same address`() {
        let disk = Disk()
        let first = memory(disk, days: 0)
        #expect(first.facts(of: providers).isEmpty)
        for fact in facts { first.keep(fact, of: providers) }
        #expect(memory(disk, days: 6).facts(of: providers) == facts)
        #expect(memory(disk, days: 7).facts(of: providers).isEmpty)
        #expect(memory(disk, days: -1).facts(of: providers).isEmpty)
        var moved = providers
        moved["team"]?.baseURL = "https://other.example.org/v1"
        #expect(memory(disk, days: 1).facts(of: moved).isEmpty)
    }

    @Test(arguments: ["", "{", "[]", #"{"v":2,"entries":[]}"#, #"{"v":1,"entries":[{}]}"#])
    func `a file that is none is passed over`(text: String) {
        let disk = Disk()
        disk.bytes.withLock { $0 = Array(text.utf8) }
        let memory = memory(disk, days: 0)
        #expect(memory.facts(of: providers).isEmpty)
        memory.keep(.noResponses(provider: "team"), of: providers)
        #expect(self.memory(disk, days: 1).facts(of: providers) == [.noResponses(provider: "team")])
    }
}
