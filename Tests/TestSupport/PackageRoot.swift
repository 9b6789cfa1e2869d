/// The folder that holds `Package.swift`.
package enum PackageRoot {
    /// Its absolute path, without a slash at the end.
    package static let path: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/")
    }()
}
