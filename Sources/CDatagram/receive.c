#include "envelope.h"

/// Space for the control messages of one datagram: the local address it was sent to.
union control {
    struct cmsghdr alignment;
    char bytes[CMSG_SPACE(sizeof(struct in6_pktinfo))];
};

/// The buffers that the system fills.
struct mail {
    envelope envelopes[cdatagram_batch];
    struct sockaddr_storage sources[cdatagram_batch];
    struct iovec slots[cdatagram_batch];
    union control controls[cdatagram_batch];
};

static void prepare(struct mail *mail, uint8_t *slots, size_t slot_size, size_t count) {
    for (size_t index = 0; index < count; index++) {
        mail->slots[index] = (struct iovec){slots + index * slot_size, slot_size};
        HEADER(mail->envelopes[index]) = (struct msghdr){
            .msg_name = &mail->sources[index],
            .msg_namelen = sizeof mail->sources[index],
            .msg_iov = &mail->slots[index],
            .msg_iovlen = 1,
            .msg_control = &mail->controls[index],
            .msg_controllen = sizeof mail->controls[index],
        };
    }
}

/// Receives into the envelopes, sets the length of each datagram, and returns their number: 0 when there are none, or
/// when the system reported an error of an earlier datagram instead.
static size_t collect(int descriptor, struct mail *mail, size_t count, struct cdatagram_arrival *arrivals) {
#if __linux__
    int filled = recvmmsg(descriptor, mail->envelopes, (unsigned)count, MSG_DONTWAIT, NULL);
    for (int index = 0; index < filled; index++)
        arrivals[index].length = mail->envelopes[index].msg_len;
    return filled < 0 ? 0 : (size_t)filled;
#else
    ssize_t length = count == 0 ? -1 : recvmsg(descriptor, mail->envelopes, MSG_DONTWAIT);
    if (length < 0)
        return 0;
    arrivals[0].length = (size_t)length;
    return 1;
#endif
}

/// The local address that the datagram was sent to (RFC 3542 section 6.2, ip(7)), if the system reported it.
static struct cdatagram_address destination(struct msghdr *header) {
    for (struct cmsghdr *message = CMSG_FIRSTHDR(header); message; message = CMSG_NXTHDR(header, message)) {
        if (message->cmsg_level == IPPROTO_IPV6 && message->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo info;
            memcpy(&info, CMSG_DATA(message), sizeof info);
            struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = info.ipi6_addr};
            return cdatagram_read(&address);
        }
        if (message->cmsg_level == IPPROTO_IP && message->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;
            memcpy(&info, CMSG_DATA(message), sizeof info);
            struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = info.ipi_addr};
            return cdatagram_read(&address);
        }
    }
    return (struct cdatagram_address){0};
}

size_t cdatagram_receive(int descriptor, void *slots, size_t slot_size, struct cdatagram_arrival *arrivals,
                         size_t count) {
    struct mail mail;
    if (count > cdatagram_batch)
        count = cdatagram_batch;
    prepare(&mail, slots, slot_size, count);
    size_t filled = collect(descriptor, &mail, count, arrivals);
    for (size_t index = 0; index < filled; index++) {
        arrivals[index].source = cdatagram_read(&mail.sources[index]);
        arrivals[index].destination = destination(&HEADER(mail.envelopes[index]));
    }
    return filled;
}
