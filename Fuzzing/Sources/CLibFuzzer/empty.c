// SwiftPM wants a source in a C target; what the header declares is in libFuzzer, which the linker adds.
#include "CLibFuzzer.h"
