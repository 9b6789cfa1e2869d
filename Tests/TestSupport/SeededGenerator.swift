package import Effects
import Synchronization

/// Random numbers that are the same for the same seed, on every machine: SplitMix64.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}

/// The seeds of tests over random input.
package enum Seeds {
    /// The first `count` seeds, or the one that `AUTOPACK_SEED` names: so a failure is run again.
    package static func first(_ count: Int) -> [UInt64] {
        if let only = TestEnvironment.setting("AUTOPACK_SEED").flatMap({ UInt64($0) }) {
            return [only]
        }
        return Array(0..<UInt64(count))
    }
}

extension RandomSource {
    /// The numbers of a ``SeededGenerator``, in the order in which they are asked for.
    package static func seeded(_ seed: UInt64) -> RandomSource {
        let generator = SharedGenerator(seed: seed)
        return RandomSource { generator.next() }
    }
}

private final class SharedGenerator: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    func next() -> UInt64 { generator.withLock { $0.next() } }
}
