package import Agents
import Editing
package import Git

/// A commit's tree as a Builder with tools sees it.
extension TreeBase: ToolTree {
    package func walk(
        _ folder: String, visit: (ToolTreeEntry<ObjectID>) throws(GitError) -> ToolWalk
    ) throws(GitError) {
        var root = tree
        if !folder.isEmpty {
            guard let entry = try repository.entry(at: TreePath(folder), in: tree),
                entry.mode.isTree
            else { return }
            root = entry.id
        }
        let prefix = folder.isEmpty ? "" : folder + "/"
        try repository.walk(root) { (path, entry) throws(GitError) in
            // What has no name in UTF-8 cannot be named by a model.
            guard let text = path.text else { return .skip }
            let kind = EditBaseEntry(entry.mode)
            switch try visit(ToolTreeEntry(path: prefix + text, kind: kind, object: entry.id)) {
            case .proceed: return .proceed
            case .skip: return .skip
            case .stop: return .stop
            }
        }
    }

    package func bytes(of object: ObjectID, limitBytes: Int) throws(GitError) -> [UInt8]? {
        guard let size = try repository.header(of: object)?.size, size <= limitBytes else {
            return nil
        }
        return try repository.readBlob(object)
    }
}

extension EditBaseEntry {
    init(_ mode: FileMode) {
        self =
            if mode.isTree {
                .directory
            } else if mode.isSymbolicLink {
                .symlink
            } else if mode.isSubmodule {
                .submodule
            } else {
                mode == .executable ? .executable : .file
            }
    }
}
