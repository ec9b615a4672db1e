// The common part of the load clients for datagrams.
#pragma once
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

enum {
    // Constants of STUN (RFC 8489, section 5).
    stun_header_size = 20,
    stun_cookie = 0x2112a442,
    // The most datagrams sent or received with one call.
    most_at_once = 64,
    // The time without an arrival, in milliseconds, after which datagrams in flight count as lost.
    patience = 100,
};

static const char *program = "load";

static inline void fail(const char *what) {
    fprintf(stderr, "%s: %s: %s\n", program, what, strerror(errno));
    exit(1);
}

static inline double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static inline double cpu_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

static inline void put16(uint8_t *at, unsigned value) {
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static inline void put32(uint8_t *at, uint32_t value) {
    put16(at, value >> 16);
    put16(at + 2, value & 0xffff);
}

static inline unsigned get16(const uint8_t *at) { return (unsigned)at[0] << 8 | at[1]; }

static inline uint32_t get32(const uint8_t *at) { return (uint32_t)get16(at) << 16 | get16(at + 2); }

// Sends as many datagrams as the socket takes. Goes on after an error that a peer without a socket causes.
static inline unsigned send_some(int descriptor, struct mmsghdr *messages, unsigned count) {
    int sent = sendmmsg(descriptor, messages, count, MSG_DONTWAIT);
    if (sent >= 0) return (unsigned)sent;
    if (errno != EAGAIN && errno != EINTR && errno != ECONNREFUSED && errno != ENOBUFS) fail("send");
    return 0;
}

// Receives the datagrams that have arrived.
static inline unsigned receive_some(int descriptor, struct mmsghdr *messages, unsigned count) {
    int received = recvmmsg(descriptor, messages, count, MSG_DONTWAIT, NULL);
    if (received >= 0) return (unsigned)received;
    if (errno != EAGAIN && errno != EINTR && errno != ECONNREFUSED) fail("receive");
    return 0;
}
