#ifndef AUTOPACK_CLIBGIT2_SHIM_H
#define AUTOPACK_CLIBGIT2_SHIM_H

#include <git2.h>
#include <git2/sys/config.h>
#include <git2/sys/repository.h>
#include <stdlib.h>
#include <string.h>

/* Objects and refs are flushed to disk before they count as written. */
static inline int autopack_git_flush_writes(void) {
    return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
}

/*
 * A configuration layer in memory with one entry, core.logAllRefUpdates=false: refs that move
 * through libgit2 get no reflog. The library has no option for it, and no layer in memory of its
 * own before 1.7.
 */
struct autopack_layer_iterator {
    git_config_iterator parent;
    int done;
};

static void autopack_layer_entry_free(git_config_entry *entry) { (void)entry; }

static git_config_entry *autopack_layer_entry(void) {
    static git_config_entry entry = {
        "core.logallrefupdates", "false", 0, GIT_CONFIG_LEVEL_APP, autopack_layer_entry_free, NULL};
    return &entry;
}

static int autopack_layer_open(
    git_config_backend *layer, git_config_level_t level, const git_repository *repository) {
    (void)layer, (void)level, (void)repository;
    return 0;
}

static int autopack_layer_get(git_config_backend *layer, const char *key, git_config_entry **out) {
    (void)layer;
    if (strcmp(key, "core.logallrefupdates") != 0) return GIT_ENOTFOUND;
    *out = autopack_layer_entry();
    return 0;
}

static int autopack_layer_set(git_config_backend *layer, const char *key, const char *value) {
    (void)layer, (void)key, (void)value;
    return GIT_ENOTFOUND;
}

static int autopack_layer_set_multivar(
    git_config_backend *layer, const char *key, const char *pattern, const char *value) {
    (void)layer, (void)key, (void)pattern, (void)value;
    return GIT_ENOTFOUND;
}

static int autopack_layer_delete(git_config_backend *layer, const char *key) {
    (void)layer, (void)key;
    return GIT_ENOTFOUND;
}

static int autopack_layer_next(git_config_entry **out, git_config_iterator *iterator) {
    struct autopack_layer_iterator *self = (struct autopack_layer_iterator *)iterator;
    if (self->done) return GIT_ITEROVER;
    self->done = 1;
    *out = autopack_layer_entry();
    return 0;
}

static void autopack_layer_iterator_free(git_config_iterator *iterator) { free(iterator); }

static int autopack_layer_iterate(git_config_iterator **out, git_config_backend *layer) {
    struct autopack_layer_iterator *iterator = calloc(1, sizeof *iterator);
    if (iterator == NULL) return GIT_ERROR;
    iterator->parent.backend = layer;
    iterator->parent.next = autopack_layer_next;
    iterator->parent.free = autopack_layer_iterator_free;
    *out = &iterator->parent;
    return 0;
}

static int autopack_layer_lock(git_config_backend *layer) {
    (void)layer;
    return 0;
}

static int autopack_layer_unlock(git_config_backend *layer, int success) {
    (void)layer, (void)success;
    return 0;
}

static void autopack_layer_free(git_config_backend *layer) { free(layer); }

static int autopack_layer_new(git_config_backend **out, git_config_backend *unused) {
    git_config_backend *layer = calloc(1, sizeof *layer);
    (void)unused;
    if (layer == NULL || git_config_init_backend(layer, GIT_CONFIG_BACKEND_VERSION) < 0) {
        free(layer);
        return GIT_ERROR;
    }
    layer->readonly = 1;
    layer->open = autopack_layer_open;
    layer->get = autopack_layer_get;
    layer->set = autopack_layer_set;
    layer->set_multivar = autopack_layer_set_multivar;
    layer->del = autopack_layer_delete;
    layer->del_multivar = autopack_layer_set;
    layer->iterator = autopack_layer_iterate;
    layer->snapshot = autopack_layer_new;
    layer->lock = autopack_layer_lock;
    layer->unlock = autopack_layer_unlock;
    layer->free = autopack_layer_free;
    *out = layer;
    return 0;
}

/* Adds the layer above all files of a configuration. */
static inline int autopack_git_config_without_reflogs(git_config *config) {
    git_config_backend *layer = NULL;
    int error = autopack_layer_new(&layer, NULL);
    if (error < 0) return error;
    error = git_config_add_backend(config, layer, GIT_CONFIG_LEVEL_APP, NULL, 1);
    if (error < 0) autopack_layer_free(layer);
    return error;
}

#endif
