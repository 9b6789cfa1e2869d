// Folders that the program can write to while the ones beneath stay as they are.
//
// Each is an overlay file system with its changes in memory, in a mount namespace that nobody else
// sees: it is gone when the program is. bubblewrap mounts such folders itself from 0.11 on; the
// older ones that systems have cannot.

#if defined(__linux__)

#define _GNU_SOURCE

#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_line(const char *path, const char *text) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, text, strlen(text)) < 0)
        fail("cannot write %s: %s", path, strerror(errno));
    close(file);
}

// A mount namespace of its own: root may have one, others only in a user namespace.
static void enter_namespace(void) {
    uid_t user = geteuid();
    gid_t group = getegid();
    if (user == 0 && unshare(CLONE_NEWNS) == 0) return;
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
        fail("no namespace for overlays: %s", strerror(errno));
    char line[64];
    write_line("/proc/self/setgroups", "deny");
    snprintf(line, sizeof line, "%u %u 1\n", (unsigned)user, (unsigned)user);
    write_line("/proc/self/uid_map", line);
    snprintf(line, sizeof line, "%u %u 1\n", (unsigned)group, (unsigned)group);
    write_line("/proc/self/gid_map", line);
}

static int make_folder(int parent, const char *name) {
    if (mkdirat(parent, name, 0755) != 0) fail("cannot make %s: %s", name, strerror(errno));
    int folder = openat(parent, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) fail("cannot open %s: %s", name, strerror(errno));
    return folder;
}

// Mounts one overlay at <stage>/<number>/all.
static void mount_overlay(int stage, int number, const char *beneath) {
    char name[16], target[32], data[160];
    snprintf(name, sizeof name, "%d", number);
    int place = make_folder(stage, name);
    // By descriptor: no path has to be quoted for the kernel's list of options.
    int lower = open(beneath, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (lower < 0) fail("cannot open %s: %s", beneath, strerror(errno));
    int upper = make_folder(place, "new"), work = make_folder(place, "work");
    int all = make_folder(place, "all");
    snprintf(target, sizeof target, "/proc/self/fd/%d", all);
    // `userxattr` is what a user namespace needs; a kernel before 5.11 does not know the word.
    for (const char *more = ",userxattr";; more = "") {
        snprintf(
            data, sizeof data,
            "lowerdir=/proc/self/fd/%d,upperdir=/proc/self/fd/%d,workdir=/proc/self/fd/%d%s",
            lower, upper, work, more);
        if (mount("overlay", target, "overlay", MS_NOSUID | MS_NODEV, data) == 0) break;
        if (*more == '\0') fail("no overlay of %s: %s", beneath, strerror(errno));
    }
    close(all);
    close(work);
    close(upper);
    close(lower);
    close(place);
}

void mount_overlays(const struct options *options) {
    char **at = next_value(options, "--overlay", NULL);
    if (at == NULL) return;
    if (options->stage == NULL) fail("--overlay needs --stage");
    // The files of a process that cannot be dumped are root's, those of its namespaces too. What
    // could be read now are the variables that the program gets anyway.
    prctl(PR_SET_DUMPABLE, 1);
    enter_namespace();
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        fail("cannot make mounts private: %s", strerror(errno));
    if (mount("tmpfs", options->stage, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0700") != 0)
        fail("nothing can be mounted at %s: %s", options->stage, strerror(errno));
    int stage = open(options->stage, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (stage < 0) fail("cannot open %s: %s", options->stage, strerror(errno));
    for (int number = 0; at != NULL; at = next_value(options, "--overlay", at))
        mount_overlay(stage, number++, *at);
    close(stage);
}

#endif
