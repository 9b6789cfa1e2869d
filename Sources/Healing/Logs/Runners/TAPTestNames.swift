/// The Test Anything Protocol with subtests, and what Perl's `prove` leaves of it.
struct TAPTestNames: TestNameReader {
    let words = ["# Subtest: ", "not ok", "#   Failed test", "#   at "]

    /// The names of the subtests around, by depth.
    private var subtests: [String] = []
    /// `Failed test 'name'`, until its place is read.
    private var complaint: Substring?
    private var hasResults = false

    mutating func read(_ line: String, previous: String, into names: inout TestNames) {
        let text = line.drop { $0 == " " }
        let depth = (line.utf8.count - text.utf8.count) / 4
        if text.hasPrefix("# Subtest: ") {
            subtests = Array(subtests.prefix(depth))
            while subtests.count < depth { subtests.append("") }
            subtests.append(String(text.dropFirst("# Subtest: ".count)))
        } else if text.hasPrefix("not ok") {
            readResult(text.dropFirst("not ok".count), depth: depth, into: &names)
        } else if text.hasPrefix("#   ") {
            readComplaint(text.dropFirst(4), into: &names)
        }
    }

    private mutating func readResult(
        _ text: Substring, depth: Int, into names: inout TestNames
    ) {
        guard text.isEmpty || text.hasPrefix(" ") else { return }
        hasResults = true
        let rest = text.dropFirst()
        let number = rest.prefix { $0.isNumber }
        var name = rest.dropFirst(number.count).drop { $0 == " " || $0 == "-" }
        if let mark = name.firstRange(of: " # ")
            ?? (name.hasPrefix("# ") ? name.firstRange(of: "# ") : nil)
        {
            let directive = name[mark.upperBound...].lowercased()
            if directive.hasPrefix("todo") || directive.hasPrefix("skip") { return }
            name = name[..<mark.lowerBound]
        }
        // A test without a name has its number.
        if name.isEmpty { name = number }
        let around = subtests.prefix(depth).filter { !$0.isEmpty }
        names.addOneMore((around + [String(name)]).joined(separator: " > "))
    }

    /// Perl's tests say `Failed test 'name'` and `at t/a.t line 5.` on standard error, which is all
    /// that is left of them where `prove` swallows the results.
    private mutating func readComplaint(_ text: Substring, into names: inout TestNames) {
        guard !hasResults else { return }
        if text.hasPrefix("Failed test '"), text.hasSuffix("'") {
            complaint = text.dropFirst("Failed test '".count).dropLast()
        } else if let test = complaint, text.hasPrefix("at "),
            let end = text.firstRange(of: " line ")
        {
            complaint = nil
            names.addOneMore("\(text[..<end.lowerBound].dropFirst(3)) \(test)")
        }
    }
}
