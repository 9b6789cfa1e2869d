import Commands
import Effects
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs the escape attempts of the shared material in a sandbox, judged from outside.
struct AttackProbe {
    private let folder = ScratchFolder()
    private let processes = Processes.live

    static let python = "/usr/bin/python3"
    /// The harness that plants decoys and looks at them afterwards.
    static let harness = Shared.folder.map { "\($0)/fixtures/attacks/tools/sandbox_harness.py" }
    static let isThere =
        harness.map { access($0, R_OK) == 0 && access(python, X_OK) == 0 } ?? false

    /// The attempts that worked.
    ///
    /// - Parameters:
    ///   - user: Who tries; nil: whoever runs the tests.
    ///   - isLimited: What the program may use up is as in a check; otherwise nothing limits it.
    func open(in sandbox: Sandbox, as user: Int? = nil, isLimited: Bool = true) async throws
        -> Set<String>
    {
        let base = folder["base"]
        folder.makeFolder("base")
        folder.makeFolder("scratch")
        var profile = SandboxProfile(
            workspace: "\(base)/ws", checkout: "\(base)/ws",
            environment: Sandbox.environment(
                from: ["PATH": "/usr/bin:/bin", "HOME": "\(base)/home"], names: []),
            scratch: folder["scratch"])
        // As a workspace has them; they are not there before the harness has begun.
        profile.share = [".git", ".autopack"].map { .init("\(base)/ws/\($0)") }
        if !isLimited {
            profile.limits.processes = nil
            profile.limits.fileSizeBytes = nil
            profile.limits.memoryBytes = nil
        }
        let sandboxed = request(sandbox, in: profile)
        var arguments = [Self.harness ?? "", "--base", base, "--out", folder["result.json"]]
        if let user {
            for path in [folder.path, folder["scratch"]] { chmod(path, 0o777) }
            arguments += ["--uid", String(user)]
        }
        // As a check gets it: the harness itself holds the decoys of secrets.
        let variables = sandboxed.environment.map { "\($0.key)=\($0.value)" }.sorted()
        arguments += ["--", "/usr/bin/env", "-i"] + variables
        arguments += [sandboxed.executable] + sandboxed.arguments
        var request = ProcessRequest(
            executable: Self.python, arguments: ["-B"] + arguments,
            environment: ["PATH": "/usr/bin:/bin"], workingDirectory: "/")
        request.timeoutSeconds = 300
        let result = try await processes.run(request)
        let said = String(decoding: result.standardOutput + result.standardError, as: UTF8.self)
        guard result.succeeded else { throw TestFailure(said) }
        let open = try await openProbes()
        // A probe that did not run at all would leave nothing open.
        guard open.count < 80, said.contains("\"probes\": 89") else { throw TestFailure(said) }
        return open
    }

    /// The launcher where every user can run it.
    func launcherForAll() -> String {
        let bytes = ScratchFolder.read(BuildProducts.launcher) ?? []
        return folder.write(bytes, to: "autopack-sandbox", mode: 0o755)
    }

    private func request(_ sandbox: Sandbox, in profile: SandboxProfile) -> ProcessRequest {
        var request = sandbox.request("python", [], in: profile)
        // The harness is the caller, and names the program.
        request.arguments.removeFirst(2)
        request.arguments.removeLast()
        return request
    }

    private func openProbes() async throws -> Set<String> {
        let script = """
            import json, sys
            for r in json.load(open(sys.argv[1]))["results"]:
                if r["blocked"] is False: print(r["probe"])
            """
        let request = ProcessRequest(
            executable: Self.python, arguments: ["-c", script, folder["result.json"]],
            workingDirectory: "/")
        let result = try await processes.run(request)
        let lines = String(decoding: result.standardOutput, as: UTF8.self)
        return Set(lines.split(separator: "\n").map(String.init))
    }
}

/// Each layer alone and all of them together, against the shared escape attempts.
@Suite(.enabled(if: AttackProbe.isThere, "needs the shared material and /usr/bin/python3"))
struct `Escape attempts` {
    private let probe = AttackProbe()

    /// Only with the layers that a test names.
    private func sandbox(_ layers: SandboxLayers) -> Sandbox {
        Sandbox(launcher: BuildProducts.launcher, withoutBubblewrap: "as tested", layers: layers)
    }

    /// What is left by intention: a server on a loopback that nobody else reaches, and programs
    /// from memory, which can do no more than programs from files.
    private static let intended: Set = [
        "net_tcp_listen", "net_listen_no_bind", "kernel_memfd_exec",
    ]

    @Test(.enabled("bubblewrap does not work here", Bubblewrapped.works))
    func `all layers together stop every one`() async throws {
        let open = try await probe.open(in: await Bubblewrapped.sandbox.value)
        #expect(open.subtracting(Self.intended) == [])
    }

    @Test(
        .enabled("bubblewrap does not work here", Bubblewrapped.works),
        .enabled(if: getuid() == 0, "only root can be another user"))
    func `all layers together stop every one of an ordinary user`() async throws {
        let own = await Bubblewrapped.sandbox.value
        var layers = own.layers
        layers.processGroup = false
        let sandbox = Sandbox(
            launcher: probe.launcherForAll(), bubblewrap: try #require(own.bubblewrap),
            layers: layers)
        let open = try await probe.open(in: sandbox, as: 65534)
        #expect(open.subtracting(Self.intended) == [])
    }

