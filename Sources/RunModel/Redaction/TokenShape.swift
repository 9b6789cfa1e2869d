/// The form of a service's tokens: a prefix nothing else has, and a body of one alphabet.
struct TokenShape: Sendable {
    let prefix: [UInt8]
    let kind: SecretKind
    /// The bytes of the body.
    let body: ByteKind
    /// A body that is shorter is a placeholder or a word.
    let minimum: Int
    /// The prefix counts only at the start of a word, since words end like it.
    let needsWordStart: Bool

    init(
        _ prefix: StaticString, _ kind: SecretKind, _ body: ByteKind = .word, _ minimum: Int = 20,
        needsWordStart: Bool = false
    ) {
        self.prefix = prefix.withUTF8Buffer { Array($0) }
        self.kind = kind
        self.body = body
        self.minimum = minimum
        self.needsWordStart = needsWordStart
    }

    /// The token that begins at an index, or nil.
    func find(in text: SecretText, at index: Int) -> SecretSpan? {
        guard text.has(prefix, at: index) else { return nil }
        if needsWordStart, !text.isWordStart(index) { return nil }
        let start = index + prefix.count
        // What decides is at the front: a run without end must not be read again at each prefix.
        var end = text.endOfRun(body, from: start, limit: TokenShape.sample)
        // Base 32 has few digits, so that a short body may change class hardly ever.
        let doubt: Randomness.Doubt =
            body == [.upper, .digit] ? .none : needsWordStart ? .little : .slight
        guard end - start >= minimum,
            Randomness.isLikely(text, start..<end, doubt: doubt),
            !Placeholder.matches(text, start..<end)
        else { return nil }
        // Nothing of a longer token may survive, and a full stop after it is no part of it.
        end = text.endOfRun(body.union(.word).union(.dot), from: end)
        while text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return SecretSpan(range: index..<end, kind: kind)
    }

    private static let sample = 256
}

extension TokenShape {
    /// The forms that services publish for the finders of leaked tokens.
    static let known: [TokenShape] = models + hosts + clouds + registries + services

    private static let models: [TokenShape] = [
        TokenShape("sk-ant-", .anthropic),
        TokenShape("sk-proj-", .openai),
        TokenShape("sk-svcacct-", .openai),
        TokenShape("sk-admin-", .openai),
        TokenShape("sk-None-", .openai),
        TokenShape("sk-or-", .serviceToken),
        TokenShape("sk-lf-", .serviceToken),
        TokenShape("sk-", .openai, .alphanumeric, needsWordStart: true),
        TokenShape("AIza", .google, .word, 30, needsWordStart: true),
        TokenShape("ya29.", .google, .word),
        TokenShape("1//0", .google, .word, 30, needsWordStart: true),
        TokenShape("GOCSPX-", .google),
        TokenShape("hf_", .huggingFace, .alphanumeric, 30, needsWordStart: true),
        TokenShape("api_org_", .huggingFace, .alphanumeric, 30),
        TokenShape("gsk_", .serviceToken, .alphanumeric, 30, needsWordStart: true),
        TokenShape("xai-", .serviceToken, .alphanumeric, 40, needsWordStart: true),
        TokenShape("pplx-", .serviceToken, .alphanumeric, 32, needsWordStart: true),
        TokenShape("r8_", .serviceToken, .alphanumeric, 32, needsWordStart: true),
        TokenShape("tvly-", .serviceToken, .word, needsWordStart: true),
        TokenShape("nvapi-", .serviceToken, .word, 40),
        TokenShape("sk-or-v1-", .serviceToken, .hexDigit, 40),
        TokenShape("csk-", .serviceToken, .alphanumeric, 32, needsWordStart: true),
        TokenShape("tgp_v1_", .serviceToken, .word, 30),
        TokenShape("fw_", .serviceToken, .alphanumeric, 22, needsWordStart: true),
        TokenShape("pcsk_", .serviceToken, .word, 30),
        TokenShape("lsv2_pt_", .serviceToken, .word, 30),
        TokenShape("lsv2_sk_", .serviceToken, .word, 30),
        TokenShape("jina_", .serviceToken, .alphanumeric, 40, needsWordStart: true),
        TokenShape("fc-", .serviceToken, .hexDigit, 32, needsWordStart: true),
        TokenShape("ABSK", .serviceToken, .alphanumeric.union(.base64), 100, needsWordStart: true),
        TokenShape("sk_", .serviceToken, .hexDigit, 40, needsWordStart: true),
        TokenShape("pa-", .serviceToken, .word, 40, needsWordStart: true),
        TokenShape("esecret_", .serviceToken, .alphanumeric, 24),
        TokenShape("AQ.Ab8", .google, .word, 30, needsWordStart: true),
        TokenShape("e2b_", .serviceToken, .hexDigit, 40, needsWordStart: true),
        TokenShape("apify_api_", .serviceToken, .alphanumeric, 30),
        TokenShape("ops_eyJ", .serviceToken, .alphanumeric.union(.base64), 100),
    ]

