// The filter of system calls: what no check needs, and what kernels were broken by.
//
// Written as the kernel's own instructions, without a library: the launcher is linked statically
// and holds on every machine, not only where a library was found when it was built. What is
// refused outright or allowed outright costs a program nothing, as the kernel remembers it
// (since 5.11); only calls whose arguments count are looked at each time.

#if defined(__linux__)

#define _GNU_SOURCE

#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#endif

#ifndef MACHINE

bool seccomp_works(void) { return false; }
void apply_seccomp(enum sockets sockets) {
    if (sockets != SOCKETS_ANY) fail("no system call filter for this machine");
}

#else

// Calls that headers may be too old for. From 424 on a number is the same on every machine.
enum {
    OPEN_TREE = 428, MOVE_MOUNT = 429, FSOPEN = 430, FSCONFIG = 431, FSMOUNT = 432, FSPICK = 433,
    CLONE3 = 435, OPENAT2 = 437, PIDFD_GETFD = 438, PROCESS_MADVISE = 440, MOUNT_SETATTR = 442,
    QUOTACTL_FD = 443, FCHMODAT2 = 452, IO_URING_SETUP = 425, IO_URING_ENTER = 426,
    IO_URING_REGISTER = 427,
    // The last one that was looked at; what comes after it may do anything.
    LAST_KNOWN = 466,
};

static const uint32_t set_id_bits = S_ISUID | S_ISGID;
static const uint32_t namespaces = 0x00020000    // mount
    | 0x02000000 | 0x04000000 | 0x08000000       // control group, host name, System V IPC
    | 0x10000000 | 0x20000000 | 0x40000000;      // user, processes, network
static const uint32_t time_namespace = 0x00000080;  // for `clone` a part of the signal number

static const struct {
    uint32_t number;
    uint16_t error;
} refused[] = {
    // Other processes.
    {SYS_ptrace, EPERM}, {SYS_process_vm_readv, EPERM}, {SYS_process_vm_writev, EPERM},
    {PROCESS_MADVISE, EPERM}, {PIDFD_GETFD, EPERM}, {SYS_kcmp, EPERM},
    // Mounts, old and new.
    {SYS_mount, EPERM}, {SYS_umount2, EPERM}, {SYS_pivot_root, EPERM}, {SYS_chroot, EPERM},
    {OPEN_TREE, EPERM}, {MOVE_MOUNT, EPERM}, {FSOPEN, EPERM}, {FSCONFIG, EPERM},
    {FSMOUNT, EPERM}, {FSPICK, EPERM}, {MOUNT_SETATTR, EPERM},
    {SYS_quotactl, EPERM}, {QUOTACTL_FD, EPERM}, {SYS_swapon, EPERM}, {SYS_swapoff, EPERM},
    // Namespaces. The flags of `clone3` lie in memory: "not there" makes libraries use `clone`.
    {SYS_setns, EPERM}, {CLONE3, ENOSYS},
    // Ways around this filter: its flags lie in memory; and files by number.
    {OPENAT2, ENOSYS}, {SYS_open_by_handle_at, EPERM},
    {IO_URING_SETUP, EPERM}, {IO_URING_ENTER, EPERM}, {IO_URING_REGISTER, EPERM},
    // Parts of the kernel that are often broken and that no test needs.
    {SYS_bpf, EPERM}, {SYS_perf_event_open, EPERM}, {SYS_userfaultfd, EPERM},
    {SYS_keyctl, EPERM}, {SYS_add_key, EPERM}, {SYS_request_key, EPERM},
    {SYS_fanotify_init, EPERM}, {SYS_lookup_dcookie, EPERM}, {SYS_syslog, EPERM},
    // The machine.
    {SYS_init_module, EPERM}, {SYS_finit_module, EPERM}, {SYS_delete_module, EPERM},
    {SYS_kexec_load, EPERM}, {SYS_reboot, EPERM}, {SYS_acct, EPERM}, {SYS_vhangup, EPERM},
    {SYS_settimeofday, EPERM}, {SYS_clock_settime, EPERM}, {SYS_clock_adjtime, EPERM},
    {SYS_sethostname, EPERM}, {SYS_setdomainname, EPERM},
#ifdef SYS_kexec_file_load
    {SYS_kexec_file_load, EPERM},
#endif
#ifdef SYS_iopl
    {SYS_iopl, EPERM}, {SYS_ioperm, EPERM},
#endif
};

// MARK: The program of the filter

static struct sock_filter program[512];
static unsigned short length;

static void emit(uint16_t code, uint32_t value, uint8_t when_true, uint8_t when_false) {
    if (length == sizeof program / sizeof *program) fail("the filter is too long");
    program[length++] = (struct sock_filter){code, when_true, when_false, value};
}

