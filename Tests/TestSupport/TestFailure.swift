/// Why test support could not do what a test asked for; its text is what the test runner prints.
package struct TestFailure: Error, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
