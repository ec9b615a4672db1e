#ifndef FERRY_CDATAGRAM_ADDRESS_H
#define FERRY_CDATAGRAM_ADDRESS_H

#include "CDatagram.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/// Writes `number` in network order.
static inline void cdatagram_put(uint8_t *octets, uint64_t number, int count) {
    for (int index = count - 1; index >= 0; index--, number >>= 8)
        octets[index] = (uint8_t)number;
}

/// The octets of `address` on an IPv6 socket: IPv4 is mapped (RFC 4291 section 2.5.5.2).
static inline struct in6_addr cdatagram_octets_v6(const struct cdatagram_address *address) {
    struct in6_addr result;
    bool mapped = address->family == 4;
    cdatagram_put(&result.s6_addr[0], mapped ? 0 : address->high, 8);
    cdatagram_put(&result.s6_addr[8], mapped ? 0xFFFF00000000 | address->low : address->low, 8);
    return result;
}

/// Converts `address` to the form of a socket of `family`, and returns its length.
static inline socklen_t cdatagram_to_system(const struct cdatagram_address *address, int family,
                                            struct sockaddr_storage *storage) {
    if (family == 6) {
        struct sockaddr_in6 result = {.sin6_family = AF_INET6, .sin6_port = htons(address->port)};
        result.sin6_addr = cdatagram_octets_v6(address);
        memcpy(storage, &result, sizeof result);
        return sizeof result;
    }
    struct sockaddr_in result = {.sin_family = AF_INET, .sin_port = htons(address->port)};
    result.sin_addr.s_addr = htonl((uint32_t)address->low);
    memcpy(storage, &result, sizeof result);
    return sizeof result;
}

#endif
