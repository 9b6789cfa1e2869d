import Healing
import Testing

/// What is to be installed, read from what a check said.
struct MissingPackageTests {
    @Test(arguments: [
        ("No module named 'requests'", "requests", "python3 -m pip install requests"),
        (
            "ModuleNotFoundError: No module named 'yaml.cyaml'", "yaml",
            "python3 -m pip install yaml"
        ),
        ("/usr/bin/python3: No module named pytest", "pytest", "python3 -m pip install pytest"),
        ("Error: Cannot find module '@scope/a/b'", "@scope/a", "npm install --save-dev @scope/a"),
        ("Cannot find package 'left-pad'", "left-pad", "npm install --save-dev left-pad"),
        (
            "no required module provides package example.org/x/y;", "example.org/x/y",
            "go get example.org/x/y"
        ),
        ("error[E0463]: can't find crate for `serde`", "serde", "cargo add serde"),
        ("cannot load such file -- rspec (LoadError)", "rspec", "bundle add rspec"),
    ])
    func `the package is named with the command that installs it`(
        cause: String, name: String, install: String
    ) {
        let package = MissingPackage(in: cause)
        #expect(package?.name == name)
        #expect(package?.install == install)
        #expect(package?.listing.isEmpty == false)
    }

    @Test(arguments: [
        "assert 1 == 2", "No module named ''", "No module named 'x; rm -rf ~'",
        "No module named '$(id)'", "Cannot find module '../x'", "Cannot find module './lib/a'",
        "No module named '--index-url'", "",
    ])
    func `what names no package, or nothing to paste into a shell, is none`(cause: String) {
        let package = MissingPackage(in: cause)
        #expect(package == nil || package?.name == "x", "\(String(describing: package))")
    }
}
