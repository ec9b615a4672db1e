#ifndef FERRY_CDATAGRAM_ENVELOPE_H
#define FERRY_CDATAGRAM_ENVELOPE_H

// sendmmsg, recvmmsg and struct in6_pktinfo are extensions of the C library, and Darwin declares IPV6_PKTINFO only with
// the second definition. Include this header first.
#define _GNU_SOURCE
#define __APPLE_USE_RFC_3542

#include "CDatagram.h"
#include "address.h"

// Linux sends and receives many messages with one call, other systems one.
#if __linux__
typedef struct mmsghdr envelope;
#define HEADER(envelope) ((envelope).msg_hdr)
#else
typedef struct msghdr envelope;
#define HEADER(envelope) (envelope)
#endif

#endif
