/// The lines that structure a `*** Begin Patch` envelope.
enum EnvelopeReader {
    /// What a line of an envelope says about files.
    enum Header: Equatable {
        case update(String), add(String), delete(String), move(String)
        case begin, end, endOfFile
    }

    /// Tells whether an envelope begins with a line.
    static func isStart(_ line: Bytes) -> Bool {
        switch header(line) {
        case .begin, .update, .add, .delete: true
        case .move, .end, .endOfFile, nil: false
        }
    }

    /// Reads a line that begins with three stars.
    static func header(_ line: Bytes) -> Header? {
        let trimmed = line.trimmed
        guard let rest = trimmed.dropping("*** ") else { return nil }
        if rest.equals("Begin Patch") { return .begin }
        if rest.equals("End Patch") { return .end }
        if rest.equals("End of File") { return .endOfFile }
        if let path = rest.dropping("Update File:") { return .update(name(path)) }
        if let path = rest.dropping("Add File:") { return .add(name(path)) }
        if let path = rest.dropping("Delete File:") { return .delete(name(path)) }
        if let path = rest.dropping("Move to:") { return .move(name(path)) }
        return nil
    }

    private static func name(_ path: Bytes) -> String {
        var path = path.trimmed
        for mark in [0x60, 0x22, 0x27] as [UInt8]
        where path.count > 2 && path.first == mark && path.last == mark {
            path = path.dropFirst().dropLast()
        }
        return path.text
    }
}
