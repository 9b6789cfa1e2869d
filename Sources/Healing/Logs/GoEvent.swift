import RunModel

/// The lines of `go test -json`, where each is an event that may hold a line of output.
enum GoEvent {
    /// The output of an event; any other line as it is.
    static func output(of line: String) -> String {
        guard line.hasPrefix("{\""), line.contains("\"Action\":\"output\""),
            let event = try? JSON(parsing: Array(line.utf8)),
            let output = event["Output"]?.string
        else { return line }
        return output.hasSuffix("\n") ? String(output.dropLast()) : output
    }
}
