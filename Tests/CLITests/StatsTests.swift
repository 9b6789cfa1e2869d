import TestSupport
import Testing

/// `git autopack stats`, on runs as they were recorded.
@Suite(.fewAtOnce) struct StatsTests {
    /// Attempt 1 does not apply; attempt 2 fails its checks, and its first fix mends it.
    private func mended(_ ids: String...) async throws -> Project {
        let project = try Project()
        try project.record([
            .builder("add", attempt: 1, Calculator.doesNotApply, failing: (503, 1)),
            .builder("add", attempt: 2, Calculator.mendArithmeticWrongly),
            .fixer(
                "add",
                Edit.replace("    return a * b", by: "    return a + b", in: "calc/arithmetic.py")),
            .approval("add"),
        ])
        let plan = try project.plan(
            Calculator.onePhase(
                more: """
                        checks:
                          - {name: add, run: \(Calculator.tests(of: "arithmetic")), timeout: 60s}
                    """))
        for id in ids {
            try require(try await project.autopack("run", "--plan", plan, "--id", id), exits: 0)
        }
        return project
    }

    private func stats(_ project: Project, _ more: String...) async throws -> JSON {
        let outcome = try await runAutopack(
            ["stats", "--json"] + more, in: project.path, environment: project.environment)
        try require(outcome, exits: 0)
        return try JSONReader.value(outcome.output)
    }

    @Test func `the numbers are those of the journals' trailers`() async throws {
        let project = try await mended("r1", "r2")
        let stats = try await stats(project)
        let journals = try ["r1", "r2"].map { try Journal($0, in: project.repository) }
        let entries = journals.flatMap(\.entries)
        func count(_ event: String) -> Int {
            entries.count { $0.trailers["Autopack-Event"] == event }
        }
        let tokens = entries.compactMap { $0.trailers["Autopack-Tokens"] }.map {
            $0.split(separator: "+").compactMap { Int($0) }
        }
        #expect(stats["runs"]?.int == 2)
        #expect(stats["runs_by_state"]?["succeeded"]?.int == 2)
        #expect(stats["attempts"]?.int == count("attempt.started"))
        #expect(stats["calls"]?.int == count("call.finished") + count("call.failed"))
        #expect(count("call.failed") == 2)
        for failed in journals.flatMap({ $0.events("call.failed") }) {
            let category = try #require(failed["category"]?.string)
            #expect(stats["failed_calls"]?[category]?.int == 2)
        }
        #expect(stats["tokens_input"]?.int == tokens.reduce(0) { $0 + $1[0] })
        #expect(stats["tokens_output"]?.int == tokens.reduce(0) { $0 + $1[1] })
        #expect(stats["phases_completed"]?.int == count("checkpoint.committed"))
        #expect(stats["cost_usd"]?.double == 0)
        // An attempt that failed, and a candidate that a fix mended, in each run.
        #expect(count("attempt.failed") == 2)
        #expect(stats["total_failures"]?.int == 4)
        #expect(stats["auto_fix_attempted"]?.int == 2)
        #expect(stats["auto_fix_successful"]?.int == 2)
        #expect(stats["success_rate"]?.double == 1)
        #expect(stats["avg_attempts"]?.double == 1)
        #expect(stats["unfixable_issues"]?.int == 0)
        #expect(stats["seconds_per_fix"]?.double ?? 0 > 0)
        #expect(stats["common_fixes"]?["assertion_failed"]?.int == 2)
        #expect(stats["doctor_calls"]?.int == 0)
        #expect(stats["doctor_actions"]?.keys == [])
        #expect(stats["cheap_strong_ratio"] == .null)
        #expect(stats["escalation_rate"] == .null)
        #expect(stats["doctor_cost_usd"]?.double == 0)
    }

