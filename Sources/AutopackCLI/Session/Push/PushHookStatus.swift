import Effects
import RunModel

/// Whether git would run the hook before a push.
struct PushHookStatus: Encodable {
    /// The hook stands where git looks for it, or another calls it.
    var isInstalled: Bool
    /// Git called it, and it answered.
    var runs = false
    /// Where git looks.
    var path: String
    /// The hook that is called after it.
    var chained: String?
    /// What keeps it from running.
    var why: String?
    /// What mends that.
    var fix: String?

    enum CodingKeys: String, CodingKey {
        case version = "v"
        case isInstalled = "installed"
        case path = "hook"
        case runs, chained, why, fix
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .version)
        try container.encode(isInstalled, forKey: .isInstalled)
        try container.encode(runs, forKey: .runs)
        try container.encode(path, forKey: .path)
        try container.encode(Nullable(chained), forKey: .chained)
        try container.encode(Nullable(why), forKey: .why)
        try container.encode(Nullable(fix), forKey: .fix)
    }
}

/// What a hook printed.
struct ProcessAnswer {
    let text: String

    init(_ result: ProcessResult) {
        text = String(
            decoding: result.standardOutput + [0x0a] + result.standardError, as: UTF8.self)
    }
}
