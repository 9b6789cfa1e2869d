#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the operating system hands a program when it starts.
package struct ProgramStart: Sendable {
    /// Without the program's own name.
    package let arguments: [String]
    package let environment: [String: String]
    /// Absolute.
    package let workingDirectory: String

    package init() {
        StandardStream.replaceClosed()
        arguments = Array(CommandLine.arguments.dropFirst())
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        environment = variables
        workingDirectory =
            getcwd(nil, 0).map { pointer in
                defer { free(pointer) }
                return String(cString: pointer)
            } ?? "/"
    }
}
