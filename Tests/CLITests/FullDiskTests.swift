import TestSupport
import Testing

/// A full disk loses nothing.
@Suite(.fewAtOnce) struct FullDiskTests {
    /// Whether a file system of a few megabytes can be mounted here.
    private static let canMount: Bool = {
        let probe = try? Invocation(
            "unshare",
            [
                "--user", "--map-root-user", "--mount", "sh", "-c",
                "mount -t tmpfs -o size=1m x /mnt",
            ],
            environment: ["PATH": TestEnvironment.searchPath], in: "/"
        ).start().wait()
        return probe?.status == 0
    }()

    /// The repository is copied onto a disk that `kilobytes` are left on; what happens there is told.
    @Test(
        .enabled(if: canMount, "no file system can be mounted in a namespace here"),
        arguments: [4, 16, 40, 64, 100])
    func `a run on a disk that fills up fails in order, and goes on when there is room`(
        kilobytes: Int
    ) async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        let plan = try project.plan()
        let disk = try project.repository.directory.makeFolder("disk")
        let script = """
            mount -t tmpfs -o size=64m disk \(disk) && cp -r \(project.path)/. \(disk) && cd \(disk) || exit 99
            free=$(($(df --output=avail -k . | tail -1) - \(kilobytes)))
            head -c "${free}k" /dev/zero > .git/ballast
            "$0" run --plan \(plan) --id r1; echo "first $?"
            git fsck --strict --full --no-dangling --no-progress; echo "fsck $?"
            rm .git/ballast
            if git rev-parse --quiet --verify refs/autopack/runs/r1 >/dev/null
            then case $(git cat-file -p refs/autopack/runs/r1:event.json) in
                *run.finished*) "$0" run --plan \(plan) --id r2; echo "again $?"; exit;; esac
                "$0" resume r1; echo "again $?"
            else "$0" run --plan \(plan) --id r1; echo "again $?"; fi
            git fsck --strict --full --no-dangling --no-progress; echo "fsck $?"
            """
        let outcome = try await Invocation(
            "unshare",
            [
                "--user", "--map-root-user", "--mount", "sh", "-c", script,
                BuildProducts.gitAutopack,
            ],
            environment: project.environment, in: project.path
        ).run()
        let lines = outcome.output.split(separator: "\n").map(String.init)
        let first = lines.first { $0.hasPrefix("first ") }
        #expect(first == "first 4" || first == "first 1" || first == "first 0", "\(outcome)")
        if first != "first 0" {
            let said = outcome.errors.lowercased()
            #expect(said.contains("no space") || said.contains("disk"), "\(outcome)")
        }
        #expect(!lines.contains { $0.hasPrefix("fsck ") && $0 != "fsck 0" }, "\(outcome)")
        #expect(lines.contains("again 0"), "\(outcome)")
    }
}
