#pragma once

// Returns the free memory of all heap arenas to the system. Takes some milliseconds after the heap has grown by a
// hundred megabytes, and other threads may wait for an arena meanwhile. Does nothing where the C library has no such
// function.
void heap_trim(void);
