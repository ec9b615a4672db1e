// The C library declares F_DUPFD_CLOEXEC only with this.
#define _GNU_SOURCE

#include "CDatagram.h"
#include "address.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static bool set(int descriptor, int level, int option, int value) {
    return setsockopt(descriptor, level, option, &value, sizeof value) == 0;
}

static int prepare(int descriptor, const struct cdatagram_address *address, bool dual, int receive_buffer,
                   struct cdatagram_address *bound) {
    if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0 || fcntl(descriptor, F_SETFL, O_NONBLOCK) != 0)
        return -errno;
    if (address->family == 6 && !set(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, !dual))
        return -errno;
    // The system caps the size; binding goes on even when it refuses.
    if (receive_buffer > 0)
        set(descriptor, SOL_SOCKET, SO_RCVBUF, receive_buffer);
    struct sockaddr_storage storage;
    socklen_t length = cdatagram_to_system(address, address->family, &storage);
    if (bind(descriptor, (struct sockaddr *)&storage, length) != 0)
        return -errno;
    length = sizeof storage;
    if (getsockname(descriptor, (struct sockaddr *)&storage, &length) != 0)
        return -errno;
    *bound = cdatagram_read(&storage);
    return descriptor;
}

int cdatagram_open(const struct cdatagram_address *address, bool dual, int receive_buffer,
                   struct cdatagram_address *bound) {
    int descriptor = socket(address->family == 6 ? AF_INET6 : AF_INET, SOCK_DGRAM, 0);
    if (descriptor < 0)
        return -errno;
    int result = prepare(descriptor, address, dual, receive_buffer, bound);
    if (result < 0)
        close(descriptor);
    return result;
}

int cdatagram_duplicate(int descriptor) {
    int duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    return duplicate < 0 ? -errno : duplicate;
}

void cdatagram_close(int descriptor) {
    close(descriptor);
}
