import RunModel

/// The Doctor, its commands and hints, and the failures that were seen.
extension RunRecord {
    mutating func takeHealing(_ entry: JournalEntry) {
        switch entry.event {
        case .doctorDecided(let decided): takeDecision(decided, entry)
        case .fixStarted(let fix) where fix.isOfCommands:
            traces[key(entry), default: Trace()].fixStarted = entry.time
        case .fixFinished(let fix) where fix.isOfCommands: takeFix(fix, entry)
        // What was learned of a failure that is overcome had no part in that.
        case .hintRecorded(let hint) where hint.source != .overcome:
            traces[key(entry), default: Trace()].hint = JournalMessage.oneLine(
                hint.text, limit: Self.hintLimit)
        default: break
        }
    }

    private static let hintLimit = 80

    private func key(_ entry: JournalEntry) -> String { entry.phase?.description ?? "" }

    private mutating func takeDecision(_ decided: DoctorDecided, _ entry: JournalEntry) {
        var trace = traces[key(entry)] ?? Trace()
        let action = decided.action.rawValue
        let model = decided.model.map { $0.split(separator: "/", maxSplits: 1).map(String.init) }
        trace.doctor = action
        trace.doctorProvider = model?.first
        trace.doctorModel = model?.last
        trace.signature = decided.signature ?? trace.signature
        traces[key(entry)] = trace
        count(
            entry, provider: trace.doctorProvider, model: trace.doctorModel, role: .doctor,
            category: trace.category
        ) { tally in
            tally.add(.doctorDecisions)
            tally.add(.doctorActions, action)
            guard decided.by == .model else { return }
            tally.add(.doctorModelDecisions)
            tally.add(.doctorEscalated, decided.escalated == true ? 1 : 0)
        }
    }

    /// Which of the Doctor's models answered is said where it was asked.
    mutating func countTier(of entry: JournalEntry) {
        guard case .callFinished(let call) = entry.event,
            let tier = usage.open[call.request]?.call.tier
        else { return }
        count(entry, provider: call.provider, model: call.model, role: call.role) { tally in
            tally.add(tier == .cheap ? .doctorCheap : .doctorStrong)
        }
    }

    /// Commands of the Doctor ran: an automatic fix of the failure before it.
    private mutating func takeFix(_ fix: Fix, _ entry: JournalEntry) {
        var trace = traces[key(entry)] ?? Trace()
        let started = trace.fixStarted ?? entry.time
        let isFirst = !trace.wasFixed
        // Where no attempt failed, as at a landing, the fix is all that is known of the failure.
        let isKnown = trace.category != nil
        let category = trace.category ?? Fact.unclassified
        trace.wasFixed = true
        trace.fixStarted = nil
        traces[key(entry)] = trace
        count(
            entry, provider: trace.doctorProvider, model: trace.doctorModel, role: .doctor,
            category: category
        ) { tally in
            if !isKnown {
                tally.add(.failures)
                tally.add(.categories, category)
            }
            tally.add(.autoFixAttempted, isFirst ? 1 : 0)
            tally.add(.fixes)
            tally.add(
                .fixMilliseconds,
                Int(max(0, entry.time.milliseconds - started.milliseconds)))
            guard fix.fixed else { return }
            tally.add(.autoFixSuccessful)
            tally.add(.commonFixes, category)
            // In a phase the checkpoint says whether it went on.
            if entry.phase == nil, trace.doctor != nil { tally.add(.recoveries) }
        }
        guard fix.fixed, let signature = trace.signature else { return }
        mend([signature]) {
            Cure(
                way: .executeFix, time: entry.time, phase: entry.phase, attempt: entry.attempt,
                model: Self.name(trace.doctorProvider, trace.doctorModel), doctor: trace.doctor)
        }
    }

    // MARK: What was seen

    /// Notes a failure of the attempt under way; it counts once in an attempt.
    mutating func see(_ failure: CheckFailure, _ entry: JournalEntry) {
        attempt?.category = failure.category.rawValue
        let signature = failure.signature
        guard let open = attempt, counts(entry.time), !signature.isEmpty else { return }
        var sighting =
            sightings[signature]
            ?? Sighting(
                category: "", rootCause: "", first: entry.time, last: entry.time, count: 0,
                phase: open.phase, phases: [], files: [])
        sighting.category = failure.category.rawValue
        sighting.rootCause = JournalMessage.oneLine(
            failure.rootCause, limit: Sighting.rootCauseLimit)
        sighting.last = entry.time
        sighting.phase = open.phase
        if !open.signatures.contains(signature) { sighting.count += 1 }
        sighting.phases.append(missing: open.phase.description)
        for file in open.files where sighting.files.count < Sighting.fileLimit {
            sighting.files.append(missing: file)
        }
        sighting.mending = nil
        sightings[signature] = sighting
        attempt?.signatures.append(missing: signature)
    }

    /// The failures of a phase that nothing has mended yet.
    func openSightings(in phase: PhaseID) -> [String] {
        sightings.filter { $0.value.phase == phase && $0.value.mending == nil }.map(\.key)
    }

    mutating func mend(_ signatures: [String], by mending: () -> Cure) {
        for signature in signatures where sightings[signature]?.mending == nil {
            sightings[signature]?.mending = mending()
        }
    }
}

extension Fix {
    /// Commands, and not a fixer's edits, whose reply counts by itself.
    fileprivate var isOfCommands: Bool { fixType != "edit" }
}

extension [String] {
    /// Adds a text that is not there yet.
    fileprivate mutating func append(missing text: String) {
        if !contains(text) { append(text) }
    }
}
