// Keeps TURN allocations busy and counts the packets that arrive at the other end.
//
//     turn-load channel|indication to-peer|to-client SIZE WINDOW SECONDS CLIENT:PEER:RELAY...
//
// CLIENT is the descriptor of a connected UDP socket with an allocation, whose channel 0x4000 is bound to PEER, the
// descriptor of a UDP socket with an address; for indications there is a permission instead. RELAY is the port of the
// allocation, on the host to which CLIENT is connected. The descriptors are inherited. Each pair keeps WINDOW packets
// of SIZE bytes of payload in flight. Only delivered packets count. Prints one line of JSON: packets sent and received,
// seconds, CPU seconds of this process.
#include "load.h"
#include <arpa/inet.h>
#include <poll.h>

enum {
    most_pairs = 64,
    most_payload = 1400,
    datagram_size = 2048,
    channel = 0x4000,
    channel_header_size = 4,
    send_indication = 0x0016,
    data_indication = 0x0017,
    xor_peer_address = 0x0012,
    data_attribute = 0x0013,
    // The header, XOR-PEER-ADDRESS of IPv4 (4 + 8), and the header of DATA.
    indication_overhead = stun_header_size + 12 + 4,
};

struct pair {
    int sender, receiver;
    // The header in front of each payload that is sent, and the length of both with padding.
    uint8_t head[indication_overhead];
    size_t head_size;
    // Payloads are numbered. A lost one is noticed when a later one arrives.
    uint64_t sent, passed, received;
    double last;
};

static uint8_t outgoing_bytes[most_at_once][datagram_size], incoming_bytes[most_at_once][datagram_size];
static struct iovec outgoing_parts[most_at_once], incoming_parts[most_at_once];
static struct mmsghdr outgoing[most_at_once], incoming[most_at_once];
static size_t payload_size;
static bool by_channel, to_peer;

static size_t padded(size_t size) { return (size + 3) & ~(size_t)3; }

// The head of a Send indication to `peer` (RFC 8656, section 11.1). The transaction ID is always the same, which does
// not matter: an indication is never answered.
static void make_indication(struct pair *pair, const struct sockaddr_in *peer) {
    uint8_t *head = pair->head;
    put16(head, send_indication);
    put16(head + 2, (unsigned)(12 + 4 + padded(payload_size)));
    put32(head + 4, stun_cookie);
    memset(head + 8, 0x5a, 12);
    put16(head + 20, xor_peer_address);
    put16(head + 22, 8);
    put16(head + 24, 1);
    put16(head + 26, ntohs(peer->sin_port) ^ stun_cookie >> 16);
    put32(head + 28, ntohl(peer->sin_addr.s_addr) ^ stun_cookie);
    put16(head + 32, data_attribute);
    put16(head + 34, (unsigned)payload_size);
    pair->head_size = indication_overhead;
}

static struct sockaddr_in address_of(int descriptor, bool of_other_end) {
    struct sockaddr_in address = {0};
    socklen_t size = sizeof address;
    int result = (of_other_end ? getpeername : getsockname)(descriptor, (struct sockaddr *)&address, &size);
    if (result < 0 || address.sin_family != AF_INET) fail("address of a socket");
    return address;
}

static void make_pair(struct pair *pair, const char *argument) {
    int client, peer, relay;
    if (sscanf(argument, "%d:%d:%d", &client, &peer, &relay) != 3) fail(argument);
    *pair = (struct pair){.sender = to_peer ? client : peer, .receiver = to_peer ? peer : client};
    struct sockaddr_in server = address_of(client, true), target = address_of(peer, false);
    server.sin_port = htons((uint16_t)relay);
    if (!to_peer) {
        if (connect(peer, (struct sockaddr *)&server, sizeof server) < 0) fail("connect to the relay");
    } else if (by_channel) {
        put16(pair->head, channel);
        put16(pair->head + 2, (unsigned)payload_size);
        pair->head_size = channel_header_size;
    } else {
        make_indication(pair, &target);
    }
}

static void send_more(struct pair *pair, uint64_t window) {
    uint64_t under_way = pair->sent - pair->passed;
    unsigned count = under_way >= window ? 0 : (unsigned)(window - under_way);
    if (count > most_at_once) count = most_at_once;
    bool is_indication = pair->head_size == indication_overhead;
    for (unsigned i = 0; i < count; i++) {
        uint8_t *bytes = outgoing_bytes[i];
        memcpy(bytes, pair->head, pair->head_size);
        put32(bytes + pair->head_size, (uint32_t)((pair->sent + i) >> 32));
        put32(bytes + pair->head_size + 4, (uint32_t)(pair->sent + i));
        outgoing_parts[i].iov_len = pair->head_size + (is_indication ? padded(payload_size) : payload_size);
    }
    if (count > 0) pair->sent += send_some(pair->sender, outgoing, count);
}

