// sendmmsg and struct in6_pktinfo are extensions of the C library's, and Darwin's IPV6_PKTINFO is hidden otherwise.
#define _GNU_SOURCE
#define __APPLE_USE_RFC_3542

#include "CDatagram.h"
#include "address.h"

#include <errno.h>

#if __linux__
typedef struct mmsghdr envelope;
#define HEADER(envelope) ((envelope).msg_hdr)
#else
typedef struct msghdr envelope;
#define HEADER(envelope) (envelope)
#endif

/// Room for the control message that names the source of one datagram.
union control {
    struct cmsghdr alignment;
    char bytes[CMSG_SPACE(sizeof(struct in6_pktinfo))];
};

/// What one datagram needs while it is handed to the system.
struct parts {
    struct sockaddr_storage destination;
    struct iovec bytes;
    union control control;
};

static void put(struct msghdr *header, union control *control, int level, int type, const void *info, size_t length) {
    header->msg_control = control;
    header->msg_controllen = CMSG_SPACE(length);
    memset(control, 0, sizeof *control);
    struct cmsghdr *message = CMSG_FIRSTHDR(header);
    message->cmsg_level = level;
    message->cmsg_type = type;
    message->cmsg_len = CMSG_LEN(length);
    memcpy(CMSG_DATA(message), info, length);
}

/// Makes the datagram go out from `source` (RFC 3542 section 6.2, ip(7)).
static void put_source(struct msghdr *header, union control *control, int family,
                       const struct cdatagram_address *source) {
    if (source->family == 0)
        return;
    if (family == 6) {
        struct in6_pktinfo info = {.ipi6_addr = cdatagram_octets_v6(source)};
        put(header, control, IPPROTO_IPV6, IPV6_PKTINFO, &info, sizeof info);
    } else {
        struct in_pktinfo info = {.ipi_spec_dst.s_addr = htonl((uint32_t)source->low)};
        put(header, control, IPPROTO_IP, IP_PKTINFO, &info, sizeof info);
    }
}

static void fill(struct msghdr *header, struct parts *parts, int family, const struct cdatagram_message *message) {
    memset(header, 0, sizeof *header);
    parts->bytes.iov_base = (void *)message->bytes;
    parts->bytes.iov_len = message->length;
    header->msg_name = &parts->destination;
    header->msg_namelen = cdatagram_to_system(&message->destination, family, &parts->destination);
    header->msg_iov = &parts->bytes;
    header->msg_iovlen = 1;
    put_source(header, &parts->control, family, &message->source);
}

static ssize_t send_some(int descriptor, envelope *envelopes, size_t count) {
#if __linux__
    return sendmmsg(descriptor, envelopes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
#else
    return sendmsg(descriptor, envelopes, MSG_DONTWAIT) < 0 ? -1 : 1;
#endif
}

static enum cdatagram_failure classify(int error) {
    if (error == EAGAIN || error == EWOULDBLOCK)
        return cdatagram_would_block;
    // Everything else speaks of one destination or one moment: EACCES (broadcast), EINVAL (port 0), EPERM (firewall),
    // ENETUNREACH, EHOSTUNREACH, EMSGSIZE, EADDRNOTAVAIL (a source that is no longer ours), ENOBUFS, ENOMEM …
    return error == EBADF || error == ENOTSOCK ? cdatagram_broken : cdatagram_lost;
}

size_t cdatagram_send(int descriptor, int family, const struct cdatagram_message *messages, size_t count,
                      enum cdatagram_failure *failure) {
    if (count > cdatagram_batch)
        count = cdatagram_batch;
    envelope envelopes[cdatagram_batch];
    struct parts parts[cdatagram_batch];
    for (size_t index = 0; index < count; index++)
        fill(&HEADER(envelopes[index]), &parts[index], family, &messages[index]);
    size_t sent = 0;
    while (sent < count) {
        // An error comes only when the first of them fails; else it is found by asking again.
        ssize_t taken = send_some(descriptor, &envelopes[sent], count - sent);
        if (taken > 0) {
            sent += (size_t)taken;
        } else if (taken == 0 || errno != EINTR) {
            *failure = taken == 0 ? cdatagram_would_block : classify(errno);
            return sent;
        }
    }
    return sent;
}