static void load(size_t offset) { emit(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }

// The low half of an argument: all that the kernel takes of an int, and where flags lie.
static void load_argument(int number) {
    load(offsetof(struct seccomp_data, args) + (size_t)number * sizeof(uint64_t));
}

static void answer(uint32_t action) { emit(BPF_RET | BPF_K, action, 0, 0); }
static void allow(void) { answer(SECCOMP_RET_ALLOW); }
static void refuse(uint16_t error) { answer(SECCOMP_RET_ERRNO | error); }

// The next instruction is for this value only, resp. for every other one.
static void if_equal(uint32_t value) { emit(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1); }
static void unless_equal(uint32_t value) { emit(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0); }
// The next instruction is for values that have one of the bits, resp. none.
static void if_any(uint32_t bits) { emit(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1); }
static void unless_any(uint32_t bits) { emit(BPF_JMP | BPF_JSET | BPF_K, bits, 1, 0); }

// What follows up to `end_of` is for this call alone, and ends with an answer.
static unsigned short begin_of(uint32_t number) {
    if_equal(number);
    return (unsigned short)(length - 1);
}

static void end_of(unsigned short start) {
    allow();
    program[start].jf = (uint8_t)(length - start - 1);
}

// MARK: Calls whose arguments count

static void refuse_bits(uint32_t number, int argument, uint32_t bits) {
    unsigned short start = begin_of(number);
    load_argument(argument);
    if_any(bits);
    refuse(EPERM);
    end_of(start);
}

// The mode counts only where a file is made; elsewhere it is whatever the register held.
static void refuse_set_id_at_creation(uint32_t number, int flags, int mode) {
    unsigned short start = begin_of(number);
    load_argument(flags);
    unless_any(O_CREAT | (O_TMPFILE & ~O_DIRECTORY));
    allow();
    load_argument(mode);
    if_any(set_id_bits);
    refuse(EPERM);
    end_of(start);
}

static void refuse_devices(uint32_t number, int mode) {
    unsigned short start = begin_of(number);
    load_argument(mode);
    if_any(set_id_bits);
    refuse(EPERM);
    emit(BPF_ALU | BPF_AND | BPF_K, S_IFMT, 0, 0);
    if_equal(S_IFCHR);
    refuse(EPERM);
    if_equal(S_IFBLK);
    refuse(EPERM);
    end_of(start);
}

static void refuse_others(uint32_t number, int process) {
    unsigned short start = begin_of(number);
    load_argument(process);
    unless_equal(0);
    refuse(EPERM);
    end_of(start);
}

static void refuse_terminal_input(void) {
    unsigned short start = begin_of(SYS_ioctl);
    load_argument(1);
    if_equal(TIOCSTI);
    refuse(EPERM);
    if_equal(TIOCLINUX);
    refuse(EPERM);
    end_of(start);
}

// TCP and UDP as every program opens them; nothing raw, and no protocol that is seldom looked at.
static void allow_internet(void) {
    static const struct {
        uint32_t type, protocol;
    } usual[] = {{SOCK_STREAM, 6}, {SOCK_DGRAM, 17}};
    load_argument(1);
    emit(BPF_ALU | BPF_AND | BPF_K, 0xf, 0, 0);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        emit(BPF_JMP | BPF_JEQ | BPF_K, usual[i].type, 0, 6);
        load_argument(2);
        if_equal(0);
        allow();
        if_equal(usual[i].protocol);
        allow();
        refuse(EPROTONOSUPPORT);
    }
    refuse(EPERM);
}

static void restrict_sockets(enum sockets sockets) {
    unsigned short start = begin_of(SYS_socketpair);
    load_argument(0);
    unless_equal(AF_UNIX);
    refuse(EAFNOSUPPORT);
    end_of(start);

    start = begin_of(SYS_socket);
    load_argument(0);
    if_equal(AF_UNIX);
    allow();
    if (sockets == SOCKETS_NETWORK) {
        // Of netlink only what asks for addresses and routes.
        emit(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 4);
        load_argument(2);
        if_equal(0);
        allow();
        refuse(EPROTONOSUPPORT);
    }
    if (sockets != SOCKETS_UNIX) {
        emit(BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 2, 0);
        emit(BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 1, 0);
        refuse(EAFNOSUPPORT);
        allow_internet();
    } else {
        refuse(EAFNOSUPPORT);
    }
    program[start].jf = (uint8_t)(length - start - 1);
}

static void restrict_arguments(void) {
    // The most frequent first.
    refuse_set_id_at_creation(SYS_openat, 2, 3);
    refuse_bits(SYS_clone, 0, namespaces);
    refuse_terminal_input();
    refuse_others(SYS_prlimit64, 0);
    // Scheduling of this process is its own business, that of a group or a user is not.
    refuse_others(SYS_setpriority, 1);
    refuse_bits(SYS_unshare, 0, namespaces | time_namespace);
    refuse_bits(SYS_fchmod, 1, set_id_bits);
    refuse_bits(SYS_fchmodat, 2, set_id_bits);
    refuse_bits(FCHMODAT2, 2, set_id_bits);
    refuse_devices(SYS_mknodat, 2);
#ifdef SYS_open
    refuse_set_id_at_creation(SYS_open, 1, 2);
    refuse_bits(SYS_creat, 1, set_id_bits);
    refuse_bits(SYS_chmod, 1, set_id_bits);
    refuse_devices(SYS_mknod, 1);
#endif
}

bool seccomp_works(void) {
    uint32_t action = SECCOMP_RET_KILL_PROCESS;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

void apply_seccomp(enum sockets sockets) {
    if (sockets == SOCKETS_ANY) return;
    load(offsetof(struct seccomp_data, arch));
    unless_equal(MACHINE);
    answer(SECCOMP_RET_KILL_PROCESS);
    load(offsetof(struct seccomp_data, nr));
    // Also the calls of the ABI with 32-bit pointers (x32), and -1, with which programs see that
    // nothing happens.
    emit(BPF_JMP | BPF_JGT | BPF_K, LAST_KNOWN, 0, 1);
    refuse(ENOSYS);
    restrict_arguments();
    restrict_sockets(sockets);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if_equal(refused[i].number);
        refuse(refused[i].error);
    }
    // Where no network is its own, neither is the memory that programs share by number.
    if (sockets == SOCKETS_UNIX) {
        static const uint32_t by_number[] = {SYS_shmget, SYS_msgget, SYS_semget};
        for (size_t i = 0; i < sizeof by_number / sizeof *by_number; i++) {
            if_equal(by_number[i]);
            refuse(EPERM);
        }
    }
    allow();
    struct sock_fprog filter = {.len = length, .filter = program};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
        fail("no system call filter: %s", strerror(errno));
}

#endif
#endif