    @Test(arguments: ["provider", "model", "role", "phase", "week", "category"])
    func `a grouping has a row for each group, in JSON and in CSV`(by: String) async throws {
        let project = try await mended("r1")
        let stats = try await stats(project, "--by", by)
        let groups = try #require(stats["groups"]?.array)
        #expect(stats["by"]?.string == by)
        #expect(!groups.isEmpty)
        #expect(
            groups.reduce(0) { $0 + ($1["total_failures"]?.int ?? 0) }
                == stats["total_failures"]?.int)
        let csv = try await project.autopack("stats", "--by", by, "--csv")
        expect(csv, exits: 0)
        #expect(csv.output.hasSuffix("\r\n"))
        let rows = csv.output.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(rows.count == groups.count + 1)
        #expect(rows.first?.first == "group")
        #expect(Set(rows.map(\.count)).count == 1)
        #expect(rows.dropFirst().map { $0[0] } == groups.compactMap { $0["group"]?.string })
        let column = try #require(rows.first?.firstIndex(of: "total_failures"))
        #expect(
            rows.dropFirst().compactMap { Int($0[column]) }
                == groups.compactMap { $0["total_failures"]?.int })
    }

    @Test func `by category each failure is told with what mended it`() async throws {
        let project = try await mended("r1")
        let stats = try await stats(project, "--by", "category")
        let signatures = try #require(stats["signatures"]?.array)
        #expect(signatures.count == 2)
        let failed = try #require(
            try Journal(in: project.repository).events("attempt.failed").first)
        let first = try #require(
            signatures.first { $0["signature"]?.string == failed["signature"]?.string })
        #expect(first["category"] == failed["category"])
        #expect(first["root_cause"] == failed["root_cause"])
        #expect(first["first_seen"] == failed["time"])
        #expect(first["count"]?.int == 1)
        #expect(first["open"] == .bool(false))
        #expect(first["phases"]?.array == [.string("add")])
        #expect(first["mended_by"]?["way"]?.string == "attempt")
        #expect(first["mended_by"]?["attempt"]?.int == 2)
        #expect(first["mended_by"]?["model"]?.string == "tape/any")
        #expect(
            first["mended_by"]?["commit"]?.string == (try project.commit("autopack/r1")))
        let other = try #require(signatures.first { $0 != first })
        #expect(other["mended_by"]?["way"]?.string == "fix")
        #expect(other["files"]?.array == [.string("calc/arithmetic.py")])
        let page = try await project.autopack("stats", "--by", "category")
        expect(page, exits: 0)
        #expect(page.output.contains("assertion_failed"))
        #expect(page.output.contains("mended in r1: attempt 2 of add by tape/any"))
        for line in page.output.split(separator: "\n") {
            #expect(line.count <= 80, "\(line)")
        }
    }

    @Test func `a run is shown with how often its failures were seen before`() async throws {
        let project = try await mended("r1", "r2")
        let first = try await project.autopack("show", "r1")
        #expect(first.output.contains("never before"))
        let second = try await project.autopack("show", "r2")
        #expect(second.output.contains("once before, last in r1"))
        #expect(second.output.contains("mended: attempt 2 of add by tape/any"))
        let json = try JSONReader.value(try await project.autopack("show", "r2", "--json").output)
        let failures = try #require(json["failures"]?.array)
        #expect(failures.count == 2)
        for failure in failures {
            #expect(failure["seen_before"]?.int == 1)
            #expect(failure["mended_by"]?["run"]?.string == "r2")
        }
    }

    @Test func `the cache may be lost, damaged or old`() async throws {
        let project = try await mended("r1")
        let before = try await stats(project)
        let cache = "\(project.path)/.git/autopack/cache/statistics.json"
        let bytes = try #require(ScratchFolder.read(cache))
        for text in ["", "rubbish", #"{"v":0,"runs":{}}"#] {
            try project.repository.write(".git/autopack/cache/statistics.json", text)
            #expect(try await stats(project) == before)
            #expect(ScratchFolder.read(cache) == bytes)
        }
    }

    @Test func `one invalid run is named on standard error and passed over`() async throws {
        let project = try await mended("r1")
        try project.repository.git("update-ref", "refs/autopack/runs/broken", "HEAD")
        for form in [["stats"], ["stats", "--json"], ["stats", "--csv"]] {
            let outcome = try await runAutopack(
                form, in: project.path, environment: project.environment)
            expect(outcome, exits: 0)
            #expect(outcome.errors.contains("broken is left out"))
        }
        let stats = try await stats(project)
        #expect(stats["runs"]?.int == 1)
        #expect(stats["invalid"]?.array == [.string("broken")])
    }

    @Test func `without a run it says so in a line`() async throws {
        let project = try Project()
        let outcome = try await project.autopack("stats")
        expect(outcome, exits: 0)
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.output.contains("no runs yet"))
        #expect(try await stats(project)["runs"]?.int == 0)
        let csv = try await project.autopack("stats", "--csv", "--by", "model")
        #expect(csv.output.split(separator: "\r\n").count == 1)
    }

    @Test func `since takes a date or a duration`() async throws {
        let project = try await mended("r1")
        for since in ["2001-02-03", "12h", "30d", "2w", "999999w"] {
            #expect(try await stats(project, "--since", since)["runs"]?.int == 1, "\(since)")
        }
        let day = try #require(
            try Journal(in: project.repository).entries.first?.event["time"]?.string?.prefix(10))
        #expect(try await stats(project, "--since", String(day))["runs"]?.int == 1)
    }

    @Test(arguments: ["yesterday", "0d", "-3d", "3", "2026-02-31", "9999-01-01", "1.5d"])
    func `another since is refused with what is legal`(since: String) async throws {
        try await Project().expectRefusal(
            ["stats", "--since=\(since)"], exits: 2, naming: "2026-11-01", "30d")
    }

    @Test func `another grouping is refused with the nearest`() async throws {
        try await Project().expectRefusal(
            ["stats", "--by", "modell"], exits: 2, naming: "provider, model", "--by model")
    }
}
