/// One change to one file, as the model wrote it.
package struct Edit: Sendable, Equatable {
    /// What is to be done with the file.
    package enum Action: Sendable, Equatable {
        /// Change the places that the hunks quote; without hunks only path or mode change.
        case change([Hunk])
        /// Put this text in place of the whole file, or create it.
        case write([UInt8])
        /// Create the file, which must not exist yet.
        case create([UInt8])
        /// Remove the file.
        case delete
    }

    /// The path as it was written, without the decoration around it.
    package var path: String
    /// The path that the file has afterwards, for renames.
    package var newPath: String?
    /// What is to be done.
    package var action: Action
    /// The executable bit that the edit asks for, where it says anything about it.
    package var executable: Bool?
    /// The mode that the edit asks for and that no reply may make: a link or a submodule.
    package var illegalMode: String?
    /// The format in which the edit was written.
    package var format: EditFormat
    /// The line of the reply on which the edit begins, counted from 1.
    package var replyLine: Int

    /// Makes an edit.
    package init(
        path: String, newPath: String? = nil, action: Action, executable: Bool? = nil,
        illegalMode: String? = nil, format: EditFormat, replyLine: Int = 1
    ) {
        self.path = path
        self.newPath = newPath
        self.action = action
        self.executable = executable
        self.illegalMode = illegalMode
        self.format = format
        self.replyLine = replyLine
    }
}
