import RunModel
import Testing

/// One event of every kind, with every field that it may have, and some with as few as they may.
enum EventSamples {
    static func id(_ digit: Character) -> String { String(repeating: digit, count: 40) }

    static let time = Timestamp(milliseconds: 1_795_253_400_125)

    static let check = Check(name: "tests", run: ["python3", "-m", "pytest"], env: ["A": "b"])

    static func plan() throws -> Plan {
        let first = try #require(PhaseID("first"))
        let second = try #require(PhaseID("second"))
        return Plan(
            goal: "do it", checks: [check],
            phases: [
                Phase(
                    id: first, title: "the first", goal: "begin", category: "docs",
                    complexity: .low, scope: Scope(write: ["src/**"], read: ["docs/**"]),
                    acceptance: ["it works"], checks: [Check(name: "own", run: ["true"])],
                    maxAttempts: 3, allow: Allowance.allCases),
                Phase(id: second, goal: "end", dependsOn: [first], builder: .command("claude")),
            ])
    }

    static let settings = RunSettings(
        providers: [
            "local": ProviderSettings(
                wire: .openAIChat, baseURL: "http://127.0.0.1:1", keyVariable: "LOCAL_KEY",
                command: ["claude", "-p"], file: "/replies.yaml", output: .claudeJSON,
                timeoutSeconds: 90)
        ],
        modelAliases: ["fast": "local/any"],
        escalationChains: EscalationChains(
            builder: .init(low: ["a/b"], medium: ["c/d"], high: ["e/f"])),
        routingPolicies: RoutingPolicy.usual,
        categoryModels: ["docs": CategoryModels(builder: ["a/b"])],
        withdrawals: ["a/b": ModelWithdrawal(date: "2027-01-01", successor: "c/d")],
        providerQuotas: ["a": ProviderQuota(weeklyTokenCap: 1000)],
        prices: [
            "a/b": Price(
                input: 0.5, output: 2, cachedInput: 0.05, cacheWrite: 0.625,
                long: Price.LongPrompt(above: 272_000, input: 2, output: 1.5))
        ],
        pricesDated: "2026-11-21", pricesSource: "a list",
        workspace: WorkspaceSettings(
            share: ["node_modules"], setup: [["npm", "ci"]], setupInputs: ["package.json"],
            cache: [".cache"]),
        protected: ["secrets/**"], yes: true,
        builders: [
            "claude": BuilderSettings(
                command: ["claude", "{prompt}"], prompt: .argument, environment: ["A_KEY", "B=c"],
                state: ["~/.claude"], leftovers: ["*.log"], output: .claudeJSON)
        ])

    static let checked = TreeChecked(
        tree: id("a"),
        checks: [
            CheckResult(
                name: "tests", command: ["pytest"], exit: 1, seconds: 1.25, failed: ["a::b"],
                newFailures: ["a::b"], fixed: ["c::d"], flaky: ["e::f"], log: id("b")),
            CheckResult(name: "lint", command: ["true"], exit: 0, seconds: 0),
        ], environment: "linux", findings: [finding],
        failure: CheckFailure(category: .assertionFailed, signature: "s", rootCause: "r"))

    static let finding = HealthFinding(
        id: "check_blind", severity: .warning, what: "w", why: "y", fix: "f", repairable: true)

    static let moves = [
        RefMove(name: "refs/heads/autopack/r1", old: id("a"), new: id("b")),
        RefMove(name: "refs/heads/new", old: nil, new: id("b")),
        RefMove(name: "refs/heads/gone", old: id("a"), new: nil),
    ]

    static let owner = LeaseOwner(host: "h", bootID: "b", processID: 7, startTicks: 99)

    static let reserved = CallReserved(
        request: "r1-1", role: .builder, provider: "local", model: "any", why: "first of its tier",
        reserved: Money(microUSD: 12_345), reservedTokens: 900, prompt: id("c"), turn: 2)

    static let gate = GateDecided(
        verdict: .needsReview,
        findings: [
            Finding(rule: "scope", severity: .blocked, path: "a", line: 3, message: "no"),
            Finding(rule: "risk", severity: .ok, message: "little"),
        ], risk: 40)

    static let audit = AuditFinished(
        approved: false,
        issues: [
            AuditIssue(
                severity: .major, category: "bug", path: "a", line: 2, description: "d",
                suggestion: "s"),
            AuditIssue(severity: .info, description: "e"),
        ], auditors: ["a/b"], summary: "so so")

    static let candidate = CandidateCreated(
        commit: id("d"), tree: id("e"),
        files: [
            ChangedFile(path: "b", oldPath: "a", kind: .renamed, added: 1, removed: 2),
            ChangedFile(path: "c", kind: .modeChanged, added: 0, removed: 0),
        ],
        hunks: [
            AppliedHunk(path: "b", strategy: "exact", similarity: 1, candidates: 1, line: 4),
            AppliedHunk(path: "n", strategy: "new", similarity: 0.5, candidates: 0, line: nil),
        ])

