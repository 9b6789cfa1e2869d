import Glibc

/// The fixtures beside the project, where a machine has them.
enum SharedFixtures {
    /// The bytes of a file below the folder that `AUTOPACK_SHARED` names, else `../shared`; nil,
    /// with a printed reason, where there is none.
    static func read(_ path: String) -> [UInt8]? {
        let root =
            getenv("AUTOPACK_SHARED").map { String(cString: $0) }
            ?? #filePath.split(separator: "/").dropLast(5).reduce("") { "\($0)/\($1)" } + "/shared"
        guard let file = fopen("\(root)/\(path)", "r") else {
            print("skipped: \(root)/\(path) is not there; AUTOPACK_SHARED names the folder")
            return nil
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer[..<count]
        }
        return bytes
    }
}
