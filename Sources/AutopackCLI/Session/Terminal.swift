#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The person at the terminal, where there is one.
enum Terminal {
    /// Somebody could answer a question.
    static var answers: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks for yes or no; nil where the input ends.
    static func confirms(_ question: String, _ output: Output) -> Bool? {
        while true {
            output.progress("\(question) [y/n] ")
            guard let line = readLine() else {
                output.note("")
                return nil
            }
            switch line.lowercased() {
            case "y", "yes": return true
            case "n", "no": return false
            default: continue
            }
        }
    }
}
