#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a sandboxed program may use up; no core file is ever written.
package struct SandboxLimits: Sendable, Equatable {
    /// Processes and threads at once.
    ///
    /// Where the user is root only a control group holds it, see ``SandboxLayers/processGroup``.
    package var processes: Int? = Self.processes(cores: Self.cores)
    /// The size of a single file.
    package var fileSizeBytes: Int? = 240 << 20
    package var descriptors: Int? = 8192
    /// Data of each process that is its own.
    ///
    /// Not address space: garbage collectors reserve terabytes of that without touching it. The
    /// address sanitizer does not get along with any limit.
    package var memoryBytes: Int? = 32 << 30

    package init() {}

    /// - Parameters:
    ///   - processes: Nil: by the number of cores; 0: any number, as for the others.
    ///   - fileMegabytes: Of each file.
    ///   - memoryMegabytes: Of data of each process.
    package init(processes: Int?, fileMegabytes: Int, memoryMegabytes: Int) {
        if let processes { self.processes = processes == 0 ? nil : processes }
        fileSizeBytes = fileMegabytes == 0 ? nil : fileMegabytes << 20
        memoryBytes = memoryMegabytes == 0 ? nil : memoryMegabytes << 20
    }

    /// Enough for a test runner with a worker on each core that has a thread for each core, and for
    /// the pools that a virtual machine or a browser starts.
    package static func processes(cores: Int) -> Int { 320 + 8 * cores + cores * cores }

    private static var cores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// The launcher's options.
    var options: [String] {
        let values = [
            ("--processes", processes), ("--file-size", fileSizeBytes),
            ("--descriptors", descriptors), ("--memory", memoryBytes),
        ]
        return values.flatMap { name, value in value.map { [name, String($0)] } ?? [] }
    }
}
