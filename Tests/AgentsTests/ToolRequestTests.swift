import Agents
import Providers
import RunModel
import Testing

struct ToolRequestTests {
    private func read(_ name: String, _ arguments: String) -> Result<ToolRequest, ToolFault> {
        Result { () throws(ToolFault) in
            try ToolRequest(ToolCall(id: nil, name: name, arguments: arguments))
        }
    }

    private static let requests: [(String, String, ToolRequest)] = [
        ("list", "", .list(folder: "", glob: nil)),
        ("list", "{}", .list(folder: "", glob: nil)),
        ("list", #"{"path": "./src/", "glob": "**/*.py"}"#, .list(folder: "src", glob: "**/*.py")),
        ("list", #"{"path": "/", "glob": null}"#, .list(folder: "", glob: nil)),
        ("read", #"{"path": "./a.py"}"#, .read(path: "a.py", lines: nil)),
        ("read", #"{"path": "a.py", "start_line": 3}"#, .read(path: "a.py", lines: 3...(.max))),
        (
            "read", #"{"path": "a.py", "start_line": 3.0, "end_line": 9}"#,
            .read(path: "a.py", lines: 3...9)
        ),
        ("search", #"{"text": "def a"}"#, .search(text: "def a", glob: nil, ignoresCase: false)),
        (
            "search", #"{"text": "x", "glob": "*.c", "ignore_case": true}"#,
            .search(text: "x", glob: "*.c", ignoresCase: true)
        ),
        (
            "edit", #"{"path": "a", "search": "x", "replace": "", "all": true}"#,
            .edit(.replace(path: "a", search: "x", by: "", everywhere: true))
        ),
        (
            "edit", #"{"path": "a", "search": "x", "replace": "y", "content": null}"#,
            .edit(.replace(path: "a", search: "x", by: "y", everywhere: false))
        ),
        ("edit", #"{"path": "a", "content": ""}"#, .edit(.write(path: "a", content: ""))),
        ("edit", #"{"path": "a", "delete": true}"#, .edit(.delete(path: "a"))),
        ("edit", #"{"blocks": "--- a\n"}"#, .edit(.blocks("--- a\n"))),
        ("check", "", .check(name: nil)),
        ("check", #"{"name": "tests"}"#, .check(name: "tests")),
        ("finish", "{}", .finish(summary: "")),
        ("finish", #"{"summary": "done"}"#, .finish(summary: "done")),
    ]

    @Test(arguments: requests)
    func `a call is read as it is meant`(
        name: String, arguments: String, expected: ToolRequest
    ) throws {
        #expect(try read(name, arguments).get() == expected)
    }

    @Test(arguments: [
        ("raed", "{}", "there is no tool 'raed'; perhaps 'read'; there are list, read, search,"),
        ("", "{}", "there is no tool ''"),
        ("run_shell", "{}", "there is no tool 'run_shell'; there are"),
        ("read", "", "read: 'path' is missing; it takes path, start_line?, end_line?"),
        ("read", "{", "read: the arguments are no JSON object"),
        ("read", "7", "it is a number, not an object"),
        ("read", #"{"file": "a"}"#, "there is no argument 'file'; 'path' is missing"),
        (
            "read", #"{"path": "a", "start_lin": 1}"#,
            "no argument 'start_lin'; perhaps 'start_line'"
        ),
        ("read", #"{"path": ["a"]}"#, "'path' is an array, not a string"),
        (
            "read", #"{"path": "a", "start_line": "3"}"#,
            "'start_line' is a string, not a line number"
        ),
        ("read", #"{"path": "a", "start_line": 0}"#, "'start_line' is 0, and lines count from 1"),
        ("read", #"{"path": "a", "start_line": 9, "end_line": 3}"#, "end_line 3 comes before"),
        ("read", #"{"path": ""}"#, "'path' is empty"),
        ("search", #"{"text": ""}"#, "'text' is empty"),
        ("search", #"{"text": "a\nb"}"#, "goes over lines"),
        ("edit", "{}", "give 'search' and 'replace', or 'content'"),
        ("edit", #"{"path": "a", "search": "x"}"#, "'replace' is missing"),
        ("edit", #"{"path": "a", "search": "", "replace": "x"}"#, "'search' is empty"),
        ("edit", #"{"path": "a", "search": "x", "content": "y"}"#, "exclude each other"),
        ("edit", #"{"search": "x", "replace": "y"}"#, "'path' is missing"),
        ("edit", #"{"path": "a", "blocks": "x"}"#, "have their paths in them"),
        ("edit", #"{"path": "a", "content": "x", "replace": "y"}"#, "'replace' goes with 'search'"),
        ("edit", #"{"path": "a", "delete": "yes"}"#, "'delete' is a string, not a boolean"),
    ]) func `what is wrong is said so that it can be put right`(
        name: String, arguments: String, expected: String
    ) {
        switch read(name, arguments) {
        case .success(let request): Issue.record("read as \(request)")
        case .failure(let fault): #expect(fault.message.contains(expected), "\(fault.message)")
        }
    }

    @Test func `everything wrong is said at once, and in bounds`() {
        let many = (0..<5000).map { #""k\#($0)": 1"# }.joined(separator: ",")
        guard case .failure(let fault) = read("read", "{\(many)}") else {
            Issue.record("it was read")
            return
        }
        #expect(fault.message.utf8.count < 2000)
        guard case .failure(let long) = read(String(repeating: "x", count: 100_000), "{}") else {
            Issue.record("it was read")
            return
        }
        #expect(long.message.utf8.count < 1000)
    }

    @Test func `each tool's schema is an object that takes nothing else`() {
        for tool in BuilderTool.allCases {
            let schema = tool.definition.parameters
            #expect(schema["type"]?.string == "object")
            #expect(schema["additionalProperties"]?.boolean == false)
            let names = Set((schema["properties"]?.object ?? [:]).keys)
            let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
            #expect(required.isSubset(of: names))
            let faults = SchemaCheck(schema).faults(in: ["no such": 1])
            #expect(faults.contains { $0.contains("no such") })
        }
    }
}
