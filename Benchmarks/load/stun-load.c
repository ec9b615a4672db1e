// Sends requests to a STUN server as fast as it answers.
//
//     stun-load HOST PORT SOCKETS WINDOW SECONDS
//
// Each of the sockets keeps WINDOW Binding requests in flight. Prints one line of JSON: requests sent, responses
// received, seconds, CPU seconds of this process.
#include "load.h"
#include <arpa/inet.h>
#include <poll.h>

enum {
    most_sockets = 64,
    answer_size = 512,
    binding_request = 0x0001,
    binding_success = 0x0101,
};

struct source {
    int descriptor;
    // Requests are numbered, and responses have the number of their request. A lost one is noticed when a later one
    // arrives.
    uint64_t sent, answered, received;
    double last;
};

static uint8_t requests[most_at_once][stun_header_size], answers[most_at_once][answer_size];
static struct iovec request_parts[most_at_once], answer_parts[most_at_once];
static struct mmsghdr outgoing[most_at_once], incoming[most_at_once];

static void prepare(void) {
    for (unsigned i = 0; i < most_at_once; i++) {
        put16(requests[i], binding_request);
        put32(requests[i] + 4, stun_cookie);
        request_parts[i] = (struct iovec){requests[i], stun_header_size};
        answer_parts[i] = (struct iovec){answers[i], answer_size};
        outgoing[i].msg_hdr = (struct msghdr){.msg_iov = &request_parts[i], .msg_iovlen = 1};
        incoming[i].msg_hdr = (struct msghdr){.msg_iov = &answer_parts[i], .msg_iovlen = 1};
    }
}

static void ask(struct source *source, uint64_t window) {
    uint64_t under_way = source->sent - source->answered;
    unsigned count = under_way >= window ? 0 : (unsigned)(window - under_way);
    if (count > most_at_once) count = most_at_once;
    for (unsigned i = 0; i < count; i++) {
        put32(requests[i] + 12, (uint32_t)((source->sent + i) >> 32));
        put32(requests[i] + 16, (uint32_t)(source->sent + i));
    }
    if (count > 0) source->sent += send_some(source->descriptor, outgoing, count);
}

static bool hear(struct source *source) {
    unsigned count = receive_some(source->descriptor, incoming, most_at_once);
    for (unsigned i = 0; i < count; i++) {
        const uint8_t *answer = answers[i];
        if (incoming[i].msg_len < stun_header_size || get16(answer) != binding_success) fail("not an answer");
        uint64_t number = (uint64_t)get32(answer + 12) << 32 | get32(answer + 16);
        if (number >= source->answered) source->answered = number + 1;
    }
    source->received += count;
    return count > 0;
}

static int connected(const char *host, const char *port) {
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    if (inet_pton(AF_INET, host, &server.sin_addr) != 1) fail(host);
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&server, sizeof server) < 0) fail(host);
    return descriptor;
}

// Sends until `end`; without a window, it only receives.
static void run(struct source *sources, struct pollfd *polled, unsigned count, uint64_t window, double end) {
    for (double time = now(); time < end; time = now()) {
        bool moved = false;
        for (unsigned i = 0; i < count; i++) {
            struct source *source = &sources[i];
            ask(source, window);
            if (hear(source)) {
                source->last = time;
                moved = true;
            } else if (time - source->last > patience * 1e-3) {
                source->answered = source->sent;
                source->last = time;
            }
        }
        if (!moved) poll(polled, count, patience / 10);
    }
}

int main(int count, char **arguments) {
    program = "stun-load";
    if (count != 6) return fprintf(stderr, "usage: stun-load HOST PORT SOCKETS WINDOW SECONDS\n"), 2;
    unsigned sockets = (unsigned)atoi(arguments[3]);
    uint64_t window = strtoull(arguments[4], NULL, 10);
    double seconds = atof(arguments[5]);
    if (sockets == 0 || sockets > most_sockets) return fprintf(stderr, "stun-load: 1 to %d sockets\n", most_sockets), 2;

    static struct source sources[most_sockets];
    static struct pollfd polled[most_sockets];
    prepare();
    double start = now(), cpu = cpu_seconds();
    for (unsigned i = 0; i < sockets; i++) {
        sources[i] = (struct source){.descriptor = connected(arguments[1], arguments[2]), .last = start};
        polled[i] = (struct pollfd){.fd = sources[i].descriptor, .events = POLLIN};
    }
    run(sources, polled, sockets, window, start + seconds);
    double end = now();
    // Requests under way still count.
    run(sources, polled, sockets, 0, end + patience * 1e-3);
    cpu = cpu_seconds() - cpu;
    uint64_t sent = 0, received = 0;
    for (unsigned i = 0; i < sockets; i++) {
        sent += sources[i].sent;
        received += sources[i].received;
    }
    printf("{\"sent\": %llu, \"received\": %llu, \"seconds\": %.6f, \"cpu\": %.6f}\n", (unsigned long long)sent,
           (unsigned long long)received, end - start, cpu);
    return 0;
}
