#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a program could do that it should not be able to do, in words, for each lack of a machine.
///
/// Each line is what `docs/sandbox.md` lists as open for that kind of sandbox.
enum SandboxGaps {
    static func withBubblewrap(_ layers: SandboxLayers) -> [String] {
        var gaps: [String] = []
        if layers.landlock == 0 { gaps.append(noLandlock) }
        return gaps + beneath(layers)
    }

    static func withoutBubblewrap(_ reason: String, _ layers: SandboxLayers) -> [String] {
        var gaps = [
            "no namespace sandbox: \(reason)",
            "the checks run in the workspace's own path, so what names the checkout by an absolute"
                + " path (editable installs, virtual environments) tests the checkout",
        ]
        if layers.landlock == 0 {
            gaps += [
                noLandlock,
                "commands can read and write the files of this user outside the workspace",
            ]
        } else {
            gaps += [
                "commands can change modes and times of the files of this user, and connect to"
                    + " sockets that are files, as an ssh agent's",
                "commands see which processes this user runs, and can change .autopack in the"
                    + " workspace",
            ]
        }
        if layers.landlock < 6 {
            gaps.append(
                "commands can signal the other processes of this user, and connect to abstract"
                    + " sockets")
        }
        if layers.systemCallFilter {
            gaps.append("there is no loopback: checks that start servers on it fail")
        } else {
            gaps.append("commands can reach the network, by TCP or otherwise")
        }
        return gaps + beneath(layers)
    }

    private static let noLandlock =
        "no Landlock: this kernel has none (Linux 5.13 or later, with landlock among the security"
        + " modules that it starts)"

    private static func beneath(_ layers: SandboxLayers) -> [String] {
        var gaps: [String] = []
        if !layers.systemCallFilter {
            gaps.append("no filter of system calls: this kernel or machine has none")
        }
        if getuid() == 0, !layers.processGroup {
            gaps.append("commands can start any number of processes: root has no control group")
        }
        return gaps
    }
}
