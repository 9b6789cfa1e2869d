/// RSpec, minitest and test-unit.
struct RubyTestNames: TestNameReader {
    let words = ["Failed examples:", "rspec ", "Failure:", "Error:", "Failure: ", "Error: "]

    /// RSpec's list of what failed has begun.
    private var isInExamples = false
    /// Minitest names the test in the next line.
    private var isNext = false

    var isWaiting: Bool { isNext }

    mutating func read(_ line: String, previous: String, into names: inout TestNames) {
        readRSpec(line, into: &names)
        readMinitest(line, into: &names)
    }

    /// `rspec ./spec/a_spec.rb:5 # Calculator adds`: the line moves, the words stay.
    private mutating func readRSpec(_ line: String, into names: inout TestNames) {
        if line.hasPrefix("Failed examples:") {
            isInExamples = true
        } else if isInExamples,
            let match = Self.rspec.first(in: line)
        {
            names.addOneMore("\(match.1) # \(match.2)")
        }
    }

    /// `  1) Failure:` and below it `CalcTest#test_add [test/calc_test.rb:8]:`; test-unit has
    /// `Failure: test_add(CalcTest)`.
    private mutating func readMinitest(_ line: String, into names: inout TestNames) {
        if isNext {
            isNext = false
            if line.contains("#"),
                let match = Self.minitest.first(in: line)
            {
                names.add(String(match.1))
            }
        } else if line.hasSuffix("Failure:") || line.hasSuffix("Error:") {
            // Some print a number before it.
            var text = line.drop { $0 == " " }.drop { $0.isNumber }
            if text.hasPrefix(") ") { text = text.dropFirst(2) }
            isNext = text == "Failure:" || text == "Error:"
        } else if let match = Self.testUnit.first(in: line) {
            names.add("\(match.2)#\(match.1)")
        }
    }

    // MARK: Patterns

    private static let rspec = Pattern(
        /^rspec '?(?:\.\/)?([^:\['\s]+)(?::\d+|\[[\d:]+\])'? # (.+)$/)
    private static let minitest = Pattern(
        /^([\w:]+#\S[^\[]*?)(?: \[.*\])?:?$/)
    private static let testUnit = Pattern(
        /^(?:Failure|Error): ([^\s(]+)\(([\w:]+)\)/)
}
