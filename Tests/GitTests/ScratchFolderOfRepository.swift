import Git
import TestSupport

/// A repository made by the program itself, where git need not judge it.
struct ScratchFolderOfRepository {
    let folder = ScratchFolder()

    func make(bare: Bool = true) throws -> Repository {
        try Repository.create(
            at: folder["repository"], bare: bare,
            environment: ScratchRepository.environment(home: folder.makeFolder("home")))
    }
}
