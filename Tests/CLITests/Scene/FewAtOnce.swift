import Synchronization
import Testing

/// Lets only a few tests of the marked suites run at once.
///
/// Each of them starts programs that start programs. All of them at once would take longer than one
/// after another, and their time limits would say more about the machine than about the program.
struct FewAtOnce: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test, testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        // A suite or a function with arguments is a scope around scopes: only a case takes a place.
        guard testCase != nil else { return try await function() }
        await Places.shared.take()
        defer { Places.shared.giveBack() }
        try await function()
    }
}

extension Trait where Self == FewAtOnce {
    /// See ``FewAtOnce``.
    static var fewAtOnce: FewAtOnce { FewAtOnce() }
}

/// Places that are taken and given back in the order of asking.
private final class Places: Sendable {
    static let shared = Places(count: 3)

    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(count: Int) { state = Mutex(State(free: count)) }

    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    func giveBack() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
