/// The pretty output of bats; its other one is TAP.
struct BatsTestNames: TestNameReader {
    let words = ["✗ ", "(in test file ", "(from function "]

    /// The test that failed, or that another program marked alike.
    private var marked: String?

    mutating func read(_ line: String, previous: String, into names: inout TestNames) {
        if let mark = line.firstRange(of: "✗ ") {
            marked = String(line[mark.upperBound...])
        } else if let name = marked, line.contains("(in test file ") || line.contains("(from func")
        {
            names.add(name)
            marked = nil
        }
    }
}
