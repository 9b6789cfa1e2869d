import Commands
import Effects
import Git

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The git folder of a workspace: its own `HEAD`, index, refs and settings, and the user's objects.
///
/// The objects are reached over links beside the workspace, because in the sandbox the path of the
/// user's own `.git` means this folder.
struct PrivateRepository {
    let place: WorkspacePlace
    /// The folders with the user's objects, the repository's own first.
    let objectFolders: [String]

    let configuration: String
    let shallow: [UInt8]?

    /// Writes everything but the index.
    ///
    /// - Parameter settings: Of the user's, only those that decide how files are written.
    init(
        at place: WorkspacePlace, for repository: Repository, settings: Configuration
    ) throws(WorkspaceError) {
        self.place = place
        objectFolders = Self.chain(from: "\(repository.commonDirectory)/objects")
        for folder in objectFolders { try ObjectFolder.refuseOther(folder) }
        configuration = Self.configuration(settings)
        shallow =
            repository.isShallow ? DiskFile.read("\(repository.commonDirectory)/shallow") : nil
        for (number, folder) in objectFolders.enumerated() {
            guard symlink(folder, "\(place.objects)/\(number)") == 0 else {
                throw .system("link \(place.objects)/\(number)")
            }
        }
        try DiskFile.write("", to: "\(place.state)/nothing")
        try DiskFile.write(
            alternates(below: Self.objectsInside), to: "\(place.state)/alternates")
        try write(head: nil)
    }

    /// Writes everything but the index and what is there of objects.
    ///
    /// - Parameter head: What `HEAD` names; nil for a branch that is not there.
    func write(head: ObjectID?) throws(WorkspaceError) {
        let git = place.gitDirectory
        for folder in Self.folders { try DiskFile.makeFolder("\(git)/\(folder)") }
        try DiskFile.write(alternates, to: "\(git)/\(Self.alternatesName)")
        try DiskFile.write(configuration, to: "\(git)/config")
        try DiskFile.write(Self.head(head), to: "\(git)/HEAD")
        if let shallow { try DiskFile.write(shallow, to: "\(git)/shallow") }
    }

    static let folders = [
        "objects/info", "objects/pack", "refs/heads", "refs/tags", "info",
    ]

    private static let alternatesName = "objects/info/alternates"

    /// Where a check sees the objects: at a path that tells nothing of the user's home folder.
    private static let objectsInside = "/run/autopack-objects"

    /// The folders with objects, as git reads them outside.
    var alternates: String { alternates(below: place.objects) }

    private func alternates(below folder: String) -> String {
        objectFolders.indices.map { "\(folder)/\($0)\n" }.joined()
    }

    static func head(_ commit: ObjectID?) -> String {
        commit.map { "\($0)\n" } ?? "ref: refs/heads/none\n"
    }

    var location: RepositoryLocation {
        RepositoryLocation(
            gitDirectory: place.gitDirectory, commonDirectory: place.gitDirectory,
            workTree: place.tree)
    }

    /// Lets `HEAD` name a commit, on no branch.
    func setHead(_ commit: ObjectID) throws(WorkspaceError) {
        try DiskFile.write(Self.head(commit), to: "\(place.gitDirectory)/HEAD")
    }

    /// Shows the repository as the checkout's own `.git`, read-only.
    func show(in profile: inout SandboxProfile) {
        let git = "\(profile.checkout)/.git"
        profile.readable += binds(below: Self.objectsInside)
        profile.share.append(SandboxProfile.Bind(place.gitDirectory, at: git))
        profile.share.append(
            SandboxProfile.Bind("\(place.state)/alternates", at: "\(git)/\(Self.alternatesName)"))
    }

    /// Shows the repository where it is, beside the files.
    func showOutside(in profile: inout SandboxProfile, writable: Bool) {
        let git = "\(profile.checkout)/.git"
        profile.share.removeAll { $0.target.isWithin(git) }
        profile.readable.removeAll { $0.target.isWithin(Self.objectsInside) }
        profile.readable += binds(below: place.objects)
        if writable {
            profile.writable.append(place.gitDirectory)
        } else {
            profile.readable.append(SandboxProfile.Bind(place.gitDirectory))
        }
    }

    /// What a sandbox has to show for git to find the objects.
    private func binds(below folder: String) -> [SandboxProfile.Bind] {
        var binds: [SandboxProfile.Bind] = []
        for (number, objects) in objectFolders.enumerated() {
            let link = "\(folder)/\(number)"
            binds.append(SandboxProfile.Bind(objects, at: link))
            // All folders of the chain are named by our own list; theirs may name paths that are
            // not there, which git complains of.
            if DiskFile.status("\(objects)/info/alternates") != nil {
                binds.append(
                    SandboxProfile.Bind("\(place.state)/nothing", at: "\(link)/info/alternates"))
            }
        }
        return binds
    }

    /// A folder of objects and those that it borrows from, as git follows them.
    private static func chain(from objects: String) -> [String] {
        var chain: [String] = []
        var waiting = [(objects, 0)]
        while !waiting.isEmpty {
            let (folder, depth) = waiting.removeFirst()
            guard let folder = DiskFile.resolved(folder), !chain.contains(folder), depth <= 5
            else { continue }
            chain.append(folder)
            let lines = DiskFile.text("\(folder)/info/alternates") ?? ""
            for line in lines.split(separator: "\n") where !line.hasPrefix("#") {
                waiting.append(
                    (line.hasPrefix("/") ? String(line) : "\(folder)/\(line)", depth + 1))
            }
        }
        return chain
    }

    private static func configuration(_ settings: Configuration) -> String {
        var text = """
            [core]
            \trepositoryformatversion = 0
            \tbare = false
            \tlogallrefupdates = false
            \thooksPath = /dev/null
            \tfsmonitor = false
            [gc]
            \tauto = 0
            [maintenance]
            \tauto = false

            """
        let autocrlf = settings.string("core.autocrlf")?.lowercased()
        if autocrlf == "input" || settings.bool("core.autocrlf") == true {
            text += "[core]\n\tautocrlf = \(autocrlf == "input" ? "input" : "true")\n"
        }
        if let eol = settings.string("core.eol")?.lowercased(), ["lf", "crlf"].contains(eol) {
            text += "[core]\n\teol = \(eol)\n"
        }
        return text
    }
}
