#ifndef AUTOPACK_CLIBCURL_SHIM_H
#define AUTOPACK_CLIBCURL_SHIM_H

#include <curl/curl.h>

// Swift sees no variadic function, so each kind of value has one of its own.

typedef size_t (*autopack_curl_sink)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode autopack_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode autopack_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode autopack_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode autopack_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode autopack_curl_set_list(
    CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode autopack_curl_set_sink(
    CURL *handle, CURLoption option, autopack_curl_sink value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode autopack_curl_set_prerequisite(
    CURL *handle, curl_prereq_callback callback, void *context) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_PREREQDATA, context);
    return result == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, callback) : result;
}

static inline CURLcode autopack_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode autopack_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

// The result in a finished transfer's message; a union, which Swift reads less directly.
static inline CURLcode autopack_curl_result(const CURLMsg *message) {
    return message->data.result;
}

#endif
