import RunModel
import TestSupport
import Testing

struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_709_164_800_123, "2024-02-29T00:00:00.123Z"),
            (1_767_225_599_999, "2025-12-31T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
            (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func `known moments have known texts`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: Seeds.first(20))
    func `a moment is read as it was written, and texts sort as moments do`(seed: UInt64) {
        var random = Seeded(seed)
        var moments = (0..<200).map { _ in
            Timestamp(milliseconds: Int64(random.below(4_102_444_800_000)))
        }
        for moment in moments {
            #expect(Timestamp(moment.description) == moment, "seed \(seed): \(moment)")
            #expect(moment.seconds * 1000 <= moment.milliseconds)
            #expect(moment.milliseconds - moment.seconds * 1000 < 1000)
        }
        moments.sort()
        let texts = moments.map(\.description)
        #expect(texts == texts.sorted(), "seed \(seed)")
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T09:30:00Z", "2026-11-21 09:30:00.125Z",
        "2026-11-21T09:30:00.125+", "2026-13-21T09:30:00.125Z", "2026-02-29T09:30:00.125Z",
        "2026-04-31T00:00:00.000Z", "2026-11-21T24:00:00.000Z", "2026-11-21T09:60:00.000Z",
        "2026-11-21T09:30:60.000Z", "2026-11-00T00:00:00.000Z", "２026-11-21T09:30:00.1Z",
        "+026-11-21T09:30:00.125Z",
    ])
    func `a text of another form is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(
        arguments: [
            ("1970-01-01", "1970-W01"), ("2020-12-31", "2020-W53"), ("2021-01-03", "2020-W53"),
            ("2024-12-30", "2025-W01"), ("2026-01-01", "2026-W01"), ("2026-11-21", "2026-W47"),
            ("2026-11-22", "2026-W47"), ("2026-11-23", "2026-W48"), ("2027-01-04", "2027-W01"),
        ])
    func `a day lies in the week that ISO 8601 says`(day: String, week: String) throws {
        for time in ["00:00:00.000", "23:59:59.999"] {
            let moment = try #require(Timestamp("\(day)T\(time)Z"))
            #expect(moment.week == week)
            #expect(moment.date == day)
            #expect(moment.time == time.prefix(8))
        }
    }

    @Test func `the day leads names`() {
        #expect(Timestamp(milliseconds: 951_782_400_000).day == "20000229")
        #expect(Timestamp(milliseconds: -1).seconds == -1)
    }
}
