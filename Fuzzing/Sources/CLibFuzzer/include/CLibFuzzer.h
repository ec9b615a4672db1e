#pragma once

#include <stddef.h>
#include <stdint.h>

/// libFuzzer's entry point for programs with their own `main` (FuzzerInterface.h of compiler-rt). Runs until a limit of
/// the options in `argv` is reached, or until `check` crashes, which ends the process.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*check)(const uint8_t *data, size_t size));
