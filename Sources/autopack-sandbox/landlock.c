// Landlock: the program reaches the files that it is given, no port, and no process but its own.
//
// The numbers are the kernel's interface (Documentation/userspace-api/landlock.rst). They are
// written down here because the headers of a system are often older than its kernel, and what a
// version adds is asked for only where the running kernel has it.

#if defined(__linux__)

#define _GNU_SOURCE

#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 };

// Rights over files, with the version that has them first.
static const uint64_t
    execute = 1 << 0, write_file = 1 << 1, read_file = 1 << 2, read_folder = 1 << 3,
    make_character_device = 1 << 6, make_block_device = 1 << 11,
    first_version = (1 << 13) - 1,
    refer = 1 << 13,         // 2
    truncate_file = 1 << 14, // 3
    device_control = 1 << 15; // 5

static const uint64_t bind_tcp = 1 << 0, connect_tcp = 1 << 1;          // 4
static const uint64_t abstract_sockets = 1 << 0, signals = 1 << 1;      // 6

struct ruleset {
    uint64_t files, ports, scopes;
};

struct __attribute__((packed)) path_rule {
    uint64_t allowed;
    int32_t parent;
};

enum { VERSION_FLAG = 1, PATH_BENEATH = 1 };

int landlock_version(void) {
    long version = syscall(CREATE_RULESET, NULL, 0, VERSION_FLAG);
    return version > 0 ? (int)version : 0;
}

static uint64_t file_rights(int version) {
    uint64_t rights = first_version;
    if (version >= 2) rights |= refer;
    if (version >= 3) rights |= truncate_file;
    if (version >= 5) rights |= device_control;
    return rights;
}

// Gives rights over what is at a path and below it; a path that leads nowhere gives none.
static void allow(int ruleset, const char *path, uint64_t rights) {
    int parent = open(path, O_PATH | O_CLOEXEC);
    if (parent < 0) {
        if (errno == ENOENT || errno == ENOTDIR || errno == EACCES) return;
        fail("cannot open %s: %s", path, strerror(errno));
    }
    struct stat status;
    if (fstat(parent, &status) != 0) fail("cannot look at %s: %s", path, strerror(errno));
    // The rights that only a folder can have are refused for anything else.
    if (!S_ISDIR(status.st_mode))
        rights &= execute | write_file | read_file | truncate_file | device_control;
    struct path_rule rule = {.allowed = rights, .parent = parent};
    if (syscall(ADD_RULE, ruleset, PATH_BENEATH, &rule, 0) != 0)
        fail("Landlock: cannot allow %s: %s", path, strerror(errno));
    close(parent);
}

void apply_landlock(const struct options *options) {
    static const struct {
        const char *option;
        uint64_t rights;
    } kinds[] = {
        {"--read", execute | read_file | read_folder},
        // Everything but devices, which lead out of any folder.
        {"--write", ~(make_character_device | make_block_device | device_control)},
        {"--device", read_file | write_file | read_folder | truncate_file | device_control},
    };
    bool wanted = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        wanted = wanted || next_value(options, kinds[i].option, NULL) != NULL;
    if (!wanted) return;

    int version = landlock_version();
    if (version == 0) fail("Landlock is not available: %s", strerror(errno));
    struct ruleset rights = {.files = file_rights(version)};
    size_t size = sizeof rights.files;
    if (version >= 4) {
        size = sizeof rights.files + sizeof rights.ports;
        // All or nothing: a rule cannot say "any port".
        if (options->no_ports) rights.ports = bind_tcp | connect_tcp;
    }
    if (version >= 6) {
        size = sizeof rights;
        rights.scopes = abstract_sockets | signals;
    }
    int ruleset = (int)syscall(CREATE_RULESET, &rights, size, 0);
    if (ruleset < 0) fail("Landlock: no rules: %s", strerror(errno));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (char **at = NULL; (at = next_value(options, kinds[i].option, at)) != NULL;)
            allow(ruleset, *at, kinds[i].rights & rights.files);
    if (syscall(RESTRICT_SELF, ruleset, 0) != 0)
        fail("Landlock: cannot restrict: %s", strerror(errno));
    close(ruleset);
}

#endif
