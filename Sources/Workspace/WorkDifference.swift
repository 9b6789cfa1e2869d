package import Git

/// What an agent program changed in the files of a workspace.
package struct WorkDifference: Sendable, Equatable {
    /// What stands at a path afterwards.
    package enum Content: Sendable, Hashable {
        /// The bytes as git stores them.
        case file([UInt8], isExecutable: Bool)
        /// A symbolic link, with its target.
        case link([UInt8])
        case gone
    }

    package struct File: Sendable, Hashable {
        package var path: TreePath
        package var content: Content

        package init(path: TreePath, content: Content) {
            self.path = path
            self.content = content
        }
    }

    /// A file that cannot become part of a candidate.
    package struct Refused: Sendable, Hashable {
        package var path: TreePath
        /// In a few words, as `12 MB, more than 8 MB`.
        package var why: String

        package init(path: TreePath, why: String) {
            self.path = path
            self.why = why
        }
    }

    /// Each path once, in order; a rename is a file that is gone and a file that came.
    package var files: [File]
    package var refused: [Refused]

    package init(files: [File] = [], refused: [Refused] = []) {
        self.files = files
        self.refused = refused
    }

    package var isEmpty: Bool { files.isEmpty && refused.isEmpty }
}

/// How much an agent program may change at once.
package struct WorkLimits: Sendable, Equatable {
    package var fileBytes: Int
    package var totalBytes: Int
    package var files: Int

    package init(fileBytes: Int = 4 << 20, totalBytes: Int = 24 << 20, files: Int = 5000) {
        self.fileBytes = fileBytes
        self.totalBytes = totalBytes
        self.files = files
    }
}
