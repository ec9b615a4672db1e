#ifndef FERRY_ASSETS_H
#define FERRY_ASSETS_H

#include <stddef.h>

/// A file of the page, compiled into the binary. Its memory is constant and lives as long as the process.
typedef struct {
    /// Path below web/, with slashes and without a leading one: "app/main.js".
    const char *path;
    const unsigned char *bytes;
    size_t length;
} ferry_asset;

/// Number of files.
size_t ferry_asset_count(void);

/// The file at `index`, which must be below `ferry_asset_count()`.
ferry_asset ferry_asset_at(size_t index);

#endif
