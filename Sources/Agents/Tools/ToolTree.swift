package import Editing

/// The tree that a Builder with tools looks at and changes.
package protocol ToolTree: EditBase {
    /// What reads a file's bytes without another look for its path.
    associatedtype Object

    /// Visits what is below a folder in the tree's order, a folder before what is in it.
    ///
    /// - Parameters:
    ///   - folder: Its path; empty for the root. Nothing is visited where it is none.
    ///   - visit: Gets the full path of each; says how to go on.
    func walk(
        _ folder: String, visit: (ToolTreeEntry<Object>) throws(Failure) -> ToolWalk
    ) throws(Failure)

    /// Reads a file.
    ///
    /// - Returns: nil for more bytes than that.
    func bytes(of object: Object, limitBytes: Int) throws(Failure) -> [UInt8]?
}

/// Something that a walk comes to.
package struct ToolTreeEntry<Object> {
    package var path: String
    package var kind: EditBaseEntry
    package var object: Object

    package init(path: String, kind: EditBaseEntry, object: Object) {
        self.path = path
        self.kind = kind
        self.object = object
    }

    var isFile: Bool { kind == .file || kind == .executable }
}

/// How a walk goes on.
package enum ToolWalk: Sendable {
    /// On, into the folder where it is one.
    case proceed
    /// On, but not into the folder.
    case skip
    case stop
}

/// A tree without the files that may not leave the machine: edits do not find them, so no refusal
/// quotes them.
package struct SendableTree<Base: ToolTree>: EditBase {
    private let base: Base
    private let maySend: (String) -> Bool

    package init(_ base: Base, maySend: @escaping (String) -> Bool) {
        self.base = base
        self.maySend = maySend
    }

    package func entry(at path: String) throws(Base.Failure) -> EditBaseEntry? {
        guard let entry = try base.entry(at: path) else { return nil }
        return entry == .directory || maySend(path) ? entry : nil
    }

    package func bytes(at path: String) throws(Base.Failure) -> [UInt8] {
        try base.bytes(at: path)
    }

    package func paths(named name: String) throws(Base.Failure) -> [String] {
        try base.paths(named: name).filter(maySend)
    }
}
