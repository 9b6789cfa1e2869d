/// What the kernel says about processes that are not ours to wait for.
package enum ProcessTable {
    /// Whether a process exists and has not ended; a zombie has.
    package static func isRunning(_ process: Int32) -> Bool {
        guard let bytes = ScratchFolder.read("/proc/\(process)/stat") else { return false }
        // The name, in parentheses, may itself hold blanks and parentheses.
        let text = String(decoding: bytes, as: UTF8.self)
        guard let state = text[(text.lastIndex(of: ")") ?? text.startIndex)...].dropFirst(2).first
        else { return false }
        return state != "Z" && state != "X"
    }

    /// Waits until a process has ended; false when it is still there after ten seconds.
    package static func waitUntilGone(_ process: Int32) async throws -> Bool {
        for _ in 0..<10_000 {
            guard isRunning(process) else { return true }
            try await Task.sleep(for: .milliseconds(1))
        }
        return false
    }
}
