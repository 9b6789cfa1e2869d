/// The signal that ended a command, as a shell's exit status tells it: 128 and its number.
struct ExitSignal {
    let number: Int

    init?(exit: Int) {
        guard (129...192).contains(exit) else { return nil }
        number = exit - 128
    }

    var sentence: String {
        "ended by signal \(number)" + (Self.names[number].map { " (\($0))" } ?? "")
    }

    private static let names: [Int: String] = [
        2: "SIGINT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
        9: "SIGKILL, as when memory runs out", 11: "SIGSEGV", 13: "SIGPIPE", 15: "SIGTERM",
        24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
    ]
}
