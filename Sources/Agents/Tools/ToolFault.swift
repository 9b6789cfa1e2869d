/// Why a tool did not do what it was asked, in words that a model can act on.
package struct ToolFault: Error, Hashable, Sendable {
    package var message: String

    package init(_ message: String) { self.message = message }
}
