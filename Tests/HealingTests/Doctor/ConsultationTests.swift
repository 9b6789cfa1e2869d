import Healing
import RunModel
import Testing

struct ConsultationTests {
    private typealias Answer = Consultation.Answer

    private func routine() throws -> DoctorRequest {
        try DoctorScene.request(DoctorScene.failures(.typeError, .typeError))
    }

    private func complex() throws -> DoctorRequest {
        try DoctorScene.request(DoctorScene.failures(.typeError, .lintError))
    }

    private func next(
        _ answers: [Answer], _ request: DoctorRequest, attempts: Int = 2
    ) -> Consultation {
        Consultation.next(
            after: answers, for: request, attempts: attempts, models: DoctorModels())
    }

    private func said(_ confidence: Double, _ tier: DoctorTier = .cheap) -> Answer {
        Answer(
            response: DoctorScene.response(confidence: confidence, hint: "\(tier)"), model: "p/m",
            tier: tier)
    }

    private func garbled(_ tier: DoctorTier = .cheap) -> Answer {
        Answer(response: nil, fault: "no JSON", model: "p/m", tier: tier)
    }

    @Test func `the first question goes to the tier that fits the failure`() throws {
        #expect(next([], try routine()) == .ask(.cheap, fault: nil, escalated: false))
        #expect(next([], try complex()) == .ask(.strong, fault: nil, escalated: false))
    }

    @Test(arguments: DoctorTier.allCases)
    func `a reply that is not valid is asked again once; then the rules decide`(
        tier: DoctorTier
    ) throws {
        let request = try routine()
        #expect(
            next([garbled(tier)], request) == .ask(tier, fault: "no JSON", escalated: false),
            "asked again, with what was wrong")
        #expect(next([garbled(tier), garbled(tier)], request) == .leaveToRules)
    }

    @Test func `a valid reply after one that was not stands`() throws {
        #expect(
            next([garbled(), said(0.9)], try routine()) == .settle(said(0.9), escalated: false))
    }

    @Test(arguments: [(0.69, 2), (0.1, 5)])
    func `an unsure cheap model is followed by the strong one`(
        confidence: Double, attempts: Int
    ) throws {
        #expect(
            next([said(confidence)], try routine(), attempts: attempts)
                == .ask(.strong, fault: nil, escalated: true))
    }

    @Test(arguments: [(0.7, 2), (0.69, 1)])
    func `a sure cheap model stands, and so does one after a single attempt`(
        confidence: Double, attempts: Int
    ) throws {
        #expect(
            next([said(confidence)], try routine(), attempts: attempts)
                == .settle(said(confidence), escalated: false))
    }

    @Test func `never from strong`() throws {
        #expect(
            next([said(0.1, .strong)], try complex(), attempts: 9)
                == .settle(said(0.1, .strong), escalated: false))
    }

    @Test func `of two replies the more confident stands`() throws {
        let request = try routine()
        #expect(
            next([said(0.6), said(0.9, .strong)], request)
                == .settle(said(0.9, .strong), escalated: true))
        #expect(
            next([said(0.6), said(0.5, .strong)], request) == .settle(said(0.6), escalated: true))
        #expect(
            next([said(0.6), said(0.6, .strong)], request)
                == .settle(said(0.6, .strong), escalated: true))
    }

    @Test func `a strong model that could not be read leaves the cheap one's reply standing`()
        throws
    {
        #expect(
            next([said(0.6), garbled(.strong)], try routine())
                == .settle(said(0.6), escalated: true))
    }

    @Test
    func
        `a strong model that could not be read at first is not asked since the cheap one is unsure`()
        throws
    {
        #expect(
            next([garbled(.strong), said(0.1)], try complex())
                == .settle(said(0.1), escalated: false))
    }

    @Test func `whatever is answered, a consultation ends after at most three questions`() throws {
        for request in [try routine(), try complex()] {
            var open: [[Answer]] = [[]]
            var longest = 0
            while let answers = open.popLast() {
                guard case .ask(let tier, _, _) = next(answers, request) else { continue }
                longest = max(longest, answers.count + 1)
                guard longest < 9 else { break }
                for answer in [said(0, tier), said(1, tier), garbled(tier)] {
                    open.append(answers + [answer])
                }
            }
            #expect(longest <= 3)
            #expect(longest >= 2)
        }
    }
}
