import CLibgit2

extension Repository {
    /// Reads all configuration that counts here: system, global, local, `git -c`.
    package func configuration() throws(GitError) -> Configuration {
        let files = ConfigurationFiles(
            environment: environment, local: "\(commonDirectory)/config")
        let handle = try unsafe files.open(for: pointer)
        let stored = try Configuration.entries(of: handle, files: files)
        return Configuration(entries: stored + Configuration.commandEntries(environment))
    }

    /// Sets a name in the repository's own file, in place of what it said there.
    package func setLocalConfiguration(_ name: String, to value: String) throws(GitError) {
        let local = try localConfiguration()
        try Library.check(
            unsafe git_config_set_string(local.pointer, name, value), "set \(name)")
    }

    /// Adds a further value of a name to the repository's own file.
    package func addLocalConfiguration(_ name: String, value: String) throws(GitError) {
        let local = try localConfiguration()
        // A pattern that no value matches makes libgit2 append.
        try Library.check(
            unsafe git_config_set_multivar(local.pointer, name, "^$.", value), "set \(name)")
    }

    /// Removes all values of a name from the repository's own file; none there is no error.
    package func unsetLocalConfiguration(_ name: String) throws(GitError) {
        let local = try localConfiguration()
        let status = unsafe git_config_delete_multivar(local.pointer, name, ".*")
        guard status != GIT_ENOTFOUND.rawValue else { return }
        try Library.check(status, "unset \(name)")
    }

    private func localConfiguration() throws(GitError) -> Handle<ConfigurationKind> {
        let configuration = try Handle<ConfigurationKind>("read the configuration") {
            unsafe git_config_new(&$0)
        }
        try Library.check(
            unsafe git_config_add_file_ondisk(
                configuration.pointer, "\(commonDirectory)/config", GIT_CONFIG_LEVEL_LOCAL,
                pointer, 0),
            "read \(commonDirectory)/config")
        return configuration
    }
}

extension Configuration {
    /// Reads the system's and the user's files, without any repository.
    package static func read(environment: [String: String]) throws(GitError) -> Configuration {
        try Library.start()
        let files = ConfigurationFiles(environment: environment, local: nil)
        let stored = try unsafe entries(of: files.open(for: nil), files: files)
        return Configuration(entries: stored + commandEntries(environment))
    }

    static func read(file: String) throws(GitError) -> Configuration {
        let files = ConfigurationFiles(
            environment: ["GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"],
            local: file)
        return Configuration(entries: try unsafe entries(of: files.open(for: nil), files: files))
    }

    fileprivate static func entries(
        of handle: borrowing Handle<ConfigurationKind>, files: ConfigurationFiles
    ) throws(GitError) -> [Entry] {
        var iterator: UnsafeMutablePointer<git_config_iterator>?
        try Library.check(
            unsafe git_config_iterator_new(&iterator, handle.pointer), "read the configuration")
        defer { unsafe git_config_iterator_free(iterator) }
        var entries: [Entry] = []
        var next: UnsafeMutablePointer<git_config_entry>?
        while true {
            let status = unsafe git_config_next(&next, iterator)
            guard status != GIT_ITEROVER.rawValue else { return ordered(entries) }
            try Library.check(status, "read the configuration")
            guard let entry = unsafe next?.pointee, let name = unsafe entry.name else { continue }
            let isIncluded = unsafe entry.include_depth > 0
            let level = unsafe entry.level
            let value = unsafe entry.value.map { unsafe String(cString: $0) }
            entries.append(
                Entry(
                    name: unsafe String(cString: name), value: value, level: Level(level),
                    file: isIncluded ? nil : files.files.first { $0.level == level }?.path,
                    isIncluded: isIncluded))
        }
    }

    /// The weakest level first, within a level as written.
    private static func ordered(_ entries: [Entry]) -> [Entry] {
        entries.enumerated()
            .sorted { ($0.element.level, $0.offset) < ($1.element.level, $1.offset) }
            .map(\.element)
    }

    /// `GIT_CONFIG_COUNT`, `GIT_CONFIG_KEY_<n>` and `GIT_CONFIG_VALUE_<n>`, and what `git -c`
    /// leaves in `GIT_CONFIG_PARAMETERS`.
    fileprivate static func commandEntries(_ environment: [String: String]) -> [Entry] {
        var entries: [Entry] = []
        for number in 0..<min(environment["GIT_CONFIG_COUNT"].flatMap { Int($0) } ?? 0, 1000) {
            guard let name = environment["GIT_CONFIG_KEY_\(number)"],
                let value = environment["GIT_CONFIG_VALUE_\(number)"]
            else { continue }
            entries.append(command(name, value))
        }
        for (name, value) in parameters(environment["GIT_CONFIG_PARAMETERS"] ?? "") {
            entries.append(command(name, value))
        }
        return entries
    }

    private static func command(_ name: String, _ value: String?) -> Entry {
        Entry(
            name: folded(name), value: value, level: .command, file: nil, isIncluded: false)
    }

    /// Reads `'a.b=c'` (old) and `'a.b'='c'` (new), separated by blanks; a quote inside is
    /// written `'\''`.
    private static func parameters(_ text: String) -> [(String, String?)] {
        var found: [(String, String?)] = []
        for word in words(text) {
            if word.count > 1 {
                found.append((word[0], word[1]))
            } else if let only = word.first {
                let parts = only.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                found.append((String(parts[0]), parts.count > 1 ? String(parts[1]) : nil))
            }
        }
        return found
    }

    /// The quoted pieces between blanks: one a word, or two around a bare `=`.
    private static func words(_ text: String) -> [[String]] {
        var words: [[String]] = []
        var word: [String] = []
        var piece = ""
        var isQuoted = false
        var isEscaped = false
        func finishWord() {
            if !word.isEmpty { words.append(word) }
            word = []
        }
        for character in text {
            if isEscaped {
                piece.append(character)
                isEscaped = false
            } else if isQuoted {
                if character == "'" { isQuoted = false } else { piece.append(character) }
            } else if character == "'" {
                isQuoted = true
                if word.isEmpty { word.append("") }
            } else if character == "\\" {
                isEscaped = true
            } else if character == "=" {
                word[word.index(before: word.endIndex)] = piece
                word.append("")
                piece = ""
            } else if character == " " {
                if !word.isEmpty { word[word.index(before: word.endIndex)] = piece }
                piece = ""
                finishWord()
            }
        }
        if !word.isEmpty { word[word.index(before: word.endIndex)] = piece }
        finishWord()
        return words
    }
}

extension Configuration.Level {
    fileprivate init(_ level: git_config_level_t) {
        switch level {
        case GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM: self = .system
        case GIT_CONFIG_LEVEL_XDG: self = .xdg
        case GIT_CONFIG_LEVEL_GLOBAL: self = .global
        default: self = .local
        }
    }
}
