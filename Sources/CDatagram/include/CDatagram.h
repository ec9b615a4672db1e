#ifndef FERRY_CDATAGRAM_H
#define FERRY_CDATAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// An address with a port, or none.
struct cdatagram_address {
    /// The first and the last 64 bits of an IPv6 address, as numbers; an IPv4 address is the last 32 of them.
    uint64_t high, low;
    /// The port in host order.
    uint16_t port;
    /// The IP version, 4 or 6; 0: no address.
    uint8_t family;
};

/// A datagram to send.
struct cdatagram_message {
    const void *bytes;
    size_t length;
    struct cdatagram_address destination;
    /// The local address to send from; none leaves the choice to the system. Its port is ignored.
    struct cdatagram_address source;
};

/// The kind of a failed send.
enum cdatagram_failure {
    /// The send buffer is full: try again in a moment.
    cdatagram_would_block,
    /// Only this datagram cannot be sent: its destination is forbidden, unreachable or invalid, it is too large, or the
    /// system is out of memory for it.
    cdatagram_lost,
    /// The descriptor is not a socket.
    cdatagram_broken,
};

/// A received datagram.
struct cdatagram_arrival {
    /// The number of bytes in its slot.
    size_t length;
    struct cdatagram_address source;
    /// The local address it was sent to; none when the system was not asked to report it.
    struct cdatagram_address destination;
};

/// The most messages that one call of cdatagram_send or cdatagram_receive takes.
enum { cdatagram_batch = 64 };

/// Makes a non-blocking UDP socket and binds it to `address`; port 0 takes any free one.
///
/// - `dual`: whether an IPv6 socket receives IPv4 too, in mapped form.
/// - `receive_buffer`: the size of the receive buffer in bytes; 0 leaves the system's default. The system may set less.
/// - `bound`: set to the bound address.
///
/// SO_REUSEADDR is not set, so binding an address in use fails. Returns the descriptor, or the negated errno.
int cdatagram_open(const struct cdatagram_address *address, bool dual, int receive_buffer,
                   struct cdatagram_address *bound);

/// The address in a `struct sockaddr`, IPv4 unmapped; none for another address family.
struct cdatagram_address cdatagram_read(const void *socket_address);

/// A second descriptor of the socket behind `descriptor`, or the negated errno.
int cdatagram_duplicate(int descriptor);

/// Closes a descriptor.
void cdatagram_close(int descriptor);

/// Whether the system supports UDP segmentation offload (UDP_SEGMENT, udp(7)). Linux before 4.18, which NAS devices
/// still run, does not: it would send the joined datagrams as one long datagram, without an error.
bool cdatagram_can_join(int descriptor);

/// Sends up to `cdatagram_batch` messages in order, and returns how many the system took. When that is not all of them,
/// `failure` is set to the kind of error of the next one.
///
/// - `family`: 4 or 6, the socket's. An IPv6 socket sends to IPv4 addresses in mapped form.
/// - `joins`: whether to join datagrams of one length and one destination (UDP_SEGMENT, udp(7)). Set to false when the
///   network device does not support it.
size_t cdatagram_send(int descriptor, int family, const struct cdatagram_message *messages, size_t count, bool *joins,
                      enum cdatagram_failure *failure);

/// Receives up to `count` datagrams, at most `cdatagram_batch`, without waiting, and returns their number. Each is
/// written to its slot of `slot_size` bytes, the first one at `slots`, and truncated to that size.
size_t cdatagram_receive(int descriptor, void *slots, size_t slot_size, struct cdatagram_arrival *arrivals,
                         size_t count);

#endif
