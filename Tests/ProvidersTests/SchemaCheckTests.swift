import Providers
import RunModel
import Testing

/// Values against JSON Schemas.
struct SchemaCheckTests {
    private func faults(_ value: String, _ schema: String) throws -> [String] {
        try SchemaCheck(JSON(parsing: Array(schema.utf8)))
            .faults(in: JSON(parsing: Array(value.utf8)))
    }

    @Test(arguments: [
        ("3", #"{"type":"integer"}"#), ("3.0", #"{"type":"integer"}"#),
        ("null", #"{"type":["string","null"]}"#), (#""a""#, #"{"enum":["a","b"]}"#),
        ("1.0", #"{"const":1}"#), ("{}", #"{"type":"object"}"#), ("[1,2]", "true"),
        (#"{"a":1,"b":2}"#, #"{"properties":{"a":{"type":"integer"}}}"#),
        (#"{"a":"x"}"#, #"{"additionalProperties":{"type":"string"}}"#),
        (#"[1,"a"]"#, #"{"prefixItems":[{"type":"integer"}],"items":{"type":"string"}}"#),
        (
            #"{"next":{"next":null}}"#,
            ##"{"properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}}}"##
        ),
        (#""abc""#, #"{"pattern":"^(b+)+$","minLength":3,"maxLength":3}"#),
        ("5", #"{"minimum":5,"exclusiveMaximum":6}"#), ("[1,2]", #"{"uniqueItems":true}"#),
        ("7", #"{"$ref":"elsewhere.json"}"#), ("7", #"{"format":"date"}"#),
    ])
    func `what matches has no fault`(value: String, schema: String) throws {
        #expect(try faults(value, schema) == [])
    }

    @Test(arguments: [
        ("3.5", #"{"type":"integer"}"#, "$: is 3.5, not integer"),
        (#""x""#, #"{"type":["integer","null"]}"#, #"$: is "x", not integer or null"#),
        (#""c""#, #"{"enum":["a","b"]}"#, #"$: is "c"; legal: "a", "b""#),
        ("2", #"{"const":1}"#, "$: is 2; legal: 1"),
        ("{}", #"{"required":["a"]}"#, "$.a: is missing"),
        (#"{"a":1}"#, #"{"additionalProperties":false}"#, "$.a: is not allowed"),
        (
            #"{"a":[{"b":"x"}]}"#,
            ##"{"properties":{"a":{"items":{"$ref":"#/$defs/b"}}},"$defs":{"b":{"properties":{"b":{"type":"integer"}}}}}"##,
            #"$.a[0].b: is "x", not integer"#
        ),
        ("4", #"{"minimum":5}"#, "$: 4.0 is less than minimum 5.0"),
        ("6", #"{"exclusiveMaximum":6}"#, "$: 6.0 is not below 6.0"),
        (#""ab""#, #"{"minLength":3}"#, "$: its length is less than minLength 3.0"),
        ("[1,1]", #"{"uniqueItems":true}"#, "$: has an item twice"),
        ("[]", #"{"minItems":1}"#, "$: the number of items is less than minItems 1.0"),
        ("1", #"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, "$: fits none of anyOf"),
        ("1", #"{"oneOf":[{"type":"integer"},{"type":"number"}]}"#, "$: fits 2 of oneOf, not one"),
        ("1", #"{"allOf":[{"type":"integer"},{"type":"string"}]}"#, "$: is 1, not string"),
        ("1", "false", "$: is not allowed"),
    ])
    func `what does not match is named with its place`(
        value: String, schema: String, fault: String
    ) throws {
        #expect(try faults(value, schema).first == fault)
    }

    @Test func `a schema that refers to itself without end is left`() throws {
        #expect(try faults("1", ##"{"$ref":"#"}"##) == [])
    }
}
