import Healing
import RunModel
import Testing

/// What is decided free and offline (`decisions.md`, Doctor).
struct RuleDoctorTests {
    private func answer(
        _ failures: [PhaseFailure], decisions: [DoctorDecided] = [],
        barred: [DoctorAction: String] = [:], replan: String? = nil, allow: [Allowance] = [],
        circle: String? = nil
    ) throws -> RuleDoctor.Answer? {
        RuleDoctor.answer(
            try DoctorScene.request(
                failures, decisions: decisions, barred: barred, circle: circle, allow: allow),
            replan: replan)
    }

    @Test func `a full disk is certain, and fatal`() throws {
        let answer = try #require(try answer(DoctorScene.failures(.diskFull)))
        #expect(answer.isCertain)
        #expect(answer.decision.action == .markFatal)
        #expect(answer.decision.by == .rules)
        #expect(answer.decision.signature == "s1")
    }

    @Test func `a provider that is down is certain, and routed around`() throws {
        for category in FailureCategory.allCases
        where category.tellsOfProvider && category.failureClass == .infrastructure {
            let answer = try #require(try answer([DoctorScene.failure(category)]))
            #expect(answer.isCertain, "\(category.rawValue)")
            #expect(answer.decision.action == .disableProvider, "\(category.rawValue)")
            #expect(answer.decision.providers == ["glm"], "\(category.rawValue)")
        }
    }

    @Test func `the provider that is routed around is the one whose call failed`() throws {
        let failure = DoctorScene.failure(
            .providerTimeout, model: "glm/glm-1", provider: "anthropic")
        let answer = try #require(try answer([failure]))
        #expect(answer.decision.providers == ["anthropic"], "the Auditor's, not the Builder's")
    }

    @Test func `where no call was made no provider is routed around`() throws {
        let failure = DoctorScene.failure(.providerTimeout, model: "")
        let answer = try #require(try answer([failure]))
        #expect(answer.decision.action == .retryWithFix)
        #expect(!answer.isCertain)
    }

    @Test func `a malformed reply says nothing against its provider`() throws {
        let answer = try #require(try answer(DoctorScene.failures(.replyMalformed)))
        #expect(answer.decision.action == .retryWithFix)
    }

    @Test(arguments: [false, true])
    func `a missing dependency is certain; the hint says whether it may be added`(
        allowed: Bool
    ) throws {
        let failure = DoctorScene.failure(.missingDependency, message: "no module named flask")
        let answer = try #require(
            try answer([failure], allow: allowed ? [.newDependencies] : []))
        #expect(answer.isCertain)
        #expect(answer.decision.action == .retryWithFix)
        let hint = try #require(answer.decision.hint)
        #expect(hint.contains("flask"))
        #expect(hint.contains("name it in the project's manifest") == allowed)
        #expect(hint.contains("may not add dependencies") == !allowed)
    }

    @Test func `a state of the repository that was restored is certain`() throws {
        let restored: Set<FailureCategory> = [
            .indexLocked, .refConflict, .detachedHead, .dirtyTree,
        ]
        for category in FailureCategory.allCases where category.failureClass == .gitState {
            let answer = try #require(try answer([DoctorScene.failure(category)]))
            #expect(answer.isCertain == restored.contains(category), "\(category.rawValue)")
            #expect(answer.decision.action == .retryWithFix, "\(category.rawValue)")
        }
    }

    @Test func `the rest is not certain: a hint names what went wrong`() throws {
        let failure = DoctorScene.failure(.typeError, message: "total takes one argument")
        let answer = try #require(try answer([failure]))
        #expect(!answer.isCertain)
        #expect(answer.decision.action == .retryWithFix)
        let hint = try #require(answer.decision.hint)
        #expect(hint.contains("type_error"))
        #expect(hint.contains("total takes one argument"))
    }

    @Test func `every category has an answer, and none of execute_fix`() throws {
        for category in FailureCategory.allCases {
            let answer = try #require(try answer([DoctorScene.failure(category)]))
            #expect(answer.decision.action != .executeFix, "\(category.rawValue)")
            #expect((0...1).contains(answer.decision.confidence), "\(category.rawValue)")
            #expect(!answer.decision.rationale.isEmpty, "\(category.rawValue)")
        }
    }

    @Test func `a failure that came back, and a circle, are told`() throws {
        let twice = [DoctorScene.failure(), DoctorScene.failure(attempt: 2)]
        #expect(try answer(twice)?.decision.hint?.contains("2 attempts failed") == true)
        let round = try answer(twice, circle: "attempts 1, 2, 3 made the same change")
        #expect(round?.decision.hint?.contains("Going round in circles") == true)
    }

    // MARK: Replanning

    @Test func `a flaw of the approach is certain, and replanned`() throws {
        let failures = DoctorScene.failures(.wrongTechStack)
        let answer = try #require(try answer(failures, replan: "the wrong stack"))
        #expect(answer.isCertain)
        #expect(answer.decision.action == .replan)
        #expect(answer.decision.rationale == "the wrong stack")
    }

    @Test func `another flaw of the plan is certain only once a hint was tried`() throws {
        let failures = [DoctorScene.failure(), DoctorScene.failure(attempt: 2)]
        let first = try #require(try answer(failures, replan: "alike"))
        #expect(first.decision.action == .replan)
        #expect(!first.isCertain)
        let tried = [DoctorScene.decided(.retryWithFix)]
        let second = try #require(try answer(failures, decisions: tried, replan: "alike"))
        #expect(second.decision.action == .replan)
        #expect(second.isCertain)
    }

    // MARK: The same pair is never tried twice

    @Test func `the same (signature, action) pair is never tried twice`() throws {
        for category in FailureCategory.allCases {
            let failures = [DoctorScene.failure(category)]
            var decisions: [DoctorDecided] = []
            while let answer = try answer(failures, decisions: decisions, replan: "w") {
                #expect(
                    !decisions.contains { $0.action == answer.decision.action },
                    "\(category.rawValue) \(answer.decision.action.rawValue)")
                decisions.append(answer.decision)
                guard decisions.count <= DoctorAction.allCases.count else { break }
            }
            #expect(!decisions.isEmpty)
        }
    }

    @Test func `an action that was tried for another signature may be tried`() throws {
        let failures = DoctorScene.failures(.typeError)
        let other = [DoctorScene.decided(.retryWithFix, signature: "s2")]
        #expect(try answer(failures, decisions: other)?.decision.action == .retryWithFix)
        let same = [DoctorScene.decided(.retryWithFix, signature: "s1")]
        #expect(try answer(failures, decisions: same) == nil)
    }

    @Test func `an action that is barred is not taken, and the next best is`() throws {
        let failures = DoctorScene.failures(.providerTimeout)
        let answer = try answer(failures, barred: [.disableProvider: "no"])
        #expect(answer?.decision.action == .retryWithFix)
        #expect(
            try self.answer(failures, barred: [.disableProvider: "no", .retryWithFix: "no"]) == nil
        )
    }
}
