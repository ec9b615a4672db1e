#include "envelope.h"

#include <errno.h>
#include <netinet/udp.h>

enum {
    // Limits on the datagrams that one call sends as one: their number (Linux), and their bytes (IP).
    most_segments = 64,
    most_segment_bytes = 65000,
    // The fewest datagrams worth joining: taking them apart costs the system something too.
    fewest_segments = 2,
};

/// Space for the control messages of one envelope: its source address, and the length of its segments.
union control {
    struct cmsghdr alignment;
    char bytes[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(uint16_t))];
};

/// The buffers for the system: each envelope is one datagram, or several for one destination.
struct mail {
    envelope envelopes[cdatagram_batch];
    struct sockaddr_storage destinations[cdatagram_batch];
    struct iovec bytes[cdatagram_batch];
    union control controls[cdatagram_batch];
    /// Number of messages in each envelope.
    size_t sizes[cdatagram_batch];
    size_t count;
};

static void put(struct msghdr *header, union control *control, int level, int type, const void *info, size_t length) {
    struct cmsghdr *message = (struct cmsghdr *)(control->bytes + header->msg_controllen);
    memset(message, 0, CMSG_SPACE(length));
    message->cmsg_level = level;
    message->cmsg_type = type;
    message->cmsg_len = CMSG_LEN(length);
    memcpy(CMSG_DATA(message), info, length);
    header->msg_control = control;
    header->msg_controllen += CMSG_SPACE(length);
}

/// Sets the source address of the datagram (RFC 3542 section 6.2, ip(7)).
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

static bool same(const struct cdatagram_address *one, const struct cdatagram_address *other) {
    return one->family == other->family && one->port == other->port && one->high == other->high &&
           one->low == other->low;
}

/// The number of `messages` that can be joined: all have the same source, destination and length, except for the last
/// one, which may be shorter.
static size_t run(const struct cdatagram_message *messages, size_t count) {
#ifdef UDP_SEGMENT
    size_t length = messages[0].length, total = length, size = 1;
    if (length == 0)
        return 1;
    for (; size < count && size < most_segments; size++) {
        const struct cdatagram_message *next = &messages[size];
        total += next->length;
        if (messages[size - 1].length != length || next->length > length || next->length == 0 ||
            total > most_segment_bytes || !same(&next->destination, &messages[0].destination) ||
            !same(&next->source, &messages[0].source))
            break;
    }
    return size < fewest_segments ? 1 : size;
#else
    return 1;
#endif
}

bool cdatagram_can_join(int descriptor) {
#ifdef UDP_SEGMENT
    int size = 0;
    socklen_t length = sizeof size;
    return getsockopt(descriptor, IPPROTO_UDP, UDP_SEGMENT, &size, &length) == 0;
#else
    (void)descriptor;
    return false;
#endif
}

static void put_segments(struct msghdr *header, union control *control, size_t length) {
#ifdef UDP_SEGMENT
    uint16_t segment = (uint16_t)length;
    put(header, control, IPPROTO_UDP, UDP_SEGMENT, &segment, sizeof segment);
#endif
}

/// Puts `messages` into envelopes.
static void pack(struct mail *mail, int family, const struct cdatagram_message *messages, size_t count, bool joined) {
    mail->count = 0;
    for (size_t index = 0; index < count; mail->count++) {
        const struct cdatagram_message *first = &messages[index];
        size_t slot = mail->count, size = joined ? run(first, count - index) : 1;
        struct msghdr *header = &HEADER(mail->envelopes[slot]);
        memset(header, 0, sizeof *header);
        header->msg_name = &mail->destinations[slot];
        header->msg_namelen = cdatagram_to_system(&first->destination, family, &mail->destinations[slot]);
        header->msg_iov = &mail->bytes[index];
        header->msg_iovlen = size;
        for (size_t last = index + size; index < last; index++)
            mail->bytes[index] = (struct iovec){(void *)messages[index].bytes, messages[index].length};
        put_source(header, &mail->controls[slot], family, &first->source);
        if (size > 1)
            put_segments(header, &mail->controls[slot], first->length);
        mail->sizes[slot] = size;
    }
}

/// Sends the envelopes and returns how many the system took, -1 when it refused the first one.
static ssize_t post(int descriptor, struct mail *mail) {
#if __linux__
    return sendmmsg(descriptor, mail->envelopes, mail->count, MSG_DONTWAIT | MSG_NOSIGNAL);
#else
    return sendmsg(descriptor, mail->envelopes, MSG_DONTWAIT) < 0 ? -1 : 1;
#endif
}

static enum cdatagram_failure classify(int error) {
    if (error == EAGAIN || error == EWOULDBLOCK)
        return cdatagram_would_block;
    // All other errors concern one destination or one moment: EACCES (broadcast), EINVAL (port 0), EPERM (firewall),
    // ENETUNREACH, EHOSTUNREACH, EMSGSIZE, EADDRNOTAVAIL (the source address is gone), ENOBUFS, ENOMEM …
    return error == EBADF || error == ENOTSOCK ? cdatagram_broken : cdatagram_lost;
}

size_t cdatagram_send(int descriptor, int family, const struct cdatagram_message *messages, size_t count, bool *joins,
                      enum cdatagram_failure *failure) {
    if (count > cdatagram_batch)
        count = cdatagram_batch;
    struct mail mail;
    size_t sent = 0;
    bool joined = *joins;
    while (sent < count) {
        pack(&mail, family, messages + sent, count - sent, joined);
        // An error is returned only when the first envelope fails; an error of a later one shows in the next turn.
        ssize_t taken = post(descriptor, &mail);
        int error = taken < 0 ? errno : 0;
        for (ssize_t slot = 0; slot < taken; slot++)
            sent += mail.sizes[slot];
        if (taken > 0 || error == EINTR)
            continue;
        *failure = taken == 0 ? cdatagram_would_block : classify(error);
        if (*failure == cdatagram_would_block || mail.sizes[0] == 1)
            return sent;
        // One by one they may pass: joined they exceed the path's MTU, or the device (EIO) does not support
        // segmentation.
        joined = false;
        if (error == EIO)
            *joins = false;
    }
    return sent;
}
