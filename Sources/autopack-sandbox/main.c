// Runs one program so that nothing of it is left when it has ended, and so that it reaches nothing
// but what it was given.
//
//   autopack-sandbox [OPTION VALUE]... -- PROGRAM [ARGUMENT...]
//   autopack-sandbox --features
//
//   --parent PID         end when this process, the caller, does
//   --seconds N          then the program is asked to end
//   --grace MILLISECONDS between the request to end and the kill
//   --group N            processes at once, by a control group (root only)
//   --processes N        processes at once, by the limit of the user
//   --file-size BYTES    of each file
//   --descriptors N      open at once in each process
//   --memory BYTES       of private data of each process
//   --privileges keep    what root can do is kept, for a program that makes namespaces
//   --read PATH          Landlock: what lies there can be read and executed; nothing else can
//   --write PATH         Landlock: and changed
//   --device PATH        Landlock: a device, or a folder of them, that can be used
//   --ports none         Landlock: no TCP at all
//   --sockets unix|inet|network
//                        seccomp: these sockets, and no system call that leads out
//   --overlay FOLDER     the n-th one shows at STAGE/n/all, changes to it are lost
//   --stage STAGE        an empty folder
//
// The environment is the caller's, complete. The program gets a session and a process group of its
// own, no privileges it does not have yet, no descriptor above 2 and the limits that are asked for.
// TERM, INT, HUP and QUIT are passed on to its group; --grace later whatever is left is killed.
// When the program has ended, every process that descends from it is killed and reaped, also one
// in a session of its own. When the caller dies, the same happens.
//
// Exit status: the program's; 128 + N when signal N ended it; 127 when it was not found, 126 when
// it cannot be executed, 125 when this program failed, 124 when --seconds had passed.
//
// `--features` prints what this machine has, a line each: `landlock VERSION`, `seccomp 0|1`,
// `group 0|1`.

#define _GNU_SOURCE

#include <stdio.h>

#if !defined(__linux__)

int main(void) {
    fputs("autopack-sandbox: only for Linux\n", stderr);
    return 125;
}

#else

#include "launcher.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void fail(const char *format, ...) {
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

static const char *text(const char *option, const char *value) {
    if (value == NULL || value[0] == '\0') fail("%s needs a value", option);
    return value;
}

static enum sockets sockets(const char *option, const char *word) {
    text(option, word);
    if (strcmp(word, "unix") == 0) return SOCKETS_UNIX;
    if (strcmp(word, "inet") == 0) return SOCKETS_INET;
    if (strcmp(word, "network") == 0) return SOCKETS_NETWORK;
    fail("%s knows unix, inet and network, not %s", option, word);
}

static bool is_repeated(const char *option) {
    static const char *const names[] = {"--read", "--write", "--device", "--overlay"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(option, names[i]) == 0) return true;
    return false;
}

static struct options parse(char **arguments) {
    struct options options = {
        .seconds = -1, .grace = 1000, .group = -1, .processes = -1, .file_size = -1, .descriptors = -1,
        .memory = -1, .all = arguments + 1};
    for (char **at = arguments + 1; *at != NULL; at += 2) {
        if (strcmp(*at, "--") == 0) {
            options.program = at + 1;
            break;
        }
        if (strcmp(*at, "--parent") == 0) options.parent = (pid_t)number(*at, at[1]);
        else if (strcmp(*at, "--seconds") == 0) options.seconds = number(*at, at[1]);
        else if (strcmp(*at, "--grace") == 0) options.grace = number(*at, at[1]);
        else if (strcmp(*at, "--group") == 0) options.group = number(*at, at[1]);
        else if (strcmp(*at, "--processes") == 0) options.processes = number(*at, at[1]);
        else if (strcmp(*at, "--file-size") == 0) options.file_size = number(*at, at[1]);
        else if (strcmp(*at, "--descriptors") == 0) options.descriptors = number(*at, at[1]);
        else if (strcmp(*at, "--memory") == 0) options.memory = number(*at, at[1]);
        else if (strcmp(*at, "--sockets") == 0) options.sockets = sockets(*at, at[1]);
        else if (strcmp(*at, "--stage") == 0) options.stage = text(*at, at[1]);
        else if (strcmp(*at, "--privileges") == 0)
            options.keeps_privileges = strcmp(text(*at, at[1]), "keep") == 0;
        else if (strcmp(*at, "--ports") == 0)
            options.no_ports = strcmp(text(*at, at[1]), "none") == 0;
        else if (is_repeated(*at)) text(*at, at[1]);
        else fail("unknown option %s", *at);
    }
    if (options.program == NULL || options.program[0] == NULL)
        fail("usage: autopack-sandbox [option value]... -- PROGRAM [ARGUMENT...]");
    return options;
}

char **next_value(const struct options *options, const char *name, char **at) {
    for (at = at == NULL ? options->all : at + 1; at < options->program - 1; at += 2)
        if (strcmp(*at, name) == 0) return at + 1;
    return NULL;
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
        int descriptor = atoi(entry->d_name);
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
    join_group();
    mount_overlays(options);
    apply_limits(options);
    if (!options->keeps_privileges) drop_privileges();
    // In this order and last: Landlock opens the files it is told of. Both hold for the program
    // alone, so that the launcher can still end what it left.
    apply_landlock(options);
    apply_seccomp(options->sockets);
    execvp(options->program[0], options->program);
    int reason = errno;
    fprintf(stderr, "autopack-sandbox: cannot run %s: %s\n", options->program[0], strerror(reason));
    _exit(reason == ENOENT || reason == ENOTDIR ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE);
}

// Waits for the end of the program, passing signals on; its wait status.
//
// - timed_out: set when the time of the program has passed.
static int attend(
    pid_t child, const struct options *options, const sigset_t *signals, bool *timed_out) {
    long long deadline = -1;  // of the grace
    long long end = options->seconds < 0 ? -1 : now_milliseconds() + options->seconds * 1000;
    while (true) {
        int status;
        pid_t reaped;
        while ((reaped = waitpid(-1, &status, WNOHANG)) > 0)
            if (reaped == child) return status;
        if (reaped < 0 && errno == ECHILD) fail("lost the program");

        long long now = now_milliseconds();
        int received = 0;
        if (deadline < 0 && end >= 0 && now >= end) {
            *timed_out = true;
            received = SIGTERM;
        } else {
            long long left = deadline >= 0 ? deadline - now : end >= 0 ? end - now : 60000;
            if (left <= 0) {
                kill_descendants();
                left = 10;
            }
            struct timespec pause = {.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000};
            received = sigtimedwait(signals, NULL, &pause);
        }
        if (received <= 0 || received == SIGCHLD) continue;
        // The group does not exist before the child has called setsid; the child does.
        if (kill(-child, received) != 0) kill(child, received);
        if (deadline < 0) deadline = now_milliseconds() + options->grace;
    }
}

static int print_features(void) {
    printf(
        "landlock %d\nseccomp %d\ngroup %d\n", landlock_version(), seccomp_works(),
        can_make_group());
    return fflush(stdout) == 0 ? 0 : EXIT_OWN;
}

int main(int count, char **arguments) {
    if (count == 2 && strcmp(arguments[1], "--features") == 0) return print_features();
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

    make_group(options.group);
    pid_t self = getpid();
    pid_t child = fork();
    if (child < 0) fail("cannot fork: %s", strerror(errno));
    if (child == 0) execute(&options, self);

    bool timed_out = false;
    int status = attend(child, &options, &signals, &timed_out);
    end_stragglers(&signals);
    remove_group();
    if (timed_out) return EXIT_TIMED_OUT;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

#endif
