// Written by scripts/embed-assets: run it after a file below web/ was added or removed.
#include "CAssets.h"

static const unsigned char asset_0[] = {
#embed "../../web/trust.css"
};
static const unsigned char asset_1[] = {
#embed "../../web/trust.html"
};

static const ferry_asset assets[] = {
    {"trust.css", asset_0, sizeof asset_0},
    {"trust.html", asset_1, sizeof asset_1},
};

size_t ferry_asset_count(void) {
    return sizeof assets / sizeof assets[0];
}

ferry_asset ferry_asset_at(size_t index) {
    return assets[index];
}
