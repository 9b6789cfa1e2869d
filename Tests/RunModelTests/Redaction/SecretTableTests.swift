import RunModel
import TestSupport
import Testing

/// Many places of secrets and many of none, as they stand in real files.
struct SecretTableTests {
    @Test func `there are enough of each`() {
        #expect(HarmlessTexts.all.count >= 150)
        #expect(SecretForms.all.count + VendorTokens.all.count >= 150)
    }

    @Test(arguments: Seeds.first(3))
    func `whatever the place, the value is taken out whole and nothing else is`(seed: UInt64) throws
    {
        var random = Seeded(seed)
        for (form, value) in SecretForms.all {
            let secret = value.make(&random)
            let clean = Redactor().redact(form.replacing("@@", with: secret))
            try expect(form, secret, clean.text.text, "seed \(seed)")
            #expect(clean.found.values.reduce(0, +) == 1, "seed \(seed): \(form)")
        }
    }

    @Test(arguments: Seeds.first(3))
    func `a token is known by its prefix, without a name beside it`(seed: UInt64) throws {
        var random = Seeded(seed)
        for (prefix, count, alphabet) in VendorTokens.all {
            let fake = alphabet == SecretSamples.hex ? "0000" : "FAKE"
            let half = (count - fake.count) / 2
            let body =
                random.text(half, of: alphabet) + fake
                + random.text(count - fake.count - half, of: alphabet)
            for form in ["@@", "see @@ there", "f('@@')", "{\"a\":\"@@\"}", "log: @@\n"] {
                let clean = Redactor().redact(form.replacing("@@", with: prefix + body))
                try expect(form, prefix + body, clean.text.text, "seed \(seed) \(prefix)")
            }
        }
    }

    @Test(arguments: HarmlessTexts.all)
    func `what holds no secret stays as it is`(text: String) {
        #expect(Redactor().redact(text).text.text == text)
        #expect(Redactor().redact("x\n\(text)\ny\n").text.text == "x\n\(text)\ny\n")
    }

    /// What stands around the value is there still, and a mark of the value's.
    private func expect(
        _ form: String, _ secret: String, _ clean: String, _ place: String
    ) throws {
        let cut = try #require(form.firstRange(of: "@@"))
        let text = form.replacing("@@", with: secret)
        #expect(!clean.contains(secret), "\(place): \(text)")
        #expect(clean.hasPrefix(form[..<cut.lowerBound]), "\(place): \(text) -> \(clean)")
        let rest = form[cut.upperBound...].drop { "=%.+\"".contains($0) }.drop { $0 == "x" }
        #expect(clean.hasSuffix(rest.suffix(6)), "\(place): \(text) -> \(clean)")
    }
}
