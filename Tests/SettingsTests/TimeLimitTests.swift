import Settings
import Testing

@Suite struct TimeLimitTests {
    @Test(arguments: [
        ("90", 90_000), ("120s", 120_000), ("2m", 120_000), ("1h", 3_600_000), ("1.5h", 5_400_000),
        ("1h30m", 5_400_000), ("1m30s", 90_000), ("500ms", 500), ("0.25", 250),
        ("1h1ms", 3_600_001),
    ])
    func `a length of time is read`(text: String, milliseconds: Int) {
        #expect(TimeLimit(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "0", "0s", "-1", "+1", "1d", "soon", "1 m", "1m1h", "1s1s", "1h30", ".5", "1.",
        "1.2.3s",
        "1e3", "nan", "inf", "0x10", "٣s", "999999999999h", "0.0001", "s", "1hm",
    ])
    func `what is no length of time is refused`(text: String) {
        #expect(TimeLimit(text) == nil)
    }

    @Test(arguments: [
        (1.0, "1s"), (60, "1m"), (120, "2m"), (3600, "1h"), (5400, "90m"), (0.5, "500ms"),
        (90.0, "90s"), (61.25, "61250ms"),
    ])
    func `a length of time is written in the largest unit without a fraction`(
        seconds: Double, text: String
    ) {
        #expect(TimeLimit(seconds: seconds)?.description == text)
        #expect(TimeLimit(text)?.seconds == seconds)
    }
}
