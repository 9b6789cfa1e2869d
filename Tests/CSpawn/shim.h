// Functions that the C library has and that its module for Swift does not show.
#pragma once

#include <spawn.h>
#include <stdlib.h>

#ifdef __linux__
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int mkostemp(char *path, int flags);
#endif
