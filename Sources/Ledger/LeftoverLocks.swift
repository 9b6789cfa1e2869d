#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

package import RunModel

/// Lock files that a killed process left beside refs.
package enum LeftoverLocks {
    /// Removes those beside the run's own refs; only the holder of the run's lock may.
    ///
    /// Nobody else writes these refs, so whoever made the lock is gone.
    package static func remove(of run: RunID, in commonDirectory: String) {
        for ref in [run.journalRef, run.keepRef, run.branch, run.preRunBranch] {
            unlink("\(commonDirectory)/\(ref).lock")
        }
    }

    /// The shared locks that are older than a minute, with their age in seconds: their owner is
    /// probably gone, and `git autopack doctor --fix` mends them.
    package static func others(
        in commonDirectory: String, nowSeconds: Int64
    ) -> [(path: String, ageSeconds: Int64)] {
        let names = [
            "refs/notes/autopack", "refs/autopack/rules", "refs/autopack/format", "packed-refs",
            "HEAD",
        ]
        return names.compactMap { name in
            let path = "\(commonDirectory)/\(name).lock"
            var status = stat()
            guard lstat(path, &status) == 0 else { return nil }
            #if canImport(Darwin)
                let modified = Int64(status.st_mtimespec.tv_sec)
            #else
                let modified = Int64(status.st_mtim.tv_sec)
            #endif
            let age = nowSeconds - modified
            return age > 60 ? (path, age) : nil
        }
    }
}
