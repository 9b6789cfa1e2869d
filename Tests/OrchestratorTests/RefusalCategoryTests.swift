import Editing
import Orchestrator
import RunModel
import Testing

/// Why an edit is refused, in the words that all modules share (`decisions.md`, Failures).
struct RefusalCategoryTests {
    @Test(
        arguments: [
            ("not-found", FailureCategory.notFound), ("ambiguous", .ambiguous),
            ("overlap", .ambiguous), ("elision", .elision), ("truncated", .truncated),
            ("path", .pathDenied), ("binary", .invalidResult),
        ])
    func `each reason has a category of the edit's class`(
        word: String, category: FailureCategory
    ) throws {
        let reason = try #require(Refusal.Reason(rawValue: word))
        #expect(reason.category == category)
        #expect(category.failureClass == .patch)
    }

    @Test func `no reason is without a category`() {
        #expect(Refusal.Reason.allCases.count == 7)
    }
}
