/// Who a model answers as.
package enum Role: String, Sendable, Codable, CaseIterable {
    case builder, auditor, planner, doctor, fixer
}
