#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stdint.h>

/// The number of allocations since the process began.
uint64_t allocations(void);

#endif
