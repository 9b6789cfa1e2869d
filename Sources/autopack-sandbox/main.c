// Runs one program so that nothing of it is left when it has ended.
//
//   autopack-sandbox [--parent PID] [--grace MILLISECONDS] [--processes N] [--file-size BYTES]
//                    [--descriptors N] [--memory BYTES] -- PROGRAM [ARGUMENT...]
//
// The environment is the caller's, complete. The program gets a session and a process group of its
// own, no privileges it does not have yet, no descriptor above 2 and the limits that are asked for.
// TERM, INT, HUP and QUIT are passed on to its group; --grace later whatever is left is killed.
// When the program has ended, every process that descends from it is killed and reaped, also one
// in a session of its own. When the caller dies, the same happens.
//
// Exit status: the program's; 128 + N when signal N ended it; 127 when it was not found, 126 when
// it cannot be executed, 125 when this program failed.

#define _GNU_SOURCE

#include <stdio.h>

#if !defined(__linux__)

int main(void) {
    fputs("autopack-sandbox: only for Linux\n", stderr);
    return 125;
}

#else

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_OWN = 125, EXIT_NOT_EXECUTABLE = 126, EXIT_NOT_FOUND = 127 };

// How long killed processes may take to go before we stop waiting for them.
static const long long straggler_milliseconds = 10000;

struct options {
    pid_t parent;            // 0: whoever it is
    long long grace;         // milliseconds
    long long processes;     // more than this user has now; -1: as inherited, like the next three
    long long file_size;     // bytes
    long long descriptors;
    long long memory;        // bytes of address space
    char **program;
};