    private static let hosts: [TokenShape] = [
        TokenShape("ghp_", .github, .alphanumeric, 30),
        TokenShape("gho_", .github, .alphanumeric, 30),
        TokenShape("ghu_", .github, .alphanumeric, 30),
        TokenShape("ghs_", .github, .alphanumeric, 30),
        TokenShape("ghr_", .github, .alphanumeric, 30),
        TokenShape("github_pat_", .github, .word, 30),
        TokenShape("glpat-", .gitlab, .word, 18),
        TokenShape("glrt-", .gitlab, .word, 18),
        TokenShape("gldt-", .gitlab, .word, 18),
        TokenShape("glcbt-", .gitlab, .word, 18),
        TokenShape("glptt-", .gitlab, .word, 18),
        TokenShape("glft-", .gitlab, .word, 18),
        TokenShape("glimt-", .gitlab, .word, 18),
        TokenShape("glagent-", .gitlab, .word, 18),
        TokenShape("gloas-", .gitlab, .word, 18),
        TokenShape("glsoat-", .gitlab, .word, 18),
        TokenShape("GR1348941", .gitlab, .word, 18),
        TokenShape("ATATT3", .serviceToken, .word.union(.base64), 40),
        TokenShape("ATBB", .serviceToken, .alphanumeric, 24, needsWordStart: true),
        TokenShape("glffct-", .gitlab, .word, 18),
        TokenShape("glwt-", .gitlab, .word, 18),
        TokenShape("gltok-", .gitlab, .word, 18),
        TokenShape("CCIPAT_", .serviceToken, .word, 30),
        TokenShape("CCIPRJ_", .serviceToken, .word, 30),
        TokenShape("bkua_", .serviceToken, .alphanumeric, 30),
        TokenShape("sgp_", .serviceToken, .word, 36, needsWordStart: true),
        TokenShape("squ_", .serviceToken, .hexDigit, 36, needsWordStart: true),
        TokenShape("sqp_", .serviceToken, .hexDigit, 36, needsWordStart: true),
        TokenShape("sqa_", .serviceToken, .hexDigit, 36, needsWordStart: true),
        TokenShape("BBDC-", .serviceToken, .word, 30, needsWordStart: true),
        TokenShape("waka_", .serviceToken, .hexDigit.union(.joiner), 36, needsWordStart: true),
        TokenShape("snyk_", .serviceToken, .word, 30, needsWordStart: true),
    ]

