// Keeps relay sockets full and reports the cost: the load of the relay's measurement.
//
//     relay-load BYTES SENDER:RECEIVER...          BYTES through every pair, received to the last
//     relay-load --stopped BYTES SENDER:RECEIVER...  receivers stopped: as many as are taken, BYTES at most
//
// SENDER and RECEIVER are inherited descriptors of WebSockets after their handshake. Frames are made once, of random
// bytes: any bytes are a masked payload. Received payload is counted frame by frame and discarded inside the kernel.
// Prints one line of JSON: payload bytes sent and received, seconds, CPU seconds of this process.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

enum {
    payload_size = 65536,
    // Two bytes, eight of length, four of mask (RFC 6455, section 5.2).
    frame_size = payload_size + 14,
    frames_at_once = 16,
    most_pairs = 64,
    // The time without progress, in milliseconds, after which the run ends.
    patience = 2000,
};

struct pair {
    int sender, receiver;
    uint64_t to_send, to_receive; // frames' bytes on the wire; payload bytes
    uint64_t sent;                // bytes on the wire
    uint64_t received;            // payload bytes
    uint64_t payload_left;        // of the frame that is arriving
    uint8_t header[10];
    size_t header_size;
};

static uint8_t frames[(size_t)frames_at_once * frame_size];

static void fail(const char *what) {
    fprintf(stderr, "relay-load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void make_frames(void) {
    srandom(1);
    for (size_t i = 0; i < sizeof frames; i++) frames[i] = (uint8_t)random();
    for (size_t i = 0; i < frames_at_once; i++) {
        uint8_t *frame = frames + i * frame_size;
        frame[0] = 0x82; // final, binary
        frame[1] = 0xff; // masked, eight bytes of length
        for (int byte = 0; byte < 8; byte++) frame[2 + byte] = (uint8_t)((uint64_t)payload_size >> (56 - 8 * byte));
    }
}

static bool would_block(ssize_t result) {
    if (result > 0) return false;
    if (result < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (result == 0) errno = ECONNRESET;
    fail("socket");
    return false;
}

// Sends a few times the buffer, so that one socket does not starve the others.
static void send_more(struct pair *pair) {
    for (int turn = 0; turn < 4 && pair->sent < pair->to_send; turn++) {
        size_t offset = pair->sent % sizeof frames, length = sizeof frames - offset;
        if (length > pair->to_send - pair->sent) length = pair->to_send - pair->sent;
        ssize_t result = send(pair->sender, frames + offset, length, MSG_NOSIGNAL);
        if (would_block(result)) return;
        pair->sent += (uint64_t)result;
    }
}

// The length of the header, as far as its beginning tells. A server's frames are not masked.
static size_t header_length(const struct pair *pair) {
    if (pair->header_size < 2 || pair->header[1] < 126) return 2;
    return pair->header[1] == 126 ? 4 : 10;
}

static void begin_payload(struct pair *pair) {
    uint64_t length = pair->header[1];
    if (length >= 126) {
        length = 0;
        for (size_t i = 2; i < pair->header_size; i++) length = length << 8 | pair->header[i];
    }
    if ((pair->header[0] & 0x0f) > 2) {
        fprintf(stderr, "relay-load: a control frame, %u, instead of data\n", pair->header[0] & 0x0fu);
        exit(1);
    }
    pair->payload_left = length;
    pair->header_size = 0;
}

static void receive_more(struct pair *pair) {
    for (int turn = 0; turn < 64; turn++) {
        if (pair->payload_left > 0) {
            ssize_t result = recv(pair->receiver, NULL, pair->payload_left, MSG_TRUNC);
            if (would_block(result)) return;
            pair->payload_left -= (uint64_t)result;
            pair->received += (uint64_t)result;
            continue;
        }
        ssize_t result =
            recv(pair->receiver, pair->header + pair->header_size, header_length(pair) - pair->header_size, 0);
        if (would_block(result)) return;
        pair->header_size += (size_t)result;
        if (pair->header_size == header_length(pair)) begin_payload(pair);
    }
}

static void watch(int epoll, int descriptor, uint32_t events, size_t key) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0) fail("descriptor");
    struct epoll_event event = {.events = events, .data.u64 = key};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) < 0) fail("epoll");
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double cpu_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

int main(int count, char **arguments) {
    bool stopped = count > 1 && strcmp(arguments[1], "--stopped") == 0;
    char **rest = arguments + (stopped ? 2 : 1);
    if (count - (rest - arguments) < 2) {
        fprintf(stderr, "usage: relay-load [--stopped] BYTES SENDER:RECEIVER...\n");
        return 2;
    }
    uint64_t frame_count = strtoull(*rest++, NULL, 10) / payload_size;
    size_t pairs_count = (size_t)(count - (rest - arguments));
    if (pairs_count > most_pairs) return fprintf(stderr, "relay-load: at most %d pairs\n", most_pairs), 2;

    static struct pair pairs[most_pairs];
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    make_frames();
    for (size_t i = 0; i < pairs_count; i++) {
        struct pair *pair = &pairs[i];
        if (sscanf(rest[i], "%d:%d", &pair->sender, &pair->receiver) != 2) fail(rest[i]);
        pair->to_send = frame_count * frame_size;
        pair->to_receive = stopped ? 0 : frame_count * payload_size;
        // Level-triggered, because a turn may end before the socket is exhausted.
        watch(epoll, pair->sender, EPOLLOUT, i * 2);
        if (!stopped) watch(epoll, pair->receiver, EPOLLIN, i * 2 + 1);
    }

    double start = now(), cpu = cpu_seconds(), end = start;
    for (size_t open = pairs_count; open > 0;) {
        struct epoll_event events[most_pairs * 2];
        int ready = epoll_wait(epoll, events, most_pairs * 2, patience);
        if (ready < 0 && errno != EINTR) fail("epoll");
        if (ready == 0) break;
        for (int i = 0; i < ready; i++) {
            struct pair *pair = &pairs[events[i].data.u64 / 2];
            bool is_receiver = events[i].data.u64 & 1;
            if (is_receiver) receive_more(pair);
            else send_more(pair);
            if (!is_receiver && pair->sent == pair->to_send) {
                epoll_ctl(epoll, EPOLL_CTL_DEL, pair->sender, NULL);
                if (stopped) open--;
            }
            if (is_receiver && pair->received >= pair->to_receive) {
                epoll_ctl(epoll, EPOLL_CTL_DEL, pair->receiver, NULL);
                open--;
            }
        }
        end = now();
    }
    uint64_t sent = 0, received = 0;
    for (size_t i = 0; i < pairs_count; i++) {
        sent += pairs[i].sent / frame_size * payload_size;
        received += pairs[i].received;
    }
    if (!stopped && received != frame_count * payload_size * pairs_count) {
        fprintf(stderr, "relay-load: %llu bytes came of %llu\n", (unsigned long long)received,
                (unsigned long long)(frame_count * payload_size * pairs_count));
        return 1;
    }
    printf("{\"sent\": %llu, \"received\": %llu, \"seconds\": %.6f, \"cpu\": %.6f}\n", (unsigned long long)sent,
           (unsigned long long)received, end - start, cpu_seconds() - cpu);
    return 0;
}
