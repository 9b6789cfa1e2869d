import RunModel
import Testing

/// One vocabulary of failures (`decisions.md`, Failures).
struct FailureCategoryTests {
    private static let table: [(FailureClass, word: String, categories: String)] = [
        (
            .infrastructure, "infra_error",
            "provider_unreachable provider_timeout provider_auth provider_rate_limit"
                + " provider_overloaded provider_server_error provider_quota"
                + " unsupported_parameter context_length missing_dependency sandbox_denied"
                + " disk_full command_timeout"
        ),
        (
            .gitState, "git_state",
            "merge_conflict index_locked ref_conflict detached_head dirty_tree missing_file"
                + " missing_object"
        ),
        (.reply, "reply_error", "reply_empty reply_refused reply_truncated reply_malformed"),
        (
            .patch, "patch_apply_error",
            "not_found ambiguous elision truncated path_denied scope_denied conflict_marker"
                + " invalid_result"
        ),
        (
            .checks, "ci_fail",
            "syntax_error indentation_error import_error undefined_variable type_error"
                + " file_not_found build_error assertion_failed test_error lint_error no_tests"
        ),
        (.auditor, "auditor_reject", "audit_rejected"),
        (
            .gate, "gate_block",
            "risk_blocked tests_tampered tests_changed secret_found approval_denied"
        ),
        (.approach, "approach_flaw", "wrong_tech_stack schema_mismatch api_contract_wrong"),
    ]

    @Test func `each category belongs to one class, by the words of the table`() {
        for row in Self.table {
            #expect(row.0.rawValue == row.word)
            let categories = FailureCategory.allCases.filter { $0.failureClass == row.0 }
            #expect(
                categories.map(\.rawValue).sorted()
                    == row.categories.split(separator: " ").map(String.init).sorted())
        }
        #expect(FailureClass.allCases.count == Self.table.count)
    }

    @Test func `infra_error is never counted against a phase, every other class is`() throws {
        for category in FailureCategory.allCases {
            let state = try RunStory.failed(category).state
            let isWorld = category.failureClass == .infrastructure
            #expect(state.phases[0].countedFailures == (isWorld ? 0 : 1), "\(category.rawValue)")
            #expect(state.failures.total == (isWorld ? 0 : 1), "\(category.rawValue)")
        }
    }

    @Test func `a patch_apply_error alone counts against MAX_PATCH_FAILURES_PER_RUN`() throws {
        for category in FailureCategory.allCases {
            let state = try RunStory.failed(category).state
            #expect(
                state.failures.patch == (category.failureClass == .patch ? 1 : 0),
                "\(category.rawValue)")
        }
    }
}