    private static let clouds: [TokenShape] = [
        TokenShape("AKIA", .awsKeyID, [.upper, .digit], 16, needsWordStart: true),
        TokenShape("ASIA", .awsKeyID, [.upper, .digit], 16, needsWordStart: true),
        TokenShape("ABIA", .awsKeyID, [.upper, .digit], 16, needsWordStart: true),
        TokenShape("ACCA", .awsKeyID, [.upper, .digit], 16, needsWordStart: true),
        TokenShape("dop_v1_", .serviceToken, .hexDigit, 32),
        TokenShape("doo_v1_", .serviceToken, .hexDigit, 32),
        TokenShape("dor_v1_", .serviceToken, .hexDigit, 32),
        TokenShape("HRKU-", .serviceToken),
        TokenShape("nfp_", .serviceToken, .alphanumeric, 30, needsWordStart: true),
        TokenShape("fo1_", .serviceToken, .word, 30, needsWordStart: true),
        TokenShape("hvs.", .serviceToken, .word, 24, needsWordStart: true),
        TokenShape("hvb.", .serviceToken, .word, 24, needsWordStart: true),
        TokenShape("sbp_", .serviceToken, .hexDigit, 30, needsWordStart: true),
        TokenShape("pscale_tkn_", .serviceToken, .word, 30),
        TokenShape("pscale_pw_", .serviceToken, .word, 30),
        TokenShape("dapi", .serviceToken, .hexDigit, 32, needsWordStart: true),
        TokenShape("LTAI", .serviceToken, .alphanumeric, 16, needsWordStart: true),
        TokenShape("AQVN", .serviceToken, .word, 35, needsWordStart: true),
        TokenShape("EAAC", .serviceToken, .alphanumeric, 80, needsWordStart: true),
        TokenShape("EAAM", .serviceToken, .alphanumeric, 80, needsWordStart: true),
        TokenShape("fm2_", .serviceToken, .alphanumeric.union(.base64), 80),
        TokenShape("fm1r_", .serviceToken, .alphanumeric.union(.base64), 80),
        TokenShape("fm1a_", .serviceToken, .alphanumeric.union(.base64), 80),
        TokenShape("sb_secret_", .serviceToken, .word, 20),
        TokenShape("rnd_", .serviceToken, .alphanumeric, 28, needsWordStart: true),
        TokenShape("vercel_blob_rw_", .serviceToken, .word, 24),
        TokenShape("vck_", .serviceToken, .alphanumeric, 40, needsWordStart: true),
        TokenShape("tskey-auth-", .serviceToken, .word, 24),
        TokenShape("tskey-api-", .serviceToken, .word, 24),
        TokenShape("tskey-client-", .serviceToken, .word, 24),
        TokenShape("pul-", .serviceToken, .hexDigit, 36, needsWordStart: true),
        TokenShape("pnu_", .serviceToken, .alphanumeric, 32, needsWordStart: true),
        TokenShape("hvr.", .serviceToken, .word, 24, needsWordStart: true),
        TokenShape("v1.0-", .serviceToken, .hexDigit.union(.joiner), 100, needsWordStart: true),
        TokenShape("dnkey-", .serviceToken, .word, 50),
        TokenShape("sha256~", .serviceToken, .word, 40, needsWordStart: true),
        TokenShape("amzn.mws.", .serviceToken, .hexDigit.union(.joiner), 36),
        TokenShape("sl.", .serviceToken, .word, 60, needsWordStart: true),
        TokenShape("patn_", .serviceToken, .word, 30, needsWordStart: true),
        TokenShape("napi_", .serviceToken, .alphanumeric, 40, needsWordStart: true),
        TokenShape("cfut_", .serviceToken, .word, 40, needsWordStart: true),
        TokenShape("ddp_", .serviceToken, .alphanumeric, 36, needsWordStart: true),
        TokenShape("ddw_", .serviceToken, .alphanumeric, 36, needsWordStart: true),
        TokenShape("AstraCS:", .serviceToken, .word.union(.base64), 60, needsWordStart: true),
        TokenShape("AGE-SECRET-KEY-1", .privateKey, [.upper, .digit], 40),
    ]

    private static let registries: [TokenShape] = [
        TokenShape("npm_", .npm, .alphanumeric, 30, needsWordStart: true),
        TokenShape("pypi-", .pypi, .word, 40),
        TokenShape("dckr_pat_", .serviceToken, .word, 20),
        TokenShape("dckr_oat_", .serviceToken, .word, 20),
        TokenShape("rubygems_", .serviceToken, .hexDigit, 32),
        TokenShape("cio", .serviceToken, .alphanumeric, 32, needsWordStart: true),
        TokenShape("oy2", .serviceToken, .alphanumeric, 40, needsWordStart: true),
        TokenShape("AKCp", .serviceToken, .alphanumeric, 60, needsWordStart: true),
        TokenShape("CLOJARS_", .serviceToken, .alphanumeric, 40),
        TokenShape("cmVmdGtuOj", .serviceToken, .alphanumeric, 40, needsWordStart: true),
    ]

