// The descendants of the launcher: finding, killing and reaping them.

#if defined(__linux__)

#define _GNU_SOURCE

#include "launcher.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// How long killed processes may take to go before we stop waiting for them.
static const long long straggler_milliseconds = 10000;

long long now_milliseconds(void) {
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

void kill_descendants(void) {
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
//
// What ends by itself, as the first process of bubblewrap's namespace, is given two milliseconds: to
// look through all processes takes as long.
void end_stragglers(const sigset_t *signals) {
    long long deadline = now_milliseconds() + straggler_milliseconds;
    for (bool first = true;; first = false) {
        pid_t reaped;
        while ((reaped = waitpid(-1, NULL, WNOHANG)) > 0) continue;
        if (reaped < 0 && errno == ECHILD) return;
        if (now_milliseconds() > deadline) fail("a process that was left behind does not end");
        if (!first) kill_descendants();
        struct timespec pause = {.tv_nsec = 2000000};
        sigtimedwait(signals, NULL, &pause);
    }
}

// How many threads this user has, as far as /proc shows them; the kernel's limit counts them all.
long long threads_of_user(void) {
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

#endif
