import RunModel

/// `go test`, with and without `-json`, whose package comes after its tests.
struct GoTestNames: TestNameReader {
    let words = ["--- FAIL: ", "FAIL\t", "ok  \t", "\"fail\"", "\"build-fail\""]

    /// The tests of the package whose name is still to come.
    private var tests: [String] = []
    /// The packages of which a test was named.
    private var named: Set<String> = []

    mutating func read(_ line: String, previous: String, into names: inout TestNames) {
        if line.hasPrefix("{") { return readEvent(line, into: &names) }
        let text = line.drop { $0 == " " }
        if text.hasPrefix("--- FAIL: ") {
            tests.append(String(text.dropFirst("--- FAIL: ".count).prefix { $0 != " " }))
        } else if line.hasPrefix("FAIL\t") {
            let package = line.dropFirst(5).prefix { $0 != "\t" && $0 != " " }
            if tests.isEmpty {
                names.add(String(package))
            }
            for test in tests { names.add("\(package).\(test)") }
            tests = []
        } else if line.hasPrefix("ok  \t") {
            tests = []
        }
    }

    /// A binary of tests that was run by itself names no package.
    mutating func finish(into names: inout TestNames) {
        for test in tests { names.add(test) }
        tests = []
    }

    /// An event of `go test -json`, a line each (`go doc test2json`).
    private mutating func readEvent(_ line: String, into names: inout TestNames) {
        guard line.contains("\"fail\"") || line.contains("\"build-fail\""),
            let event = try? JSON(parsing: Array(line.utf8)), let action = event["Action"]?.string
        else { return }
        switch action {
        case "fail":
            guard let package = event["Package"]?.string else { return }
            if let test = event["Test"]?.string {
                named.insert(package)
                names.add("\(package).\(test)")
            } else if !named.contains(package) {
                names.add(package)
            }
        case "build-fail":
            // `example.org/calc [example.org/calc.test]`, where the tests do not build.
            if let path = event["ImportPath"]?.string {
                let package = String(path.prefix { $0 != " " })
                named.insert(package)
                names.add(package)
            }
        default: break
        }
    }
}
