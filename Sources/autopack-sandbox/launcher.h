// What the parts of the launcher know of each other; each file is one layer or one duty.
//
// The options are read where they are used: those that may be repeated (--read, --write, --device,
// --overlay) are walked over in the order of the command line.

#ifndef LAUNCHER_H
#define LAUNCHER_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

enum { EXIT_TIMED_OUT = 124, EXIT_OWN = 125, EXIT_NOT_EXECUTABLE = 126, EXIT_NOT_FOUND = 127 };

// Which sockets a program may open; without a choice, any.
enum sockets {
    SOCKETS_ANY,      // no system call filter at all
    SOCKETS_UNIX,     // none that leads anywhere
    SOCKETS_INET,     // TCP and UDP, on a loopback of its own
    SOCKETS_NETWORK,  // and what asking for addresses and routes takes
};

struct options {
    pid_t parent;            // 0: whoever it is
    long long seconds;       // for the program; -1: any
    long long grace;         // milliseconds
    long long group;         // processes of a control group of its own; -1: none
    long long processes;     // more than this user has now; -1: as inherited, like the next three
    long long file_size;     // bytes
    long long descriptors;
    long long memory;        // bytes of private data of each process
    enum sockets sockets;
    bool no_ports;           // for Landlock: no TCP at all
    bool keeps_privileges;   // for a program that makes namespaces
    const char *stage;       // an empty folder below which overlays are mounted
    char **all;              // the options as they were given
    char **program;          // where they end
};

// Ends the launcher: it cannot do what it was asked for.
__attribute__((noreturn, format(printf, 1, 2))) void fail(const char *format, ...);

// The next value of an option that may be repeated, after `at`; NULL when there is none.
char **next_value(const struct options *options, const char *name, char **at);

// processes.c: the descendants of this process.
void kill_descendants(void);
void end_stragglers(const sigset_t *signals);
long long threads_of_user(void);
long long now_milliseconds(void);

// limits.c: what the program may use up.
void apply_limits(const struct options *options);
void make_group(long long processes);
void join_group(void);
void remove_group(void);
bool can_make_group(void);

// privileges.c
void drop_privileges(void);

// overlay.c: folders that can be written without being changed.
void mount_overlays(const struct options *options);

// landlock.c: which files, ports and processes can be reached.
int landlock_version(void);
void apply_landlock(const struct options *options);

// seccomp.c: which system calls can be made.
bool seccomp_works(void);
void apply_seccomp(enum sockets sockets);

#endif
