import RunModel
import TestSupport
import Testing

/// Another program's reading of the schemas: that of Python's `jsonschema`.
struct SchemaJudgeTests {
    private struct Case: Encodable {
        var name: String
        var schema: JSON
        var documents: [JSON]
    }

    private struct Judgement: Decodable {
        var name: String
        /// Nil: the schema is one.
        var fault: String?
        var accepted: [Bool]
    }

    @Test(.enabled(if: SchemaJudgeTests.hasJudge, "python3 has no module jsonschema"))
    func `the schemas are schemas, and accept and refuse what the program does`() throws {
        var cases: [Case] = []
        var expected: [[Bool]] = []
        func add(_ name: String, _ schema: Schema, _ document: JSON) {
            let documents = [document] + mutations(of: document)
            cases.append(
                Case(name: name, schema: schema.jsonSchema(title: name), documents: documents))
            expected.append(documents.map { schema.faults(in: $0).isEmpty })
        }
        for event in try EventSamples.all() {
            let bytes = try CanonicalJSON.encode(try EventSamples.entry(event))
            add(event.name.rawValue, Schemas.event(event.name), try JSON(parsing: bytes))
        }
        let plan = try CanonicalJSON.encode(try EventSamples.plan())
        add("plan", Schemas.plan, try JSON(parsing: plan))
        let rule = try RuleSamples.rule(
            decisions: [RuleSamples.decision(.approve)], measures: [RuleSamples.measure()])
        add("rule", Schemas.rule, try JSON(parsing: CanonicalJSON.encode(rule)))
        for judgement in try judge(cases).enumerated() {
            let (index, judged) = (judgement.offset, judgement.element)
            #expect(judged.fault == nil, "\(judged.name)")
            #expect(expected[index].first == true, "\(judged.name)")
            #expect(judged.accepted == expected[index], "\(judged.name)")
        }
    }

    /// The document with each member left out, and with each put to a value of every other sort.
    private func mutations(of document: JSON) -> [JSON] {
        guard case .object(let members) = document else { return [] }
        let values: [JSON] = [
            .null, .boolean(true), .integer(3), .number(0.5), .string("x"), .array([]),
            .object([:]), .array([.string("x")]), .object(["x": .integer(1)]),
        ]
        return members.keys.sorted().flatMap { key in
            ([nil] + values).map { value in
                var changed = members
                changed[key] = value
                return JSON.object(changed)
            }
        }
    }

    private func judge(_ cases: [Case]) throws -> [Judgement] {
        let folder = ScratchFolder()
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator as Validator
            out = []
            for case in json.load(sys.stdin):
                fault = None
                try:
                    Validator.check_schema(case["schema"])
                except Exception as error:
                    fault = str(error)
                validator = Validator(case["schema"])
                accepted = [validator.is_valid(document) for document in case["documents"]]
                out.append({"name": case["name"], "fault": fault, "accepted": accepted})
            json.dump(out, sys.stdout)
            """
        let outcome = try Invocation(
            "python3", ["-c", script], environment: SchemaJudgeTests.environment, in: folder.path,
            standardInput: try CanonicalJSON.encode(cases)
        ).run()
        try #require(outcome.status == 0, "\(outcome)")
        return try CanonicalJSON.decode([Judgement].self, from: outcome.standardOutput)
    }

    private static let environment = [
        "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": "/nonexistent",
    ]

    private static let hasJudge =
        (try? Invocation(
            "python3", ["-c", "import jsonschema"], environment: environment, in: "/"
        ).run())?.status == 0
}
