import Healing
import Testing

struct ImportLineTests {
    @Test(
        arguments: [
            ("yaml", "import yaml"), ("yaml", "    from yaml import load"),
            ("a.b", "import a.b as c"), ("left-pad", "const pad = require('left-pad')"),
            ("@scope/name", "import x from \"@scope/name\""), ("serde", "use serde::Serialize;"),
            ("github.com/x/y", "\t\"github.com/x/y\""), ("yaml", "import os, yaml"),
        ])
    func `a line that loads a module is known`(module: String, line: String) {
        #expect(ImportLine.names(module, in: line))
    }

    @Test(
        arguments: [
            ("yaml", "import yamlfix"), ("yaml", "x = yaml.load(y)"), ("pad", "import left-pad"),
            ("yaml", "# import yaml"), ("yaml", "importer yaml"), ("yaml", ""),
        ])
    func `any other line is not`(module: String, line: String) {
        #expect(!ImportLine.names(module, in: line))
    }
}