    private static let services: [TokenShape] = [
        TokenShape("xoxb-", .slack), TokenShape("xoxp-", .slack), TokenShape("xoxa-", .slack),
        TokenShape("xoxr-", .slack), TokenShape("xoxs-", .slack), TokenShape("xoxe-", .slack),
        TokenShape("xoxe.xox", .slack), TokenShape("xoxc-", .slack), TokenShape("xoxd-", .slack),
        TokenShape("xapp-", .slack),
        TokenShape("hooks.slack.com/services/", .slack, .word.union(.base64), 30),
        TokenShape("hooks.slack.com/workflows/", .slack, .word.union(.base64), 30),
        TokenShape("discord.com/api/webhooks/", .discord, .word.union(.base64), 60),
        TokenShape("discordapp.com/api/webhooks/", .discord, .word.union(.base64), 60),
        TokenShape("sk_live_", .stripe, .alphanumeric, 16),
        TokenShape("rk_live_", .stripe, .alphanumeric, 16),
        TokenShape("sk_test_", .stripe, .alphanumeric, 16),
        TokenShape("rk_test_", .stripe, .alphanumeric, 16),
        TokenShape("whsec_", .stripe, .alphanumeric.union(.base64), 24),
        TokenShape("SG.", .serviceToken, .word.union(.dot), 50, needsWordStart: true),
        TokenShape("shpat_", .serviceToken, .hexDigit, 32),
        TokenShape("shpca_", .serviceToken, .hexDigit, 32),
        TokenShape("shppa_", .serviceToken, .hexDigit, 32),
        TokenShape("shpua_", .serviceToken, .hexDigit, 32),
        TokenShape("lin_oauth_", .serviceToken, .hexDigit, 40),
        TokenShape("phx_", .serviceToken, .alphanumeric, 36, needsWordStart: true),
        TokenShape("re_", .serviceToken, .alphanumeric.union(.joiner), 28, needsWordStart: true),
        TokenShape("key_", .serviceToken, .hexDigit, 60, needsWordStart: true),
        TokenShape("CFPAT-", .serviceToken, .word, 40, needsWordStart: true),
        TokenShape("shpss_", .serviceToken, .hexDigit, 32),
        TokenShape("sq0atp-", .serviceToken), TokenShape("sq0csp-", .serviceToken),
        TokenShape("lin_api_", .serviceToken, .alphanumeric, 30),
        TokenShape("ntn_", .serviceToken, .alphanumeric, 30, needsWordStart: true),
        TokenShape("figd_", .serviceToken, .word, 30),
        TokenShape("PMAK-", .serviceToken, .word, 40),
        TokenShape("NRAK-", .serviceToken, [.upper, .digit], 24),
        TokenShape("glsa_", .serviceToken, .word, 30),
        TokenShape("glc_", .serviceToken, .alphanumeric.union(.base64), 40, needsWordStart: true),
        TokenShape("sntrys_", .serviceToken, .word.union(.base64), 40),
        TokenShape("sntryu_", .serviceToken, .hexDigit, 40),
        TokenShape("dp.pt.", .serviceToken, .alphanumeric, 30, needsWordStart: true),
        TokenShape("dp.st.", .serviceToken, .word.union(.dot), 40, needsWordStart: true),
        TokenShape("dt0c01.", .serviceToken, .alphanumeric.union(.dot), 40),
        TokenShape("xkeysib-", .serviceToken, .hexDigit.union(.joiner), 60),
        TokenShape("xsmtpsib-", .serviceToken, .hexDigit.union(.joiner), 60),
        TokenShape("SK", .serviceToken, .hexDigit, 32, needsWordStart: true),
        TokenShape("key-", .serviceToken, .hexDigit, 32, needsWordStart: true),
        TokenShape("sk.eyJ", .serviceToken, .word.union(.dot), 60, needsWordStart: true),
        TokenShape("NRJS-", .serviceToken, .hexDigit, 19),
        TokenShape("NRIQ-", .serviceToken, .word, 24),
        TokenShape("NRII-", .serviceToken, .word, 24),
        TokenShape("EZAK", .serviceToken, .alphanumeric, 54, needsWordStart: true),
        TokenShape("EZTK", .serviceToken, .alphanumeric, 54, needsWordStart: true),
        TokenShape("EAAA", .serviceToken, .word, 56, needsWordStart: true),
        TokenShape("shippo_live_", .serviceToken, .hexDigit, 36),
        TokenShape("shippo_test_", .serviceToken, .hexDigit, 36),
        TokenShape("duffel_live_", .serviceToken, .word, 40),
        TokenShape("duffel_test_", .serviceToken, .word, 40),
        TokenShape("FLWSECK_TEST-", .serviceToken, .word, 30),
        TokenShape("FLWSECK-", .serviceToken, .word, 30),
        TokenShape("rdme_", .serviceToken, .alphanumeric, 60),
        TokenShape("tfp_", .serviceToken, .word.union(.dot), 50, needsWordStart: true),
        TokenShape("pat-na1-", .serviceToken, .hexDigit.union(.joiner), 36),
        TokenShape("pat-eu1-", .serviceToken, .hexDigit.union(.joiner), 36),
        TokenShape("secret_", .serviceToken, .alphanumeric, 40, needsWordStart: true),
        TokenShape("rzp_live_", .serviceToken, .alphanumeric, 14),
        TokenShape("access-production-", .serviceToken, .hexDigit.union(.joiner), 36),
        TokenShape("access-sandbox-", .serviceToken, .hexDigit.union(.joiner), 36),
        TokenShape("access-development-", .serviceToken, .hexDigit.union(.joiner), 36),
        TokenShape("p8e-", .serviceToken, .alphanumeric, 30, needsWordStart: true),
        TokenShape("sk_prod_", .stripe, .alphanumeric, 16),
        TokenShape("whsec-", .serviceToken, .word, 30),
        TokenShape(
            "eyJrIjoi", .serviceToken, .alphanumeric.union(.base64), 60, needsWordStart: true),
        TokenShape("API-", .serviceToken, [.upper, .digit], 26, needsWordStart: true),
        TokenShape("ATCTT3", .serviceToken, .word.union(.base64), 40),
        TokenShape("figo_", .serviceToken, .word, 30),
    ]
}
