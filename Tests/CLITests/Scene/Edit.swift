/// The text of a model's reply that edits one file.
enum Edit {
    /// A SEARCH/REPLACE block, with prose around it as models write it.
    static func replace(_ old: String, by new: String, in path: String) -> String {
        """
        Here is the change.

        \(path)
        <<<<<<< SEARCH
        \(old)
        =======
        \(new)
        >>>>>>> REPLACE

        """
    }

    /// A block that makes a file.
    static func create(_ path: String, _ text: String) -> String {
        """
        \(path)
        <<<<<<< SEARCH
        =======
        \(text)
        >>>>>>> REPLACE

        """
    }
}
