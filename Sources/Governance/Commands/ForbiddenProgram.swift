/// Programs that are never run, with the reason that a person is told.
enum ForbiddenProgram {
    /// Why a program is refused by its name, and whether only a person may do it; nil where the
    /// name alone says nothing.
    static func explain(_ program: String) -> CommandDenial? {
        let name = program.split(separator: "/").last.map(String.init) ?? program
        if let what = manual.first(where: { $0.names.contains(name) })?.what
            ?? (name.hasPrefix("mkfs") ? "disks and mounts" : nil)
        {
            return CommandDenial("\(name) is about \(what)", needsPerson: true)
        }
        if containers.contains(name) {
            return CommandDenial(
                "containers are none of the things that a fix can mend: \(name) is not supported",
                needsPerson: true)
        }
        if wrappers.contains(name) {
            return CommandDenial("\(name) runs other commands, and there is no shell")
        }
        return nil
    }

    /// The line is an assignment of a variable, alone or before a command.
    static func isAssignment(_ word: String) -> Bool {
        guard let equals = word.firstIndex(of: "="), let first = word.first else { return false }
        let name = word[..<equals].hasSuffix("+") ? word[..<equals].dropLast() : word[..<equals]
        return !name.isEmpty && !first.isNumber
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private static let manual: [(what: String, names: Set<String>)] = [
        ("another user's rights", ["sudo", "su", "doas", "pkexec", "runuser", "sudoedit"]),
        (
            "services and the system",
            [
                "systemctl", "service", "launchctl", "initctl", "rc-service", "init", "telinit",
                "reboot", "shutdown", "halt", "poweroff", "sysctl", "modprobe", "insmod", "rmmod",
                "iptables", "nft", "ufw", "crontab", "at", "kill", "killall", "pkill",
            ]
        ),
        (
            "disks and mounts",
            [
                "mount", "umount", "swapon", "swapoff", "fdisk", "parted", "losetup", "fsck",
                "mkswap", "cryptsetup",
            ]
        ),
        (
            "ownership and accounts",
            [
                "chown", "chgrp", "setfacl", "useradd", "userdel", "usermod", "groupadd", "passwd",
                "visudo", "chroot",
            ]
        ),
        (
            "installing system packages",
            [
                "apt", "apt-get", "dpkg", "yum", "dnf", "rpm", "apk", "pacman", "zypper", "brew",
                "snap", "flatpak",
            ]
        ),
    ]

    private static let containers: Set = [
        "docker", "docker-compose", "podman", "kubectl", "nerdctl", "helm",
    ]

    private static let wrappers: Set = [
        "sh", "bash", "dash", "zsh", "ksh", "fish", "env", "nohup", "nice", "ionice", "time",
        "timeout", "xargs", "parallel", "find", "exec", "eval", "command", "builtin", "source",
        ".", "busybox", "toybox", "watch", "setsid", "stdbuf", "script", "ssh", "make", "perl",
        "ruby", "node", "awk", "tee", "strace", "flock", "entr", "cd",
    ]
}
