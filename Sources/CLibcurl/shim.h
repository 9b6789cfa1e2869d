#ifndef AUTOPACK_CLIBCURL_SHIM_H
#define AUTOPACK_CLIBCURL_SHIM_H

#include <curl/curl.h>

#endif
