#include "address.h"

static uint64_t number(const uint8_t *octets, int count) {
    uint64_t number = 0;
    for (int index = 0; index < count; index++)
        number = number << 8 | octets[index];
    return number;
}

static struct cdatagram_address read_v6(const struct sockaddr_in6 *address) {
    const uint8_t *octets = address->sin6_addr.s6_addr;
    struct cdatagram_address result = {.port = ntohs(address->sin6_port)};
    if (IN6_IS_ADDR_V4MAPPED(&address->sin6_addr)) {
        result.family = 4;
        result.low = number(octets + 12, 4);
    } else {
        result.family = 6;
        result.high = number(octets, 8);
        result.low = number(octets + 8, 8);
    }
    return result;
}

struct cdatagram_address cdatagram_read(const void *socket_address) {
    const struct sockaddr *address = socket_address;
    if (address->sa_family == AF_INET6)
        return read_v6(socket_address);
    if (address->sa_family != AF_INET)
        return (struct cdatagram_address){0};
    const struct sockaddr_in *v4 = socket_address;
    return (struct cdatagram_address){.family = 4, .low = ntohl(v4->sin_addr.s_addr), .port = ntohs(v4->sin_port)};
}
