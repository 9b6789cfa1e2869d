#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import TestSupport

/// The inputs that are kept for a parser: what the fuzzer starts from, and what once broke it.
struct Corpus {
    /// By file name.
    let inputs: [(name: String, bytes: [UInt8])]

    static let folder = "\(PackageRoot.path)/Tests/Fuzzing/Corpus"

    init(of parser: String) throws {
        let folder = "\(Corpus.folder)/\(parser)"
        inputs = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            (name, Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))))
        }
    }

    /// The parsers that a corpus is kept for.
    static func parsers() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }
}
