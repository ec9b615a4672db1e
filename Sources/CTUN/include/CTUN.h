#ifndef CTUN_H
#define CTUN_H

#include <poll.h>
#include <stdint.h>

/// Makes a TUN device called `interface` in the network namespace of the file `namespace_path`, and returns its
/// non-blocking descriptor. Each read and each write is one IP packet, without a header before it. The descriptor works
/// from any namespace.
///
/// Returns the negated errno when that fails. Changes the calling thread's namespace during the call.
int ctun_open(const char *namespace_path, const char *interface);

/// Waits until one of the `count` descriptors is ready, or `nanoseconds` have passed; without limit when that is
/// negative. A wrapper of ppoll, which Swift cannot import.
int ctun_wait(struct pollfd *descriptors, int count, int64_t nanoseconds);

#endif
