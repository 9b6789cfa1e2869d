import Foundation
import Healing
import RunModel
import TestSupport
import Testing

/// What real programs print when small projects are really broken (`Logs/README.md`).
struct RealLogTests {
    @Test(arguments: RealLog.all)
    func `a real log is understood`(log: RealLog) throws {
        let found = try log.classified()
        #expect(found.category.rawValue == log.category, "\(log.name): \(found.rootCause)")
        #expect(found.place == log.at, "\(log.name): \(found.rootCause)")
        #expect(found.failed == log.failed, "\(log.name)")
    }

    @Test func `every category that a log can show is shown by a real one`() {
        let shown = Set(RealLog.all.map(\.category))
        let classes: Set<FailureClass> = [.checks, .gitState]
        let wanted =
            FailureCategory.allCases.filter { classes.contains($0.failureClass) } + [
                .missingDependency, .sandboxDenied, .diskFull, .commandTimeout, .providerAuth,
                .providerRateLimit, .providerOverloaded, .providerQuota, .unsupportedParameter,
                .contextLength,
            ]
        for category in wanted { #expect(shown.contains(category.rawValue), "\(category)") }
    }

    @Test func `every log is listed, and every one that is listed is there`() throws {
        let files = try FileManager.default.subpathsOfDirectory(atPath: RealLog.folder)
        let logs = Set(files.filter { $0.hasSuffix(".log") })
        #expect(logs == Set(RealLog.all.map(\.name)))
        #expect(logs.count >= 150)
    }

    @Test(arguments: RealLog.all)
    func `the signature is the same at another time and in another folder`(log: RealLog) throws {
        let moved = try log.text()
            .replacing("/home/user/project", with: "/srv/ci/w-17/checkout")
            .replacing(/0x[0-9a-f]{8,16}/, with: "0x00007ffd12345678")
            .replacing(/\d+\.\d+ ?s\b/, with: "73.25s")
            .replacing(/2026-\d\d-\d\d[T ]\d\d:\d\d:\d\d/, with: "2031-05-06T07:08:09")
            .replacing(/\((\d{4,5})\) panicked/, with: "(99) panicked")
            .replacing(/==\d+==/, with: "==4242==")
        let there = Classifier.classify(
            log: moved, exit: log.exit, command: log.command, root: "/srv/ci/w-17/checkout")
        #expect(try log.classified().signature == there.signature, "\(log.name)")
    }

    @Test func `different failures have different signatures`() throws {
        var seen: [String: [RealLog]] = [:]
        for log in RealLog.all {
            seen[try log.classified().signature, default: []].append(log)
        }
        // Two programs may tell of one failure in the same words; two categories never.
        for logs in seen.values { #expect(Set(logs.map(\.category)).count == 1, "\(logs)") }
        #expect(seen.count > RealLog.all.count * 4 / 5)
    }

    @Test func `a real log in colours, with carriage returns, is read like a plain one`() throws {
        for log in RealLog.all where log.category != "command_timeout" {
            let plain = try log.classified()
            let shown = try log.text().split(separator: "\n", omittingEmptySubsequences: false)
                .map { "\u{1B}[31m\($0)\u{1B}[0m\r" }.joined(separator: "\n")
            let found = Classifier.classify(
                log: shown, exit: log.exit, command: log.command, root: RealLog.root)
            #expect(found == plain, "\(log.name)")
        }
    }
}

/// A log in `Logs`, with what is true of it.
struct RealLog: Sendable, CustomTestStringConvertible {
    var name: String
    var command: [String]
    var exit: Int
    var category: String
    /// `file:line`, or the file alone, or nothing.
    var at: String
    var failed: [String]

    var testDescription: String { name }

    /// Where the projects stood.
    static let root = "/home/user/project"

    static let folder = "\(PackageRoot.path)/Tests/HealingTests/Logs"

    static let all: [RealLog] = {
        let manifest = FileManager.default.contents(atPath: "\(folder)/manifest.jsonl") ?? Data()
        return String(decoding: manifest, as: UTF8.self).split(separator: "\n").map { line in
            guard let row = try? JSON(parsing: Array(line.utf8)) else {
                preconditionFailure("the manifest has a line that is no JSON: \(line)")
            }
            func words(_ key: String) -> [String] { (row[key]?.array ?? []).compactMap(\.string) }
            return RealLog(
                name: row["log"]?.string ?? "", command: words("command"),
                exit: row["exit"]?.code.flatMap { Int($0) } ?? 1,
                category: row["category"]?.string ?? "", at: row["at"]?.string ?? "",
                failed: words("failed"))
        }
    }()

    func text() throws -> String {
        let data = try #require(FileManager.default.contents(atPath: "\(Self.folder)/\(name)"))
        return String(decoding: data, as: UTF8.self)
    }

    func classified() throws -> Diagnosis {
        Classifier.classify(log: try text(), exit: exit, command: command, root: Self.root)
    }
}

extension Diagnosis {
    /// `file:line`, or the file alone, or nothing.
    var place: String { file.map { file in line.map { "\(file):\($0)" } ?? file } ?? "" }
}