// The payload in a Data indication (RFC 8656, section 11.4), in any order of attributes.
static const uint8_t *data_of_indication(const uint8_t *bytes, size_t size) {
    if (size < stun_header_size || get16(bytes) != data_indication) return NULL;
    for (size_t at = stun_header_size; at + 4 <= size;) {
        size_t length = get16(bytes + at + 2);
        if (get16(bytes + at) == data_attribute && length == payload_size && at + 4 + length <= size)
            return bytes + at + 4;
        at += 4 + padded(length);
    }
    return NULL;
}

static const uint8_t *payload_of(const uint8_t *bytes, size_t size) {
    if (to_peer) return size == payload_size ? bytes : NULL;
    if (!by_channel) return data_of_indication(bytes, size);
    bool fits = size >= channel_header_size + payload_size && get16(bytes) == channel && get16(bytes + 2) == payload_size;
    return fits ? bytes + channel_header_size : NULL;
}

static bool receive_more(struct pair *pair) {
    unsigned count = receive_some(pair->receiver, incoming, most_at_once);
    for (unsigned i = 0; i < count; i++) {
        const uint8_t *payload = payload_of(incoming_bytes[i], incoming[i].msg_len);
        if (payload == NULL) fail("something else than the payload arrived");
        uint64_t number = (uint64_t)get32(payload) << 32 | get32(payload + 4);
        if (number >= pair->passed) pair->passed = number + 1;
    }
    pair->received += count;
    return count > 0;
}

static void prepare(void) {
    for (unsigned i = 0; i < most_at_once; i++) {
        memset(outgoing_bytes[i], 0x5a, datagram_size);
        outgoing_parts[i] = (struct iovec){outgoing_bytes[i], 0};
        incoming_parts[i] = (struct iovec){incoming_bytes[i], datagram_size};
        outgoing[i].msg_hdr = (struct msghdr){.msg_iov = &outgoing_parts[i], .msg_iovlen = 1};
        incoming[i].msg_hdr = (struct msghdr){.msg_iov = &incoming_parts[i], .msg_iovlen = 1};
    }
}

// Sends until `end`; without a window, it only receives.
static void run(struct pair *pairs, struct pollfd *polled, unsigned count, uint64_t window, double end) {
    for (double time = now(); time < end; time = now()) {
        bool moved = false;
        for (unsigned i = 0; i < count; i++) {
            struct pair *pair = &pairs[i];
            send_more(pair, window);
            if (receive_more(pair)) {
                pair->last = time;
                moved = true;
            } else if (time - pair->last > patience * 1e-3) {
                pair->passed = pair->sent;
                pair->last = time;
            }
        }
        if (!moved) poll(polled, count, patience / 10);
    }
}

int main(int count, char **arguments) {
    program = "turn-load";
    if (count < 7 || count - 6 > most_pairs) {
        fprintf(stderr, "usage: turn-load channel|indication to-peer|to-client SIZE WINDOW SECONDS CLIENT:PEER:RELAY...\n");
        return 2;
    }
    by_channel = strcmp(arguments[1], "channel") == 0;
    to_peer = strcmp(arguments[2], "to-peer") == 0;
    payload_size = strtoull(arguments[3], NULL, 10);
    uint64_t window = strtoull(arguments[4], NULL, 10);
    double seconds = atof(arguments[5]);
    if (payload_size < 8 || payload_size > most_payload) return fprintf(stderr, "turn-load: 8 to 1400 bytes\n"), 2;

    static struct pair pairs[most_pairs];
    static struct pollfd polled[most_pairs];
    unsigned pair_count = (unsigned)count - 6;
    prepare();
    for (unsigned i = 0; i < pair_count; i++) {
        make_pair(&pairs[i], arguments[6 + i]);
        polled[i] = (struct pollfd){.fd = pairs[i].receiver, .events = POLLIN};
    }
    double start = now(), cpu = cpu_seconds();
    for (unsigned i = 0; i < pair_count; i++) pairs[i].last = start;
    run(pairs, polled, pair_count, window, start + seconds);
    double end = now();
    // Packets under way still count, and none takes as long as the patience.
    run(pairs, polled, pair_count, 0, end + patience * 1e-3);
    cpu = cpu_seconds() - cpu;
    uint64_t sent = 0, received = 0;
    for (unsigned i = 0; i < pair_count; i++) {
        sent += pairs[i].sent;
        received += pairs[i].received;
    }
    printf("{\"sent\": %llu, \"received\": %llu, \"seconds\": %.6f, \"cpu\": %.6f}\n", (unsigned long long)sent,
           (unsigned long long)received, end - start, cpu);
    return 0;
}
