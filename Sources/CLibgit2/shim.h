#ifndef AUTOPACK_CLIBGIT2_SHIM_H
#define AUTOPACK_CLIBGIT2_SHIM_H

#include <git2.h>

#endif
