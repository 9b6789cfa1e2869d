import Healing
import RunModel
import Testing

/// When a plan is written anew (`decisions.md`, Replanning).
struct ApproachFlawTests {
    private func evidence(
        _ failures: [PhaseFailure], _ settings: ReplanSettings = ReplanSettings()
    ) -> String? {
        ApproachFlaw.evidence(in: failures, settings: settings)
    }

    /// Failures of one category with these messages, each with its own signature.
    private func failures(
        _ messages: [String], _ category: FailureCategory = .typeError
    ) -> [PhaseFailure] {
        messages.enumerated().map { index, message in
            DoctorScene.failure(
                category, attempt: index + 1, signature: "s\(index)", message: message)
        }
    }

    private let long = "the function total is not a member of class Basket"

    /// Two messages of 40 letters, of which so many at the beginning are the same.
    private func alike(_ same: Int) -> [String] {
        let left = "abcdefghijklm", right = "nopqrstuvwyz_"
        let head = String(repeating: "x", count: same)
        return [left, right].map { head + $0.prefix(40 - same) }
    }

    @Test func `the settings are those of the defaults`() {
        let settings = ReplanSettings()
        #expect(settings.triggerThreshold == 2)
        #expect(settings.similarityThreshold == 0.8)
        #expect(settings.minMessageLength == 30)
        #expect(settings.messageSimilarityEnabled)
        #expect(settings.maxReplansPerPhase == 1)
        #expect(settings.maxReplansPerRun == 5)
        #expect(
            settings.fatalErrorTypes == [.wrongTechStack, .schemaMismatch, .apiContractWrong])
    }

    @Test func `two consecutive failures alike speak for a replan, one does not`() {
        #expect(evidence(failures([long])) == nil)
        #expect(evidence(failures([long, long])) != nil)
    }

    @Test func `the trigger threshold can be set`() {
        let settings = ReplanSettings(triggerThreshold: 3)
        #expect(evidence(failures([long, long]), settings) == nil)
        #expect(evidence(failures([long, long, long]), settings) != nil)
    }

    @Test func `failures that are not consecutive do not count`() {
        var three = failures([long, long, long])
        three[1].category = .lintError
        #expect(evidence(three) == nil)
    }

    @Test func `another category does not count, however alike the messages are`() {
        var two = failures([long, long])
        two[0].category = .lintError
        #expect(evidence(two) == nil)
    }

    @Test(arguments: [(31, false), (32, true), (33, true)])
    func `messages of a ratio of 0.8 are alike, of less they are not`(same: Int, isAlike: Bool) {
        // 2 × 32 of 80 characters are 0.8, 2 × 31 are 0.775.
        #expect((evidence(failures(alike(same))) != nil) == isAlike)
    }

    @Test(arguments: [(29, false), (30, true)])
    func `messages under 30 characters do not count`(length: Int, counts: Bool) {
        let message = String(repeating: "y", count: length)
        #expect((evidence(failures([message, message])) != nil) == counts)
    }

    @Test func `one message under 30 characters is enough to exclude a pair`() {
        let settings = ReplanSettings(similarityThreshold: 0.5)
        let (short, enough) = (
            String(repeating: "y", count: 29), String(repeating: "y", count: 30)
        )
        #expect(evidence(failures([short, enough]), settings) == nil)
        #expect(evidence(failures([enough, enough]), settings) != nil)
    }

    @Test func `of short messages an identical signature counts`() {
        var two = failures(["no", "no"])
        #expect(evidence(two) == nil)
        two[1].signature = two[0].signature
        #expect(evidence(two) != nil)
    }

    @Test func `messages are compared normalised`() {
        let one = "cannot open /home/a/src/total.py, line 12, after 30 ms at 0x7f01"
        let two = "Cannot  open /tmp/other/place/of/it/total.py, line 99, after 4 s at 0xdeadbeef01"
        #expect(evidence(failures([one, two])) != nil)
    }

    @Test func `with similarity off the category alone counts`() {
        let settings = ReplanSettings(messageSimilarityEnabled: false)
        let two = failures(["the first of two quite different messages", "no"])
        #expect(evidence(two) == nil)
        #expect(evidence(two, settings) != nil)
    }

    @Test func `fatal_error_types trigger at once, the others do not`() {
        let fatal: Set<FailureCategory> = [.wrongTechStack, .schemaMismatch, .apiContractWrong]
        for category in FailureCategory.allCases {
            #expect(
                (evidence(failures(["no"], category)) != nil) == fatal.contains(category),
                "\(category.rawValue)")
        }
        let chosen = ReplanSettings(fatalErrorTypes: [.lintError])
        #expect(evidence(failures(["no"], .lintError), chosen) != nil)
        #expect(evidence(failures(["no"], .schemaMismatch), chosen) == nil)
    }

    @Test func `what is not of the change never speaks against the plan`() {
        for category in FailureCategory.allCases {
            let isOfTheWorld = [.infrastructure, .gitState, .reply].contains(category.failureClass)
            #expect(
                (evidence(failures([long, long], category)) == nil) == isOfTheWorld,
                "\(category.rawValue)")
        }
    }

    @Test func `what every failure of a category says is no part of the message`() {
        let failure = DoctorScene.failure(.importError, message: "no module named x")
        #expect(failure.message == "no module named x")
        var other = failure
        other.rootCause = "something else"
        #expect(other.message == "something else")
    }
}