    /// Events in the order of `EventName`, several of a kind where fields may be left out.
    static func all() throws -> [Event] {
        let moved = RefsMoved(commit: id("f"), refs: moves)
        let planned = RefsPlanned(refs: moves, snapshot: id("f"), way: "merge")
        let phase = PhaseMoved(state: .building, reason: "its turn")
        let run = RunMoved(state: .failed, reason: .budget, message: "money is spent")
        let approval = Approval(what: id("d"), verdict: .ok, who: "A <a@b>", why: "looks right")
        let provider = ProviderMoved(provider: "p", why: "down", until: time)
        let adopted = PlanAdopted(version: 1, source: .file, why: "given", plan: try plan())
        let fix = Fix(
            fixType: "git", commands: [["git", "status"]], verify: ["true"], results: ["ok"],
            fixed: true)
        return [
            .runCreated(
                RunCreated(
                    goal: "do it", base: id("1"), target: "refs/heads/main", snapshot: id("2"),
                    tool: "git-autopack 1", settings: settings, checks: [check])),
            .runCreated(
                RunCreated(
                    goal: "", base: id("1"), target: nil, snapshot: nil, tool: "t",
                    settings: RunSettings(budgets: Budgets(cost: nil)), checks: [])),
            .healthChecked(
                HealthChecked(ok: true, findings: [finding], keys: ["OPENAI_API_KEY": .present])),
            .settingsChanged(
                SettingsChanged(settings: settings, who: "A <a@b>", changed: ["yes: false → true"])),
            .planAdopted(adopted), .replanAdopted(adopted), .baselineChecked(checked),
            .phaseStarted(phase), .attemptStarted(phase), .callReserved(reserved),
            .callReserved(
                CallReserved(
                    request: "r", role: .auditor, provider: "p", model: "m", why: "", reserved: nil,
                    reservedTokens: 0, prompt: id("c"))),
            .callFinished(
                CallFinished(
                    request: "r1-1", role: .builder, provider: "local", model: "any",
                    usage: Usage(input: 10, output: 5, cachedInput: 2, reasoning: 1),
                    cost: Money(microUSD: 777), finish: .stop, reply: id("c"), recording: 0)),
            .callFinished(
                CallFinished(
                    request: "r1-1", role: .fixer, provider: "local", model: "any", usage: .zero,
                    cost: nil, finish: .toolCalls, reply: id("c"))),
            .callFailed(
                CallFailed(
                    request: "r1-1", category: .providerServerError, status: 500,
                    retryInSeconds: 0.5, message: "m", recording: 3)),
            .callFailed(
                CallFailed(
                    request: "r1-1", category: .providerUnreachable, status: nil,
                    retryInSeconds: nil, message: "m", mayHaveCost: true)),
            .providerDisabled(provider),
            .providerDisabled(
                ProviderMoved(provider: "p", why: "slow", until: nil, downgraded: true)),
            .providerEnabled(ProviderMoved(provider: "p", why: "up", until: nil)),
            .candidateCreated(candidate),
            .candidateRefused(
                CandidateRefused(
                    category: .notFound, reason: "not-found", message: "m", nearest: "n")),
            .candidateRefused(
                CandidateRefused(
                    category: .replyEmpty, reason: "empty", message: "m", nearest: nil)),
            .checksFinished(checked), .auditFinished(audit), .gateDecided(gate),
            .approvalRequested(approval), .approvalGiven(approval), .checkpointPlanned(planned),
            .checkpointPlanned(RefsPlanned(refs: [])), .checkpointCommitted(moved),
            .attemptFailed(
                AttemptFailed(
                    category: .importError, signature: "s", rootCause: "r", detail: "d")),
            .doctorDecided(
                DoctorDecided(
                    by: .model, complex: true, action: .executeFix, confidence: 0.5,
                    rationale: "r", evidence: ["e"], signature: "s", model: "p/m", tier: .strong,
                    escalated: true, hint: "h",
                    fix: ProposedFix(fixType: .git, commands: ["git status"], verify: "v"),
                    providers: ["p"], maintenance: "t")),
            .doctorDecided(
                DoctorDecided(by: .rules, action: .skipPhase, confidence: 1, rationale: "r")),
            .fixStarted(fix), .fixFinished(fix),
            .fixStarted(
                Fix(
                    fixType: Fix.edit, number: 1,
                    analysis: CheckFailure(
                        category: .assertionFailed, signature: "s", rootCause: "r",
                        check: "tests", file: "a", line: 1, failed: ["t"]))),
            .fixFinished(
                Fix(
                    fixType: Fix.edit, results: ["said"], fixed: true, number: 1, files: ["a"],
                    outcome: .passed)),
            .hintRecorded(HintRecorded(text: "t", signature: "s", scope: ["a"], evidence: "e")),
            .hintRecorded(
                HintRecorded(
                    text: "t", category: .importError, source: .overcome, failed: "f")),
            .budgetExceeded(BudgetExceeded(budget: .cost, cap: 5, spent: 5.25)),
            .phaseFinished(phase),
            .leaseTaken(LeaseTaken(state: .executing, reason: "run", owner: owner)),
            .runResumed(RunMoved(state: .executing, message: "on")), .runAborted(run),
            .runFinished(run), .landPlanned(planned), .runLanded(moved), .rollbackPlanned(planned),
            .runRolledBack(moved), .archivePlanned(planned), .runArchived(moved),
            .runForgotten(RunForgotten(erased: [id("c")], shared: [])),
        ]
    }

    static func entry(_ event: Event, seq: Int = 3) throws -> JournalEntry {
        JournalEntry(
            run: try #require(RunID("r1")), seq: seq, time: time, phase: PhaseID("first"),
            attempt: 2, event: event)
    }
}
