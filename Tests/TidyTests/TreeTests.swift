import Testing

@Suite struct TreeTests {
    static let rules =
        TidyRule.imports + TidyRule.language + TidyRule.product + TidyRule.tree

    @Test func `the tree keeps every rule`() throws {
        let files = try Tree.files()
        #expect(files.contains { $0.path == "Package.swift" })
        for rule in Self.rules {
            let findings = rule.findings(files)
            #expect(findings.isEmpty, "\(rule.text): \(findings)")
        }
    }

    @Test(arguments: rules) func `a rule catches what breaks it`(rule: TidyRule) {
        #expect(!rule.bad.isEmpty)
        for file in rule.bad {
            #expect(!rule.findings([file]).isEmpty, "\(file.path): \(file.lines)")
        }
    }

    @Test(arguments: rules) func `a rule lets pass what does not break it`(rule: TidyRule) {
        #expect(!rule.good.isEmpty)
        #expect(rule.findings(rule.good).isEmpty)
    }
}
