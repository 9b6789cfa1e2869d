/// Why a plan or a file of the configuration could not be used.
///
/// Holds everything that was found, so that a person mends it in one go.
package struct SettingsError: Error, Hashable, Sendable {
    /// What kind of failure it is; new kinds break no `switch`.
    package struct Code: Hashable, Sendable {
        private enum Kind: Hashable { case tooLarge, notText, syntax, invalid }
        private let kind: Kind

        /// More bytes, values or levels than are read.
        package static let tooLarge = Code(kind: .tooLarge)
        /// Not UTF-8.
        package static let notText = Code(kind: .notText)
        /// Neither YAML nor JSON.
        package static let syntax = Code(kind: .syntax)
        /// Reads well, and says something illegal.
        package static let invalid = Code(kind: .invalid)
    }

    package var code: Code
    /// What was being done, as `read the plan plan.yaml`.
    package var operation: String
    /// At least one, in the order of the text.
    package var findings: [Finding]

    package init(code: Code, operation: String, findings: [Finding]) {
        self.code = code
        self.operation = operation
        self.findings = findings
    }
}

extension SettingsError: CustomStringConvertible {
    /// One line per finding.
    package var description: String { findings.map(\.description).joined(separator: "\n") }
}
