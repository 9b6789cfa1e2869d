/// What a check may use up (`autopack.yaml`, sandbox_limits); 0 lifts a limit.
package struct SandboxLimitSettings: Hashable, Sendable, Codable {
    /// Processes and threads at once; nil: by the number of cores.
    package var processes: Int?
    /// The size of a single file.
    package var fileMegabytes: Int
    /// Data of each process.
    package var memoryMegabytes: Int

    package init(
        processes: Int? = nil, fileMegabytes: Int = 240, memoryMegabytes: Int = 32768
    ) {
        self.processes = processes
        self.fileMegabytes = fileMegabytes
        self.memoryMegabytes = memoryMegabytes
    }

    enum CodingKeys: String, CodingKey {
        case processes
        case fileMegabytes = "file_megabytes"
        case memoryMegabytes = "memory_megabytes"
    }
}

extension KeyedDecodingContainer {
    /// The settings of runs from before there was such a section have none.
    func decode(
        _ type: SandboxLimitSettings.Type, forKey key: Key
    ) throws -> SandboxLimitSettings {
        try decodeIfPresent(type, forKey: key) ?? SandboxLimitSettings()
    }
}
