// Gives up what root has beyond other users.

#if defined(__linux__)

#define _GNU_SOURCE

#include "launcher.h"

#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Leaves no capability, and none that an exec as root would bring back.
void drop_privileges(void) {
    // Numbers past the kernel's last one are refused; so is all of it for who has none anyway.
    for (int capability = 0; capability < 64; capability++)
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) break;
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2] = {0};
    if (syscall(SYS_capset, &header, none) != 0)
        fail("cannot give up capabilities: %s", strerror(errno));
}

#endif