static __attribute__((noreturn, format(printf, 1, 2))) void fail(const char *format, ...) {
    va_list values;
    va_start(values, format);
    fputs("autopack-sandbox: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    _exit(EXIT_OWN);
}

// MARK: Options

static long long number(const char *option, const char *text) {
    char *end;
    errno = 0;
    long long value = text != NULL ? strtoll(text, &end, 10) : -1;
    if (text == NULL || !isdigit((unsigned char)text[0]) || *end != '\0' || errno != 0)
        fail("%s needs a number", option);
    return value;
}

static struct options parse(char **arguments) {
    struct options options = {
        .grace = 1000, .processes = -1, .file_size = -1, .descriptors = -1, .memory = -1};
    for (char **at = arguments + 1; *at != NULL; at += 2) {
        if (strcmp(*at, "--") == 0) {
            options.program = at + 1;
            break;
        }
        if (strcmp(*at, "--parent") == 0) options.parent = (pid_t)number(*at, at[1]);
        else if (strcmp(*at, "--grace") == 0) options.grace = number(*at, at[1]);
        else if (strcmp(*at, "--processes") == 0) options.processes = number(*at, at[1]);
        else if (strcmp(*at, "--file-size") == 0) options.file_size = number(*at, at[1]);
        else if (strcmp(*at, "--descriptors") == 0) options.descriptors = number(*at, at[1]);
        else if (strcmp(*at, "--memory") == 0) options.memory = number(*at, at[1]);
        else fail("unknown option %s", *at);
    }
    if (options.program == NULL || options.program[0] == NULL)
        fail("usage: autopack-sandbox [option value]... -- PROGRAM [ARGUMENT...]");
    return options;
}

// MARK: Processes

static long long now_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

// The process number that a name in /proc stands for; 0 for any other name.
static pid_t numbered(const char *name) {
    if (!isdigit((unsigned char)name[0])) return 0;
    return (pid_t)strtol(name, NULL, 10);
}

// The parent of a process, or 0 when it is gone.
static pid_t parent_of(pid_t process) {
    char path[32], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return 0;
    text[count] = '\0';
    // "PID (NAME) STATE PARENT ...": the name may hold anything, parentheses too.
    char *end = strrchr(text, ')');
    int parent = 0;
    if (end == NULL || sscanf(end + 1, " %*c %d", &parent) != 1) return 0;
    return (pid_t)parent;
}

struct family {
    pid_t process, parent;
    bool ours;
};

// All processes with their parents, in a block that the caller frees.
static struct family *all_processes(size_t *count) {
    DIR *folder = opendir("/proc");
    if (folder == NULL) fail("cannot read /proc: %s", strerror(errno));
    size_t room = 256;
    struct family *all = malloc(room * sizeof *all);
    *count = 0;
    for (struct dirent *entry; all != NULL && (entry = readdir(folder)) != NULL;) {
        pid_t process = numbered(entry->d_name);
        if (process == 0) continue;
        if (*count == room) {
            struct family *more = realloc(all, (room *= 2) * sizeof *all);
            if (more == NULL) fail("out of memory");
            all = more;
        }
        all[(*count)++] = (struct family){.process = process, .parent = parent_of(process)};
    }
    closedir(folder);
    if (all == NULL) fail("out of memory");
    return all;
}

// Kills a process if it is still the child of that parent.
//
// The descriptor keeps the number from meaning a later process between the look and the kill.
static void kill_child(pid_t process, pid_t parent) {
    int descriptor = (int)syscall(SYS_pidfd_open, process, 0);
    if (parent_of(process) == parent) {
        if (descriptor >= 0) syscall(SYS_pidfd_send_signal, descriptor, SIGKILL, NULL, 0);
        else kill(process, SIGKILL);
    }
    if (descriptor >= 0) close(descriptor);
}

static void kill_descendants(void) {
    size_t count;
    struct family *all = all_processes(&count);
    pid_t self = getpid();
    for (bool grown = true; grown;) {
        grown = false;
        for (size_t i = 0; i < count; i++) {
            if (all[i].ours) continue;
            bool ours = all[i].parent == self;
            for (size_t j = 0; !ours && j < count; j++)
                ours = all[j].ours && all[j].process == all[i].parent;
            if (!ours) continue;
            all[i].ours = grown = true;
            kill_child(all[i].process, all[i].parent);
        }
    }
    free(all);
}

// Kills and reaps until no child is left; orphans become ours because we are a subreaper.
static void end_stragglers(const sigset_t *signals) {
    long long deadline = now_milliseconds() + straggler_milliseconds;
    while (true) {
        pid_t reaped;
        while ((reaped = waitpid(-1, NULL, WNOHANG)) > 0) continue;
        if (reaped < 0 && errno == ECHILD) return;
        if (now_milliseconds() > deadline) fail("a process that was left behind does not end");
        kill_descendants();
        struct timespec pause = {.tv_nsec = 2000000};
        sigtimedwait(signals, NULL, &pause);
    }
}

// MARK: Limits

static void limit(int resource, long long value, const char *name) {
    struct rlimit now;
    if (getrlimit(resource, &now) != 0) fail("cannot read the limit of %s", name);
    rlim_t wanted = (rlim_t)value;
    if (now.rlim_max != RLIM_INFINITY && wanted > now.rlim_max) wanted = now.rlim_max;
    now.rlim_cur = now.rlim_max = wanted;
    if (setrlimit(resource, &now) != 0) fail("cannot limit %s: %s", name, strerror(errno));
}

// How many threads this user has, as far as /proc shows them; the kernel's limit counts them all.
static long long threads_of_user(void) {
    DIR *folder = opendir("/proc");
    if (folder == NULL) fail("cannot read /proc: %s", strerror(errno));
    long long count = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[300];
        struct stat status;
        if (numbered(entry->d_name) == 0) continue;
        snprintf(path, sizeof path, "%s/task", entry->d_name);
        if (fstatat(dirfd(folder), path, &status, 0) != 0 || status.st_uid != getuid()) continue;
        count += (long long)status.st_nlink - 2;
    }
    closedir(folder);
    return count;
}

