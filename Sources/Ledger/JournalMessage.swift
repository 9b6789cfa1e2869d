import Git
package import RunModel

/// What `git log` prints of an event: a sentence, a paragraph where there is more, and trailers.
package enum JournalMessage {
    /// Writes the whole commit message.
    ///
    /// - Parameters:
    ///   - entry: The event, redacted.
    ///   - state: The state after it.
    package static func write(_ entry: JournalEntry, _ state: RunState) -> String {
        let place = [
            entry.phase.map(\.description), entry.attempt.map { "attempt \($0)" },
        ].compactMap(\.self).joined(separator: ", ")
        let sentence = EventSentence.write(entry.event, state)
        let subject = place.isEmpty ? sentence : "\(place): \(sentence)"
        let body = EventSentence.paragraph(entry.event).map { "\n\n\($0)" } ?? ""
        return trailers(entry).appended(to: oneLine(subject, limit: 200) + body + "\n")
    }

    private static func trailers(_ entry: JournalEntry) -> Trailers {
        var all: [Trailers.Trailer] = [
            .init("Autopack-Run", entry.run.description),
            .init("Autopack-Seq", "\(entry.seq)"),
            .init("Autopack-Event", entry.event.name.rawValue),
        ]
        if let phase = entry.phase { all.append(.init("Autopack-Phase", phase.description)) }
        if let attempt = entry.attempt { all.append(.init("Autopack-Attempt", "\(attempt)")) }
        switch entry.event {
        case .callReserved(let call):
            all.append(.init("Autopack-Model", "\(call.provider)/\(call.model)"))
        case .callFinished(let call):
            all.append(.init("Autopack-Model", "\(call.provider)/\(call.model)"))
            all.append(.init("Autopack-Tokens", "\(call.usage.input)+\(call.usage.output)"))
            if let cost = call.cost.value {
                all.append(.init("Autopack-Cost-USD", String(cost.description.dropLast(4))))
            }
        case .checkpointCommitted(let moved):
            all.append(.init("Autopack-Checkpoint", moved.commit))
        default: break
        }
        all.append(.init("Autopack-Schema", "\(JournalEntry.version)"))
        return Trailers(all)
    }

    /// Text of others on one line and in bounds, control characters made visible.
    static func oneLine(_ text: String, limit: Int) -> String {
        var line = ""
        var count = 0
        var blank = false
        for scalar in text.unicodeScalars {
            if scalar == " " || scalar == "\n" || scalar == "\r" || scalar == "\t" {
                blank = count > 0
                continue
            }
            if blank {
                line += " "
                count += 1
                blank = false
            }
            guard count < limit else { return line + "…" }
            let isControl =
                scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
                || scalar.properties.generalCategory == .format
            line += isControl ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
            count += 1
        }
        return line
    }
}
