import Settings
import Testing

@Suite struct DotEnvFileTests {
    private static let names: Set<String> = ["OPENAI_API_KEY", "GLM_API_KEY"]

    private func keys(_ text: String) -> [String: String] {
        DotEnvFile(Array(text.utf8), names: Self.names).keys
    }

    @Test(arguments: [
        ("OPENAI_API_KEY=sk-1", "sk-1"), ("export OPENAI_API_KEY=sk-1", "sk-1"),
        ("  export \t OPENAI_API_KEY = sk-1  ", "sk-1"), ("OPENAI_API_KEY='sk 1'", "sk 1"),
        ("OPENAI_API_KEY=\"sk-1\" # mine", "sk-1"), ("OPENAI_API_KEY=sk-1 # mine", "sk-1"),
        ("OPENAI_API_KEY=sk#1", "sk#1"), ("OPENAI_API_KEY=a=b==", "a=b=="),
        ("OPENAI_API_KEY=", ""), ("OPENAI_API_KEY=# none", ""),
        (#"OPENAI_API_KEY="a\n\"b\"\\""#, "a\n\"b\"\\"),
        (#"OPENAI_API_KEY='a\n'"#, #"a\n"#), (#"OPENAI_API_KEY="a\qb""#, #"a\qb"#),
        ("OPENAI_API_KEY=sk-1\r\nX=2\r\n", "sk-1"),
        ("\u{FEFF}OPENAI_API_KEY=sk-1", "sk-1"),
        ("OPENAI_API_KEY=sk-1\nOPENAI_API_KEY=sk-2", "sk-2"),
    ])
    func `a key is read as shells write it`(text: String, value: String) {
        #expect(keys(text) == ["OPENAI_API_KEY": value])
    }

    @Test(arguments: [
        "OPENAI_API_KEY=$(touch /tmp/x)", "OPENAI_API_KEY=`id`", "OPENAI_API_KEY=${HOME}",
        "OPENAI_API_KEY=\"$HOME\"",
    ])
    func `nothing is expanded`(text: String) {
        let value = text.dropFirst("OPENAI_API_KEY=".count).filter { $0 != "\"" }
        #expect(keys(text) == ["OPENAI_API_KEY": value])
    }

    @Test(arguments: [
        "", "#OPENAI_API_KEY=sk-1", "OPENAI_API_KEY", "OPENAI_API_KEY='sk-1",
        "OPENAI_API_KEY=\"sk-1", "OPENAI_API_KEY='a'b", "exportOPENAI_API_KEY=sk-1",
        "openai_api_key=sk-1", "set OPENAI_API_KEY=sk-1", "=sk-1",
    ])
    func `what sets no key sets nothing`(text: String) {
        #expect(keys(text) == [:])
    }

    @Test func `nothing but key variables is taken`() {
        let text = """
            PATH=/evil
            GIT_DIR=/evil
            OPENAI_BASE_URL=https://evil.example/
            LD_PRELOAD=/evil.so
            GLM_API_KEY=k
            AUTOPACK_BUDGETS_MAX_COST_USD=1000
            """
        #expect(keys(text) == ["GLM_API_KEY": "k"])
    }

    @Test func `bytes that are no text do no harm`() {
        let bytes: [UInt8] =
            [0xFF, 0xFE, 0x3D, 0x0A] + Array("GLM_API_KEY=k\n".utf8) + [0x00, 0x3D]
        #expect(DotEnvFile(bytes, names: Self.names).keys == ["GLM_API_KEY": "k"])
    }
}