static void apply_limits(const struct options *options) {
    limit(RLIMIT_CORE, 0, "core files");
    if (options->processes >= 0)
        limit(RLIMIT_NPROC, threads_of_user() + options->processes, "processes");
    if (options->file_size >= 0) limit(RLIMIT_FSIZE, options->file_size, "file size");
    if (options->descriptors >= 0) limit(RLIMIT_NOFILE, options->descriptors, "descriptors");
    if (options->memory >= 0) limit(RLIMIT_AS, options->memory, "memory");
}

// MARK: The program

static void close_descriptors(void) {
    // 0, 1 and 2 exist from here on, so that no later descriptor takes such a number.
    int null;
    while ((null = open("/dev/null", O_RDWR)) >= 0 && null <= 2) continue;
    if (null > 2) close(null);
    if (syscall(SYS_close_range, 3U, ~0U, 0U) == 0) return;
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL) fail("cannot close descriptors: %s", strerror(errno));
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        int descriptor = numbered(entry->d_name);
        if (descriptor > 2 && descriptor != dirfd(folder)) close(descriptor);
    }
    closedir(folder);
}

static __attribute__((noreturn)) void execute(const struct options *options, pid_t launcher) {
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != launcher) _exit(EXIT_OWN);
    for (int signal_number = 1; signal_number < NSIG; signal_number++)
        signal(signal_number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    apply_limits(options);
    // Here, in this order and last: Landlock, then seccomp. Both hold for the program alone, so
    // that the launcher can still end what it left.
    execvp(options->program[0], options->program);
    int reason = errno;
    fprintf(stderr, "autopack-sandbox: cannot run %s: %s\n", options->program[0], strerror(reason));
    _exit(reason == ENOENT || reason == ENOTDIR ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE);
}

// Waits for the end of the program, passing signals on; its wait status.
static int attend(pid_t child, const struct options *options, const sigset_t *signals) {
    long long deadline = -1;
    while (true) {
        int status;
        pid_t reaped;
        while ((reaped = waitpid(-1, &status, WNOHANG)) > 0)
            if (reaped == child) return status;
        if (reaped < 0 && errno == ECHILD) fail("lost the program");

        long long left = deadline < 0 ? 60000 : deadline - now_milliseconds();
        if (left <= 0) {
            kill_descendants();
            left = 10;
        }
        struct timespec pause = {.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000};
        int received = sigtimedwait(signals, NULL, &pause);
        if (received <= 0 || received == SIGCHLD) continue;
        // The group does not exist before the child has called setsid; the child does.
        if (kill(-child, received) != 0) kill(child, received);
        if (deadline < 0) deadline = now_milliseconds() + options->grace;
    }
}

int main(int count, char **arguments) {
    (void)count;
    struct options options = parse(arguments);
    close_descriptors();

    sigset_t signals;
    sigemptyset(&signals);
    const int waited[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT};
    for (size_t i = 0; i < sizeof waited / sizeof *waited; i++) {
        sigaddset(&signals, waited[i]);
        signal(waited[i], SIG_DFL);  // an inherited "ignore" would discard them
    }
    sigprocmask(SIG_SETMASK, &signals, NULL);

    // Not KILL: what the program started has to be ended too.
    if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0) fail("no parent-death signal: %s", strerror(errno));
    // The signal is for a death from now on; an earlier one shows as another parent.
    if (options.parent != 0 && getppid() != options.parent) fail("the caller is gone");
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) fail("no subreaper: %s", strerror(errno));
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        fail("cannot give up privileges: %s", strerror(errno));

    // The program runs as the same user: without this it could read our memory or take us over.
    // The exec gives the program's own process back to it.
    if (prctl(PR_SET_DUMPABLE, 0) != 0) fail("cannot close our memory: %s", strerror(errno));

    pid_t self = getpid();
    pid_t child = fork();
    if (child < 0) fail("cannot fork: %s", strerror(errno));
    if (child == 0) execute(&options, self);

    int status = attend(child, &options, &signals);
    end_stragglers(&signals);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

#endif
