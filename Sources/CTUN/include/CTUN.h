#ifndef CTUN_H
#define CTUN_H

#include <poll.h>
#include <stdint.h>

/// Makes a TUN device called `interface` in the network namespace that the file `namespace_path` stands for, and
/// returns its descriptor: one IP packet a read and a write, without a header before it, and never blocking. The
/// descriptor keeps working from the namespace the caller is in.
///
/// Returns the negated errno when that fails. Changes the calling thread's namespace for a moment, so it is to be
/// called before there are other threads that care.
int ctun_open(const char *namespace_path, const char *interface);

/// Waits until one of the `count` descriptors is ready, or `nanoseconds` have passed; without limit when that is
/// negative. As ppoll, which Swift does not see.
int ctun_wait(struct pollfd *descriptors, int count, int64_t nanoseconds);

#endif
