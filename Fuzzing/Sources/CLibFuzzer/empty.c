// SwiftPM needs a source in a C target; the declared function is in libFuzzer, which the linker adds.
#include "CLibFuzzer.h"
