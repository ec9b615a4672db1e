#pragma once

// Gives memory that the heap has free, in whatever arena, back to the system. Takes some milliseconds for a heap that has
// grown by a hundred megabytes; other threads may have to wait for an arena meanwhile. Does nothing where the C library
// has no such thing.
void heap_trim(void);
