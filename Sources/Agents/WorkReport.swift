package import RunModel

/// What an agent program left, as one text: how it ended, the end of what it printed, its files.
///
/// This is the reply that is kept and later applied. Files stand in it as they are, between lines
/// that begin with `@@@` and a word that occurs nowhere else in it: a person can read it, and what
/// is redacted in it is what would be redacted in the file.
package struct WorkReport: Hashable, Sendable {
    /// One changed path.
    package struct File: Hashable, Sendable {
        package enum Content: Hashable, Sendable {
            case file([UInt8], isExecutable: Bool)
            /// A symbolic link, with its target.
            case link([UInt8])
            case gone
        }

        package var path: String
        package var content: Content

        package init(path: String, content: Content) {
            self.path = path
            self.content = content
        }
    }

    /// A file that cannot become part of a candidate.
    package struct Refused: Hashable, Sendable, Codable {
        package var path: String
        package var why: String

        package init(path: String, why: String) {
            self.path = path
            self.why = why
        }
    }

    /// The agent's name.
    package var agent: String
    package var exit: Int
    package var timedOut: Bool
    package var seconds: Double
    package var refused: [Refused]
    /// What it said: its answer where it marks one, else the end of what it printed.
    package var transcript: String
    package var files: [File]

    package init(
        agent: String, exit: Int, timedOut: Bool = false, seconds: Double = 0,
        refused: [Refused] = [], transcript: String = "", files: [File] = []
    ) {
        self.agent = agent
        self.exit = exit
        self.timedOut = timedOut
        self.seconds = seconds
        self.refused = refused
        self.transcript = transcript
        self.files = files
    }

    /// How it ended, in a few words; nil where all went well.
    package var trouble: String? {
        if timedOut { return "\(agent) was ended by its time limit, after \(Int(seconds)) s" }
        return exit == 0 ? nil : "\(agent) ended with status \(exit)"
    }

    private struct Head: Codable, Equatable {
        var agent: String
        var exit: Int
        var timedOut: Bool
        var seconds: Double
        var refused: [Refused]

        enum CodingKeys: String, CodingKey {
            case agent, exit, seconds, refused
            case timedOut = "timed_out"
        }
    }
}

// MARK: - Writing

extension WorkReport {
    private static let start = "autopack work 1 "

    /// The report as text, each part of it redacted on its own.
    ///
    /// - Throws: `EncodingError`.
    package func text(redactor: Redactor) throws -> [UInt8] {
        let transcript = redactor.redact(transcript).text.bytes
        let files = files.map { $0.redacted(redactor) }
        let mark = Self.mark(absentFrom: [transcript] + files.map(\.bytes))
        let head = Head(
            agent: agent, exit: exit, timedOut: timedOut, seconds: seconds, refused: refused)
        var text = Array("\(Self.start)\(mark)\n".utf8) + (try CanonicalJSON.encode(head))
        func add(_ title: String, _ body: [UInt8]) {
            text += Array("\n@@@ \(mark) \(title)\n".utf8) + body
        }
        add("said", transcript)
        for file in files { add("\(file.kind) \(file.path)", file.bytes) }
        text += Array("\n@@@ \(mark) end\n".utf8)
        return text
    }

    /// A word that no line of a part has after `@@@`.
    private static func mark(absentFrom parts: [[UInt8]]) -> String {
        let start = Array("@@@ ".utf8)
        let taken = parts.flatMap { part in
            part.split(separator: 10).filter { $0.starts(with: start) }.map {
                String(decoding: $0.dropFirst(start.count), as: UTF8.self)
            }
        }
        var number = 1
        while taken.contains(where: { $0.hasPrefix("part\(number)") }) { number += 1 }
        return "part\(number)"
    }

    /// A file as the report holds it.
    fileprivate struct Part {
        var kind: String
        var path: String
        var bytes: [UInt8]
    }
}

