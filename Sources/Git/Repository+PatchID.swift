import CLibgit2

extension Repository {
    /// The id of a change that stays the same where it is applied elsewhere, as
    /// `git patch-id --stable` computes it.
    ///
    /// - Parameters:
    ///   - old: A tree.
    ///   - new: A tree.
    package func patchID(from old: ObjectID, to new: ObjectID) throws(GitError) -> String {
        let operation = "compute a patch id"
        let oldTree = try tree(old)
        let newTree = try tree(new)
        let pointer = unsafe pointer
        let (oldPointer, newPointer) = unsafe (oldTree.pointer, newTree.pointer)
        let difference = try Handle<DifferenceKind>(operation) {
            unsafe git_diff_tree_to_tree(&$0, pointer, oldPointer, newPointer, nil)
        }
        var id = git_oid()
        try Library.check(unsafe git_diff_patchid(&id, difference.pointer, nil), operation)
        return ObjectID(id).hex
    }
}
