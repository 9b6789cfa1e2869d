/// Reads reports in the XML that JUnit began with, wherever a log has them.
///
/// There is no standard, only what Ant wrote and pytest, Surefire, CTest, Jest, node, GoogleTest and
/// others write after it: `testcase` elements with `name` and `classname`, and in those that failed
/// an element `failure` or `error`. A report that is cut, or has a log in its middle, is read as
/// far as it goes, in one pass.
struct JUnitReport {
    private let bytes: [UInt8]
    private var position: Int
    /// The suites that are open, each as the names of all around it and its own.
    private var suites: [String] = []
    /// The test case around; nil outside of one, and once its failure was seen.
    private var test: String?
    private var isExpected = false
    private var isFailing = false

    static func read(_ log: String, into names: inout TestNames) {
        guard let start = beginning.firstPlace(in: log) else { return }
        var report = JUnitReport(bytes: Array(log.utf8.dropFirst(start)), position: 0)
        report.read(into: &names)
    }

    private static let beginning = Needles(["<testsuite"])

    private init(bytes: [UInt8], position: Int) {
        self.bytes = bytes
        self.position = position
    }

    private mutating func read(into names: inout TestNames) {
        while let open = next(UInt8(ascii: "<")) {
            position = open + 1
            if skip("!--", until: "-->") || skip("![CDATA[", until: "]]>") { continue }
            let isEnd = take(UInt8(ascii: "/"))
            let name = word()
            switch (name, isEnd) {
            case ("testsuite", false):
                let (attributes, isEmpty) = attributes()
                if !isEmpty { suites.append(suite(attributes["name"] ?? "")) }
            case ("testsuite", true): _ = suites.popLast()
            case ("testcase", false):
                let (attributes, isEmpty) = attributes()
                test = isEmpty ? nil : self.name(attributes)
                (isExpected, isFailing) = (false, false)
            case ("testcase", true):
                if let test, isFailing, !isExpected { names.addOneMore(test) }
                test = nil
            case ("failure", false), ("error", false): isFailing = true
            // Node writes both for a test that may fail.
            case ("skipped", false): isExpected = true
            default: break
            }
        }
        if let test, isFailing, !isExpected { names.addOneMore(test) }
    }

    /// `class.name`; where the class says nothing, as node's `test`, the suites stand for it.
    private func name(_ attributes: [String: String]) -> String {
        let name = attributes["name"] ?? ""
        let around = attributes["classname"] ?? ""
        if around.isEmpty || around == "test" {
            return suites.last.map { $0.isEmpty ? name : "\($0) > \(name)" } ?? name
        }
        return name.hasPrefix(around) ? name : "\(around).\(name)"
    }

    /// The name of a suite within those that are open; in bounds, since it stands before each of
    /// its tests.
    private func suite(_ name: String) -> String {
        let outer = suites.last ?? ""
        let whole = outer.isEmpty || name.isEmpty ? outer + name : "\(outer) > \(name)"
        return String(whole.prefix(JUnitReport.suiteLimit))
    }

    private static let suiteLimit = 400

    // MARK: Words of XML

    private func next(_ byte: UInt8) -> Int? { bytes[position...].firstIndex(of: byte) }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func word() -> String {
        let start = position
        while position < bytes.count, JUnitReport.isInName(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: ":"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Passes over a section whose content means nothing; one without an end is the end of all.
    private mutating func skip(_ start: String, until end: String) -> Bool {
        guard bytes[position...].starts(with: start.utf8) else { return false }
        position = bytes[position...].firstRange(of: Array(end.utf8))?.upperBound ?? bytes.count
        return true
    }

    /// Reads up to the tag's end.
    ///
    /// A `<` has no place in a tag: where one is, the report was cut, and reading goes on there.
    private mutating func attributes() -> ([String: String], isEmpty: Bool) {
        var found: [String: String] = [:]
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") {
                return (
                    found, byte == UInt8(ascii: ">") && bytes[position - 1] == UInt8(ascii: "/")
                )
            }
            let name = word()
            guard !name.isEmpty else {
                position += 1
                continue
            }
            guard take(UInt8(ascii: "=")), position < bytes.count else { continue }
            let quote = bytes[position]
            guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { continue }
            let start = position + 1
            position = start
            while position < bytes.count, bytes[position] != quote,
                bytes[position] != UInt8(ascii: "<")
            {
                position += 1
            }
            found[name] = JUnitReport.text(bytes[start..<position])
            if position < bytes.count, bytes[position] == quote { position += 1 }
        }
        return (found, false)
    }

    /// The text that the five named entities and numbers stand in.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard bytes.contains(UInt8(ascii: "&")) else { return text }
        return text.replacing(/&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([a-z]+));/) { match in
            let (whole, hex, decimal, name) = match.output
            if let number = hex.flatMap({ UInt32($0, radix: 16) })
                ?? decimal.flatMap({ UInt32($0) })
            {
                return Unicode.Scalar(number).map { String(Character($0)) } ?? String(whole)
            }
            return switch name {
            case "amp": "&"
            case "lt": "<"
            case "gt": ">"
            case "quot": "\""
            case "apos": "'"
            default: String(whole)
            }
        }
    }
}
