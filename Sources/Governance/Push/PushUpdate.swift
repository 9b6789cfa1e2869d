package import RunModel

/// One line of the list that git gives to a `pre-push` hook: a ref of the remote that is to move.
package struct PushUpdate: Hashable, Sendable {
    /// As the person named it: a ref, a revision such as `HEAD~1`, or `(delete)`.
    package var localRef: String
    /// The object that is pushed; nil where the remote's ref is deleted.
    package var local: String?
    /// The ref of the remote.
    package var remoteRef: String
    /// What the remote's ref names now, which need not be known here; nil where it is new.
    package var remote: String?

    package init(localRef: String, local: String?, remoteRef: String, remote: String?) {
        self.localRef = localRef
        self.local = local
        self.remoteRef = remoteRef
        self.remote = remote
    }

    /// Reads the whole list (`githooks(5)`, pre-push).
    ///
    /// A local ref may hold blanks, as in `HEAD@{2 days ago}`; the other fields cannot.
    ///
    /// - Returns: The updates, and the numbers of the lines, from 1, that are none.
    package static func read(_ list: [UInt8]) -> (updates: [PushUpdate], faults: [Int]) {
        var updates: [PushUpdate] = []
        var faults: [Int] = []
        let lines = list.split(separator: 0x0a, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty {
            if let update = PushUpdate(line: line) {
                updates.append(update)
            } else {
                faults.append(index + 1)
            }
        }
        return (updates, faults)
    }

    private init?(line: ArraySlice<UInt8>) {
        var words = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard words.count >= 4, let remote = words.popLast().flatMap(ObjectName.init),
            let remoteRef = words.popLast(), let local = words.popLast().flatMap(ObjectName.init),
            remote.text.utf8.count == local.text.utf8.count,
            remoteRef.starts(with: "refs/".utf8)
        else { return nil }
        let localRef = Array(words.joined(separator: [0x20]))
        guard !localRef.isEmpty, !line.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
            return nil
        }
        self.init(
            localRef: String(decoding: localRef, as: UTF8.self),
            local: local.isZero ? nil : local.text,
            remoteRef: String(decoding: remoteRef, as: UTF8.self),
            remote: remote.isZero ? nil : remote.text)
    }
}

/// 40 or 64 digits, as git writes ids.
private struct ObjectName {
    let text: String

    var isZero: Bool { text.utf8.allSatisfy { $0 == UInt8(ascii: "0") } }

    init?(_ bytes: ArraySlice<UInt8>) {
        let digits = Set("0123456789abcdef".utf8)
        guard [40, 64].contains(bytes.count), bytes.allSatisfy(digits.contains) else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }
}

extension PushUpdate {
    /// The run whose rollback point is pushed; nil where none is.
    package var preRun: RunID? {
        for name in [remoteRef, localRef] {
            for prefix in ["refs/heads/autopack/pre-run-", "autopack/pre-run-"]
            where name.hasPrefix(prefix) {
                if let run = RunID(String(name.dropFirst(prefix.utf8.count))) { return run }
            }
        }
        return nil
    }

    /// What goes where runs are recorded is a record and no work: it is shared on purpose, whole.
    package var isRecord: Bool {
        remoteRef.hasPrefix("refs/autopack/") || remoteRef == "refs/notes/autopack"
    }
}
