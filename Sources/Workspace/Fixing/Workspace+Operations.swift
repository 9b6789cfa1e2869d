import Git

extension Workspace {
    /// What a program that ran here has begun in the private repository and not ended; nil where
    /// nothing is half-way.
    ///
    /// Asked before the next candidate is brought, which ends it without a word.
    ///
    /// - Throws: ``WorkspaceError`` `.unreadable`.
    package func operationInProgress() async throws(WorkspaceError) -> OperationInProgress? {
        guard isDirty else { return nil }
        let kind = privateRepository.operation
        guard kind != nil || !indexIsAsWritten else { return nil }
        try privateRepository.makeReadable(head: commit, trash)
        // An index that cannot be read is no operation, and the next bringing writes it anew.
        let conflicts = (try? await openConflicts().map(\.path)) ?? []
        // A stash that was applied leaves conflicts and no other trace; they are ended like a
        // merge's.
        guard let kind = kind ?? (conflicts.isEmpty ? nil : .merge) else { return nil }
        return OperationInProgress(kind: kind, conflicts: conflicts)
    }

    /// The conflicts that the private repository's index has open.
    func openConflicts() async throws(WorkspaceError) -> [OpenConflict] {
        let git = try await git()
        do throws(GitError) { return try await git.openConflicts() } catch {
            throw WorkspaceError(error)
        }
    }

    /// Why the state after a fix is none that can be kept, in a sentence; nil where it is.
    ///
    /// - Parameter conflicts: Those that were open before it.
    func whatIsOpen(of conflicts: [OpenConflict]) async throws(WorkspaceError) -> String? {
        let open = try await openConflicts()
        guard open.isEmpty else {
            let paths = open.map(\.path.description).joined(separator: ", ")
            return "conflicts are still open in \(paths)"
        }
        // A merge whose conflicts are closed is a result; the others would lose what they have not
        // come to yet.
        if let operation = privateRepository.operation,
            ![.merge, .cherryPick, .revert].contains(operation) || hasSequence
        {
            return "the \(operation.rawValue) is still in progress"
        }
        var marked: [OpenConflict] = []
        for conflict in conflicts where try hasMarkers(conflict) { marked.append(conflict) }
        guard marked.isEmpty else {
            let paths = marked.map(\.path.description).joined(separator: ", ")
            return "conflict markers are left in \(paths)"
        }
        return nil
    }

    /// More than one commit was to be picked.
    private var hasSequence: Bool {
        DiskFile.status("\(place.gitDirectory)/sequencer/todo") != nil
    }

    /// A file whose conflict was open has markers that none of its sides has.
    private func hasMarkers(_ conflict: OpenConflict) throws(WorkspaceError) -> Bool {
        guard case .file = try tree.look(at: conflict.path) else { return false }
        let bytes = try tree.read(conflict.path, limitBytes: 64 << 20)
        let id = try asking { () throws(GitError) in try ObjectID(ofBlob: bytes) }
        guard !conflict.sides.contains(id) else { return false }
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        func has(_ sign: Character) -> Bool {
            let marker = Array(String(repeating: sign, count: 7).utf8) + [UInt8(ascii: " ")]
            return lines.contains { $0.starts(with: marker) }
        }
        return has("<") || has(">")
    }

    // MARK: What a program left

    /// Copies the files and the private repository as a program left them.
    func copyState() throws(WorkspaceError) {
        try trash.take(place.copy)
        try DiskFile.makeFolder(place.copy)
        try copy(path, to: "\(place.copy)/tree")
        try copy(place.gitDirectory, to: "\(place.copy)/git")
        try trash.empty()
    }

    /// Puts back what was copied.
    func putStateBack() throws(WorkspaceError) {
        tree.closeFolder()
        for name in WorkspacePlace.names(in: path) { try trash.take("\(path)/\(name)") }
        try trash.take(place.gitDirectory)
        try copy("\(place.copy)/tree", to: path)
        try copy("\(place.copy)/git", to: place.gitDirectory)
        try trash.take(place.copy)
        try trash.empty()
    }

    private func copy(_ source: String, to target: String) throws(WorkspaceError) {
        var copy = FolderCopy()
        try copy.copy(path: source, to: target)
    }
}
