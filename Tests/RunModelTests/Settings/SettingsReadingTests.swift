import RunModel
import Testing

struct SettingsReadingTests {
    private func members(_ settings: RunSettings) throws -> [String: JSON] {
        let json = try JSON(parsing: try CanonicalJSON.encode(settings))
        guard case .object(let members) = json else {
            Issue.record("no object: \(json)")
            return [:]
        }
        return members
    }

    @Test func `what an older program did not record has its default`() throws {
        let usual = RunSettings()
        for key in try members(usual).keys.sorted() {
            var members = try members(usual)
            members[key] = nil
            let read = try CanonicalJSON.decode(
                RunSettings.self, from: JSON.object(members).bytes)
            #expect(read == usual, "\(key)")
        }
    }

    @Test func `what was recorded is read whole`() throws {
        // Each member of another run's settings is taken over into the usual ones by itself.
        let other = try members(EventSamples.settings)
        for (key, value) in other.sorted(by: { $0.key < $1.key }) {
            var members = try members(RunSettings())
            members[key] = value
            let read = try CanonicalJSON.decode(
                RunSettings.self, from: JSON.object(members).bytes)
            #expect(try self.members(read)[key] == value, "\(key)")
        }
    }
}