extension WorkReport.File {
    fileprivate func redacted(_ redactor: Redactor) -> WorkReport.Part {
        let path = JSON.string(path).text
        switch content {
        case .gone: return WorkReport.Part(kind: "gone", path: path, bytes: [])
        case .link(let target):
            return WorkReport.Part(
                kind: "link", path: path, bytes: redactor.redact(target).text.bytes)
        case .file(let bytes, let isExecutable):
            let clean = redactor.redact(bytes).text.bytes
            let kind = isExecutable ? "executable" : "file"
            // Text stays readable; in bytes that are none a secret is a mark by now.
            guard String(validating: clean, as: UTF8.self) == nil else {
                return WorkReport.Part(kind: kind, path: path, bytes: clean)
            }
            return WorkReport.Part(
                kind: "\(kind)-hex", path: path, bytes: HexadecimalLines.write(clean))
        }
    }
}

// MARK: - Reading

extension WorkReport {
    /// Reads what ``text(redactor:)`` wrote.
    ///
    /// - Returns: Nil where it is no such text, or one that was cut or damaged.
    package init?(reading text: [UInt8]) {
        let lines = text.split(separator: 10, omittingEmptySubsequences: false)
        guard let first = lines.first, lines.count > 2,
            let title = String(validating: first, as: UTF8.self), title.hasPrefix(Self.start),
            let head = try? CanonicalJSON.decode(Head.self, from: Array(lines[1]))
        else { return nil }
        self.init(
            agent: head.agent, exit: head.exit, timedOut: head.timedOut, seconds: head.seconds,
            refused: head.refused)
        let mark = Array("@@@ \(title.dropFirst(Self.start.count)) ".utf8)
        var isEnded = false
        var position = 2
        while position < lines.count, lines[position].starts(with: mark), !isEnded {
            let title = lines[position].dropFirst(mark.count)
            let from = position + 1
            position = from
            while position < lines.count, !lines[position].starts(with: mark) { position += 1 }
            if title.elementsEqual("end".utf8) {
                isEnded = true
            } else {
                let body = Array(lines[from..<position].joined(separator: [10]))
                guard take(String(decoding: title, as: UTF8.self), body) else { return nil }
            }
        }
        guard isEnded else { return nil }
    }

    /// - Returns: False where there is no such part.
    private mutating func take(_ title: String, _ body: [UInt8]) -> Bool {
        if title == "said" {
            transcript = String(decoding: body, as: UTF8.self)
            return true
        }
        guard let space = title.firstIndex(of: " "),
            let path = (try? JSON(parsing: Array(title[title.index(after: space)...].utf8)))?
                .string
        else { return false }
        var content: File.Content?
        switch title[..<space] {
        case "gone": content = .gone
        case "link": content = .link(body)
        case "file": content = .file(body, isExecutable: false)
        case "executable": content = .file(body, isExecutable: true)
        case "file-hex":
            content = HexadecimalLines.read(body).map { .file($0, isExecutable: false) }
        case "executable-hex":
            content = HexadecimalLines.read(body).map { .file($0, isExecutable: true) }
        default: break
        }
        guard let content else { return false }
        files.append(File(path: path, content: content))
        return true
    }
}

/// Bytes that are no text, as lines of 64 hexadecimal digits.
///
/// No token and no password looks like that, which a redaction would cut.
enum HexadecimalLines {
    private static let digits = Array("0123456789abcdef".utf8)
    private static let bytesOfLine = 32

    static func write(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2 + bytes.count / bytesOfLine)
        for (position, byte) in bytes.enumerated() {
            if position > 0, position.isMultiple(of: bytesOfLine) { text.append(10) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }

    /// - Returns: Nil where a line is none of hexadecimal digits.
    static func read(_ text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        var high: UInt8?
        for character in text where character != 10 {
            guard let value = digits.firstIndex(of: character).map(UInt8.init) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }
}
