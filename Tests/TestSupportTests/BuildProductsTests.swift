import TestSupport
import Testing

@Suite struct BuildProductsTests {
    @Test func `the programs of this build are found`() throws {
        let directory = try TemporaryDirectory()
        for program in [BuildProducts.gitAutopack, BuildProducts.launcher] {
            let outcome = try Invocation(
                "/usr/bin/test", ["-x", program], environment: [:], in: directory.path
            ).run()
            #expect(outcome.status == 0, "\(program)")
        }
    }

    @Test func `the package root holds the manifest`() throws {
        let directory = try TemporaryDirectory()
        let outcome = try Invocation(
            "/usr/bin/test", ["-f", "\(PackageRoot.path)/Package.swift"], environment: [:],
            in: directory.path
        ).run()
        #expect(outcome.status == 0)
    }

    @Test(
        .enabled(
            if: PythonEnvironment.python != nil,
            "no Python packages: make check fetches them where it can"))
    func `the Python environment has pytest`() throws {
        let python = try #require(PythonEnvironment.python)
        let directory = try TemporaryDirectory()
        let outcome = try Invocation(
            python, ["-m", "pytest", "--version"],
            environment: TestEnvironment.variables(
                home: directory.path, temporary: directory.path),
            in: directory.path
        ).run()
        #expect(outcome.status == 0, "\(outcome)")
    }
}
