// What the program may use up.

#if defined(__linux__)

#define _GNU_SOURCE

#include "launcher.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

// MARK: Limits of each process

static void limit(int resource, long long value, const char *name) {
    struct rlimit now;
    if (getrlimit(resource, &now) != 0) fail("cannot read the limit of %s", name);
    rlim_t wanted = (rlim_t)value;
    if (now.rlim_max != RLIM_INFINITY && wanted > now.rlim_max) wanted = now.rlim_max;
    now.rlim_cur = now.rlim_max = wanted;
    if (setrlimit(resource, &now) != 0) fail("cannot limit %s: %s", name, strerror(errno));
}

void apply_limits(const struct options *options) {
    limit(RLIMIT_CORE, 0, "core files");
    if (options->processes >= 0)
        limit(RLIMIT_NPROC, threads_of_user() + options->processes, "processes");
    if (options->file_size >= 0) limit(RLIMIT_FSIZE, options->file_size, "file size");
    if (options->descriptors >= 0) limit(RLIMIT_NOFILE, options->descriptors, "descriptors");
    // Data and not address space: garbage collectors reserve terabytes that nobody may touch yet.
    if (options->memory >= 0) limit(RLIMIT_DATA, options->memory, "memory");
}

// MARK: A control group

// The kernel holds root to no number of processes, but it holds a control group to one.
static char group[PATH_MAX];

static bool write_text(const char *folder, const char *name, const char *text) {
    char path[PATH_MAX + 32];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return false;
    bool written = write(file, text, strlen(text)) == (ssize_t)strlen(text);
    close(file);
    return written;
}

// Where this process is in the hierarchy of the controller, for systems that have one for each.
static bool own_group(char *path, size_t size) {
    FILE *file = fopen("/proc/self/cgroup", "re");
    if (file == NULL) return false;
    char line[PATH_MAX];
    bool found = false;
    while (!found && fgets(line, sizeof line, file) != NULL) {
        char *controller = strchr(line, ':');
        if (controller == NULL || strncmp(controller, ":pids:/", 7) != 0) continue;
        line[strcspn(line, "\n")] = '\0';
        snprintf(path, size, "/sys/fs/cgroup/pids%s", controller + 6);
        found = true;
    }
    fclose(file);
    return found;
}

// Removes what launchers left that were killed; the kernel keeps what is in use.
static void remove_old_groups(const char *parent) {
    DIR *folder = opendir(parent);
    if (folder == NULL) return;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        int process;
        if (sscanf(entry->d_name, "autopack-%d", &process) != 1) continue;
        if (kill(process, 0) != 0 && errno == ESRCH)
            unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR);
    }
    closedir(folder);
}

static bool make_group_in(const char *parent, const char *most) {
    remove_old_groups(parent);
    int length = snprintf(group, sizeof group, "%s/autopack-%d", parent, (int)getpid());
    if (length > 0 && (size_t)length < sizeof group
        && (mkdir(group, 0755) == 0 || errno == EEXIST)) {
        if (write_text(group, "pids.max", most)) return true;
        rmdir(group);
    }
    group[0] = '\0';
    return false;
}

// Makes a control group for so many processes; false where this user or system has none.
static bool try_group(long long processes) {
    if (geteuid() != 0) return false;
    char parent[PATH_MAX], most[32];
    snprintf(most, sizeof most, "%lld", processes);
    return (own_group(parent, sizeof parent) && make_group_in(parent, most))
        || make_group_in("/sys/fs/cgroup", most);
}

void make_group(long long processes) {
    if (processes >= 0 && !try_group(processes)) fail("no control group for the processes");
}

bool can_make_group(void) {
    bool made = try_group(1);
    remove_group();
    return made;
}

void join_group(void) {
    char own[32];
    snprintf(own, sizeof own, "%d", (int)getpid());
    if (group[0] != '\0' && !write_text(group, "cgroup.procs", own))
        fail("cannot join the control group: %s", strerror(errno));
}

void remove_group(void) {
    if (group[0] != '\0') rmdir(group);
    group[0] = '\0';
}

#endif
