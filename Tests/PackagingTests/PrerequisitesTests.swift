import TestSupport
import Testing

@Suite struct PrerequisitesTests {
    /// What apt-get does on a fake machine: afterwards pkg-config finds everything.
    private static func withoutLibgit2(_ machine: FakeMachine) throws {
        let installed = machine.directory.path("installed")
        try machine.fake("pkg-config", "[ \"$2\" != libgit2 ] || [ -e '\(installed)' ]")
        try machine.record("apt-get", ": >'\(installed)'")
    }

    @Test func `no package manager is called where nothing is missing`() throws {
        let machine = try FakeMachine()
        try machine.record("apt-get")
        try machine.record("sudo")
        let outcome = try machine.run("prerequisites")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try machine.calls.isEmpty)
    }

    @Test(arguments: ["5.10.1", "6.1", nil]) func `a Swift too old or missing gets one sentence`(
        version: String?
    ) throws {
        let machine = try FakeMachine(swift: version)
        let outcome = try machine.run("prerequisites")
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("git autopack needs Swift 6.2 or later"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: ["6.2", "6.10.3", "7.0"]) func `a newer Swift is accepted`(
        version: String
    ) throws {
        #expect(try FakeMachine(swift: version).run("prerequisites").status == 0)
    }

    @Test func `root installs what is missing and nothing else`() throws {
        let machine = try FakeMachine()
        try machine.fake("id", "echo 0")
        try Self.withoutLibgit2(machine)
        let outcome = try machine.run("prerequisites")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(
            try machine.calls == [
                "apt-get update -qq",
                "apt-get install -qq -y --no-install-recommends libgit2-dev",
            ])
    }

    @Test func `without a terminal sudo is told not to ask`() throws {
        let machine = try FakeMachine()
        try machine.fake("id", "echo 1000")
        try Self.withoutLibgit2(machine)
        try machine.record("sudo", "shift\nexec \"$@\"")
        #expect(try machine.run("prerequisites").status == 0)
        #expect(
            try machine.calls.first == "sudo -n apt-get update -qq")
    }

    @Test func `without root and sudo the packages are named`() throws {
        let machine = try FakeMachine()
        try machine.fake("id", "echo 1000")
        try Self.withoutLibgit2(machine)
        let outcome = try machine.run("prerequisites")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("apt-get install libgit2-dev"))
        #expect(try machine.calls.isEmpty)
    }

    @Test(arguments: [
        ("dnf", "sudo dnf install libgit2-devel libcurl-devel"),
        ("apk", "sudo apk add libgit2-dev curl-dev"),
        ("brew", "brew install libgit2 curl"),
    ])
    func `another system's packages are named, and nothing is installed`(
        manager: String, command: String
    ) throws {
        let machine = try FakeMachine()
        try machine.fake("pkg-config", "exit 1")
        try machine.record(manager)
        let outcome = try machine.run("prerequisites")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains(command), "\(outcome)")
        #expect(try machine.calls.isEmpty)
    }

    @Test func `an installation that does not help is said`() throws {
        let machine = try FakeMachine()
        try machine.fake("id", "echo 0")
        try machine.fake("pkg-config", "[ \"$2\" != libgit2 ]")
        try machine.record("apt-get")
        let outcome = try machine.run("prerequisites")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("still missing"))
    }
}
