/// The forms in which services publish that their tokens come; prefixes are in pieces.
enum VendorTokens {
    /// What stands before, and how many characters of which alphabet follow.
    static let all: [(prefix: String, count: Int, alphabet: String)] = [
        ("gh" + "p_", 36, base62), ("gh" + "o_", 36, base62), ("gh" + "u_", 36, base62),
        ("gh" + "s_", 36, base62), ("gh" + "r_", 36, base62), ("github" + "_pat_", 82, base62),
        ("gl" + "pat-", 20, base62), ("gl" + "dt-", 20, base62), ("gl" + "rt-", 20, base62),
        ("gl" + "ptt-", 40, hex), ("gl" + "cbt-", 20, base62), ("xo" + "xb-", 50, base62),
        ("xo" + "xp-", 60, base62), ("xa" + "pp-1-", 70, base62), ("sk" + "_live_", 24, base62),
        ("rk" + "_live_", 24, base62), ("sk" + "_test_", 24, base62), ("wh" + "sec_", 32, base62),
        ("np" + "m_", 36, base62), ("py" + "pi-AgEIcHlwaS5vcmc", 120, base62),
        ("AK" + "IA", 16, upper), ("AS" + "IA", 16, upper), ("AI" + "za", 35, base62),
        ("AQ" + ".Ab8RN6", 45, base62), ("ya" + "29.", 100, base62), ("GOC" + "SPX-", 28, base62),
        ("sk-" + "ant-api03-", 95, base62), ("sk-" + "ant-oat01-", 95, base62),
        ("sk-" + "ant-admin01-", 95, base62), ("sk-" + "proj-", 120, base62),
        ("sk-" + "svcacct-", 120, base62), ("sk-" + "", 48, base62), ("hf" + "_", 34, base62),
        ("S" + "K", 32, hex), ("SG" + ".abcdEFGH12345678zyxwvu.", 43, base62),
        ("shp" + "at_", 32, hex), ("shp" + "ca_", 32, hex), ("shp" + "pa_", 32, hex),
        ("shp" + "ss_", 32, hex), ("shp" + "ua_", 32, hex), ("dop" + "_v1_", 64, hex),
        ("doo" + "_v1_", 64, hex), ("dor" + "_v1_", 64, hex), ("da" + "pi", 32, hex),
        ("dckr" + "_pat_", 27, base62), ("dckr" + "_oat_", 32, base62), ("gl" + "sa_", 41, base62),
        ("gl" + "c_eyJ", 60, base62), ("lin" + "_api_", 40, base62), ("lin" + "_oauth_", 64, hex),
        ("nt" + "n_", 46, base62), ("secret" + "_", 43, base62), ("PM" + "AK-", 59, hex),
        ("ph" + "x_", 43, base62), ("EA" + "AAl", 59, base62), ("sq0" + "csp-", 43, base62),
        ("hv" + "s.", 90, base62), ("hv" + "b.", 120, base62), ("AGE-" + "SECRET-KEY-1", 58, upper),
        ("re" + "_", 33, base62), ("napi" + "_", 64, base62), ("apify" + "_api_", 36, base62),
        ("cfut" + "_", 40, base62), ("CFPAT" + "-", 43, base62), ("BBDC" + "-", 44, base62),
        ("waka" + "_", 36, hex), ("key" + "_", 64, hex), ("e2b" + "_", 40, hex),
        ("ddp" + "_", 36, base62), ("AstraCS" + ":", 80, base62), ("gs" + "k_", 52, base62),
        ("xa" + "i-", 80, base62), ("r8" + "_", 37, base62), ("pp" + "lx-", 48, base62),
        ("tvly" + "-", 32, base62), ("nv" + "api-", 64, base62), ("pcsk" + "_", 70, base62),
        ("fig" + "d_", 40, base62), ("NR" + "AK-", 27, upper), ("sntry" + "u_", 64, hex),
        ("dp" + ".pt.", 43, base62), ("xkeys" + "ib-", 64, hex), ("sb" + "p_", 40, hex),
        ("sb_" + "secret_", 31, base62), ("tskey" + "-auth-", 30, base62), ("pul" + "-", 40, hex),
        ("rubygems" + "_", 48, hex), ("AT" + "ATT3xFfGF0", 180, base62), ("AT" + "BB", 32, base62),
        ("sg" + "p_", 40, hex), ("sq" + "u_", 40, hex), ("bk" + "ua_", 40, hex),
        ("nf" + "p_", 36, base62),
        ("rn" + "d_", 32, base62), ("HR" + "KU-", 36, base62), ("vercel" + "_blob_rw_", 40, base62),
    ]

    private static let base62 = SecretSamples.base62
    private static let hex = SecretSamples.hex
    private static let upper = SecretSamples.upper + "234567"
}
