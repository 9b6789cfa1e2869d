import Effects
import RunModel
import Settings

/// Files that a person names on the command line or in the configuration.
enum InputFile {
    /// The bytes of a file, or of standard input for `-`.
    static func read(_ name: String, _ world: World) throws(UserError) -> [UInt8] {
        if name == "-" { return StandardInput.readAll() }
        let path = path(name, world)
        do throws(FileFailure) {
            return try world.files.read(path)
        } catch {
            throw UserError(
                .usage, "unreadable_file", "cannot read \(name): \(error.detail)",
                hint: error.code == .permission ? "chmod u+r '\(name)'" : "ls -l '\(name)'")
        }
    }

    /// Where a file is that is named from the current folder.
    static func path(_ name: String, _ world: World) -> String {
        name.hasPrefix("/") ? name : "\(world.workingDirectory)/\(name)"
    }

    /// Writes a file that a person named.
    static func write(_ bytes: [UInt8], to name: String, _ world: World) throws(UserError) {
        do throws(FileFailure) {
            try world.files.write(path(name, world), bytes)
        } catch {
            throw UserError(
                .environment, "unwritable_file", "cannot write \(name): \(error.detail)")
        }
    }

    /// A plan, with every fault of it said at once.
    static func plan(_ name: String, _ world: World) throws(UserError) -> (Plan, [UInt8]) {
        let bytes = try read(name, world)
        do throws(SettingsError) {
            return (try PlanFile.read(bytes, name: name == "-" ? "standard input" : name), bytes)
        } catch {
            throw UserError(error)
        }
    }

    /// Recorded replies; a `text_file` in them is read from beside them.
    static func recordedReplies(
        _ path: String, _ world: World
    ) throws(UserError) -> [RecordedReply] {
        let bytes = try read(path, world)
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
        do throws(SettingsError) {
            return try RecordedRepliesFile.read(bytes, name: path) { name in
                let file = name.hasPrefix("/") ? name : "\(folder)/\(name)"
                return try? world.files.read(file)
            }
        } catch {
            throw UserError(error)
        }
    }
}
