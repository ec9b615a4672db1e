#ifndef FERRY_CDATAGRAM_H
#define FERRY_CDATAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// An address and a port, or nothing.
struct cdatagram_address {
    /// The first and the last 64 bits of an IPv6 address, as numbers; an IPv4 address is the last 32 of them.
    uint64_t high, low;
    /// In host order.
    uint16_t port;
    /// 4 or 6; 0: no address.
    uint8_t family;
};

/// A datagram to be sent.
struct cdatagram_message {
    const void *bytes;
    size_t length;
    struct cdatagram_address destination;
    /// The address of this machine that it goes out from; without one the system chooses. Its port means nothing.
    struct cdatagram_address source;
};

/// What a failed send means.
enum cdatagram_failure {
    /// The system's buffer is full: try again in a moment.
    cdatagram_would_block,
    /// This datagram cannot be sent, the next one may be: its destination is forbidden, unreachable or nonsense, it is
    /// too large, or the system has no room for it.
    cdatagram_lost,
    /// The descriptor is no socket.
    cdatagram_broken,
};

/// A datagram that has come.
struct cdatagram_arrival {
    /// As many of its bytes as its slot has room for.
    size_t length;
    struct cdatagram_address source;
    /// The address of this machine that it came to; none when the system was not asked to tell.
    struct cdatagram_address destination;
};

/// Messages that one call of cdatagram_send or cdatagram_receive takes.
enum { cdatagram_batch = 64 };

/// Makes a non-blocking UDP socket and binds it to `address`; port 0 takes any free one.
///
/// - `dual`: whether an IPv6 socket takes IPv4 too, in mapped form.
/// - `receive_buffer`: bytes that may wait to be read; 0 leaves the system's default. A wish: the system has a limit.
/// - `bound`: becomes the address it got.
///
/// Addresses are never shared with other sockets, so that one in use is found out. Returns the descriptor, or the
/// negated errno.
int cdatagram_open(const struct cdatagram_address *address, bool dual, int receive_buffer,
                   struct cdatagram_address *bound);

/// The address in a `struct sockaddr`; IPv4 is never mapped. Of another family: none.
struct cdatagram_address cdatagram_read(const void *socket_address);

/// A further descriptor of the socket behind `descriptor`, or the negated errno.
int cdatagram_duplicate(int descriptor);

/// Closes a descriptor.
void cdatagram_close(int descriptor);

/// Whether the system knows how to take several datagrams as one. Linux before 4.18, which still runs in storage boxes,
/// does not, and would send them as one long datagram without a word.
bool cdatagram_can_join(int descriptor);

/// Sends up to `cdatagram_batch` messages in order, and returns how many the system took. When that is not all of them,
/// `failure` says what became of the next one.
///
/// - `family`: 4 or 6, that of the socket. An IPv6 socket sends to IPv4 addresses in mapped form.
/// - `joins`: whether the system may be given datagrams of one length and one destination as one (UDP_SEGMENT, udp(7)).
///   Becomes false when the socket's device cannot do that.
size_t cdatagram_send(int descriptor, int family, const struct cdatagram_message *messages, size_t count, bool *joins,
                      enum cdatagram_failure *failure);

/// Reads up to `count` datagrams, at most `cdatagram_batch`, that have come, without waiting for one, and returns how
/// many there were. Each is written to its slot of `slot_size` bytes, the first one at `slots`, and cut off where that
/// ends.
size_t cdatagram_receive(int descriptor, void *slots, size_t slot_size, struct cdatagram_arrival *arrivals,
                         size_t count);

#endif