    @Test(.enabled("bubblewrap does not work here", Bubblewrapped.works))
    func `bubblewrap alone hides files, processes and the machine's network`() async throws {
        let bubblewrap = try #require(await Bubblewrapped.sandbox.value.bubblewrap)
        let sandbox = Sandbox(
            launcher: BuildProducts.launcher, bubblewrap: bubblewrap, layers: SandboxLayers())
        let open = try await probe.open(in: sandbox, isLimited: false)
        let stopped =
            Self.files + Self.processes + Self.network + [
                "fs_chmod_outside", "fs_utime_outside", "fs_ws_dotgit_write",
                "fs_ws_dotgit_rename", "fs_ws_autopack_write", "unix_pathname_outside",
                "see_other_processes", "kernel_unshare_user", "sysv_shm",
            ]
        #expect(open.intersection(stopped) == [])
        // What it is not enough for; so the layers beneath it show something.
        #expect(open.isSuperset(of: ["fs_fill_disk", "memory_reserve", "fork_bomb"]))
    }

    @Test(.enabled("the kernel has no Landlock of version 6", { await Self.hasLandlock() }))
    func `Landlock alone keeps from files, TCP, signals and abstract sockets`() async throws {
        let landlock = await Bubblewrapped.sandbox.value.layers.landlock
        let open = try await probe.open(
            in: sandbox(SandboxLayers(landlock: landlock)), isLimited: false)
        let stopped =
            Self.files + Self.processes + ["net_tcp4_loopback", "net_tcp6_loopback"]
        #expect(open.intersection(stopped) == [])
        #expect(open.contains("net_udp4_loopback"))
    }

    @Test(.enabled("system calls cannot be filtered here", { await Self.hasFilter() }))
    func `the filter alone refuses system calls and sockets`() async throws {
        let open = try await probe.open(
            in: sandbox(SandboxLayers(systemCallFilter: true)), isLimited: false)
        let stopped =
            Self.network + [
                "fs_setuid_bit_in_workspace", "dev_mknod", "dev_tiocsti", "ptrace_victim",
                "process_vm_readv_victim", "pidfd_getfd_victim", "prlimit_victim",
                "setpriority_victim", "net_netlink", "net_vsock", "net_tcp_listen",
                "net_listen_no_bind", "net_raw", "net_packet", "net_alg", "net_sctp", "sysv_shm",
                "kernel_seccomp_mode", "kernel_mount_tmpfs", "kernel_fsopen",
                "kernel_unshare_user", "kernel_unshare_user_mount", "kernel_clone3_newuser",
                "kernel_setns", "kernel_chroot", "kernel_io_uring", "kernel_bpf",
                "kernel_perf_event_open", "kernel_keyctl", "kernel_userfaultfd",
                "kernel_module_load", "kernel_open_by_handle",
            ]
        #expect(open.intersection(stopped) == [])
        #expect(open.contains("fs_read_outside"))
    }

    @Test func `the launcher alone takes variables, descriptors, privileges and what is left over`()
        async throws
    {
        let open = try await probe.open(in: sandbox(SandboxLayers()))
        let stopped = [
            "env_secrets", "env_ssh_agent", "fd_leak", "daemon_survives", "kernel_no_new_privs",
            "kernel_capabilities", "proc_parent_environ", "proc_parent_mem", "fs_fill_disk",
            "memory_reserve",
        ]
        #expect(open.intersection(stopped) == [])
        #expect(open.contains("fs_read_outside"))
    }

    @Test(.enabled("the kernel has no Landlock of version 6", { await Self.hasLandlock() }))
    func `without bubblewrap only what the gaps name is open`() async throws {
        var layers = await Bubblewrapped.sandbox.value.layers
        layers.overlays = false
        try #require(layers.systemCallFilter)
        let open = try await probe.open(in: sandbox(layers))
        let named: Set = [
            "fs_chmod_outside", "fs_utime_outside", "fs_setxattr_outside", "fs_stat_outside",
            "unix_pathname_outside", "see_other_processes", "fs_ws_autopack_write",
            // A workspace without bubblewrap has no .git.
            "fs_ws_dotgit_write", "fs_ws_dotgit_rename",
            "kernel_memfd_exec",
            // Only where root has no control group.
            "fork_bomb",
        ]
        #expect(open.subtracting(named) == [])
    }

    // MARK: What belongs together

    private static let files = [
        "fs_write_outside", "fs_write_home", "fs_write_host_tmp", "fs_dev_shm",
        "fs_git_config_append", "fs_git_hook_create", "fs_git_ref_create", "fs_read_outside",
        "fs_read_ssh_key", "fs_list_home", "fs_symlink_write_through", "fs_hardlink_in",
        "fs_rename_out", "fs_rename_in", "fs_truncate_outside", "fs_unlink_outside",
        "dev_block_open", "dev_mem_open", "kernel_cgroup_open",
    ]

    private static let processes = [
        "proc_victim_environ", "proc_victim_mem", "ptrace_victim", "process_vm_readv_victim",
        "pidfd_getfd_victim", "signal_victim", "signal_harness", "signal_others_count",
    ]

    private static let network = [
        "net_tcp4_loopback", "net_tcp6_loopback", "net_udp4_loopback", "net_tcp_fastopen",
        "net_mptcp",
    ]

    private static func hasLandlock() async -> Bool {
        await Bubblewrapped.sandbox.value.layers.landlock >= 6
    }

    private static func hasFilter() async -> Bool {
        await Bubblewrapped.sandbox.value.layers.systemCallFilter
    }
}
