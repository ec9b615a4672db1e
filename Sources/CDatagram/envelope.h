#ifndef FERRY_CDATAGRAM_ENVELOPE_H
#define FERRY_CDATAGRAM_ENVELOPE_H

// sendmmsg, recvmmsg and struct in6_pktinfo are extensions of the C library's, and Darwin's IPV6_PKTINFO is hidden
// otherwise. Included before everything else.
#define _GNU_SOURCE
#define __APPLE_USE_RFC_3542

#include "CDatagram.h"
#include "address.h"

// Linux takes and gives many messages by one call, others one.
#if __linux__
typedef struct mmsghdr envelope;
#define HEADER(envelope) ((envelope).msg_hdr)
#else
typedef struct msghdr envelope;
#define HEADER(envelope) (envelope)
#endif

#endif
