import Rendezvous
import Signaling
import TURN

/// The contents of `/metrics`.
struct MetricsReport {
    let server: ServerMetrics
    let rendezvous: Rendezvous.Statistics
    /// The counts of TURN, nil without TURN.
    let turn: TURNServer.Statistics?
    let process: ProcessStatistics
    /// The start of the process, in seconds of Unix time.
    let startTime: Double

    /// The report in Prometheus' text format.
    func text() -> String {
        var text = PrometheusText()
        writeDevices(to: &text)
        writeRelay(to: &text)
        if let turn { write(turn, to: &text) }
        writeConnections(to: &text)
        writeProcess(to: &text)
        return text.text
    }

    private func writeDevices(to text: inout PrometheusText) {
        let totals = rendezvous.totals
        text.write(
            "ferry_devices",
            .gauge,
            "Devices present, by the kind of their room.",
            RoomKind.allCases.map { .init("room", $0.rawValue, Double(rendezvous.devices[$0] ?? 0)) }
        )
        text.write(
            "ferry_rooms",
            .gauge,
            "Rooms with devices in them, by kind.",
            RoomKind.allCases.filter { $0 != .none }
                .map { .init("kind", $0.rawValue, Double(rendezvous.rooms[$0] ?? 0)) }
        )
        text.write("ferry_device_joins_total", .counter, "Devices that came.", Double(totals.joins))
        text.write("ferry_device_leaves_total", .counter, "Devices that went.", Double(totals.leaves))
        text.write("ferry_calls", .gauge, "Calls that are not answered yet.", Double(rendezvous.calls))
        text.write("ferry_calls_answered_total", .counter, "Calls that were answered.", Double(totals.callsAnswered))
        text.write("ferry_conversations", .gauge, "Pairs of devices in conversation.", Double(rendezvous.conversations))
        text.write(
            "ferry_paths_total",
            .counter,
            "Paths that calls led to, as devices say.",
            CallPath.allCases.map { .init("path", $0.rawValue, Double(totals.paths[$0]?.reports ?? 0)) }
        )
        text.write(
            "ferry_path_milliseconds_total",
            .counter,
            "Time from the call to the path, added up.",
            CallPath.allCases.map { .init("path", $0.rawValue, Double(totals.paths[$0]?.elapsed ?? 0)) }
        )
        text.write(
            "ferry_path_failures_total",
            .counter,
            "Calls that led nowhere, by what devices say was the reason.",
            totals.failures.keys.sorted { $0.rawValue < $1.rawValue }
                .map { .init("code", $0.rawValue, Double(totals.failures[$0] ?? 0)) }
        )
        text.write("ferry_codes", .gauge, "Codes that wait to be used.", Double(rendezvous.codes))
        text.write("ferry_codes_created_total", .counter, "Codes that were given out.", Double(totals.codesCreated))
        text.write("ferry_codes_used_total", .counter, "Codes that joined two devices.", Double(totals.codesUsed))
        text.write("ferry_messages_total", .counter, "Signaling messages from devices.", Double(totals.messages))
        text.write(
            "ferry_errors_total",
            .counter,
            "Errors sent to devices, by code.",
            ErrorCode.allCases.filter { !$0.isOnlyReported }
                .map { .init("code", $0.rawValue, Double(totals.errors[$0] ?? 0)) }
        )
    }

    private func writeRelay(to text: inout PrometheusText) {
        text.write("ferry_relay_pairs", .gauge, "Relay pairings, waiting or joined.", Double(rendezvous.relayPairs))
        text.write("ferry_relay_joined", .gauge, "Relay pairings that carry data.", Double(server.relaysJoined.value))
        text.write("ferry_relay_pairs_total", .counter, "Relay pairings made.", Double(rendezvous.totals.relayPairs))
        text.write("ferry_relay_bytes_total", .counter, "Bytes relayed.", Double(server.relayedBytes.value))
        text.write(
            "ferry_relay_ends_total",
            .counter,
            "Relay pairings that ended, by how.",
            ServerMetrics.RelayEnding.allCases.map { .init("how", $0.rawValue, Double(server.relayEnds.value($0))) }
        )
    }

    private func write(_ turn: TURNServer.Statistics, to text: inout PrometheusText) {
        text.write("ferry_turn_allocations", .gauge, "TURN allocations.", Double(turn.allocations))
        text.write("ferry_turn_allocations_total", .counter, "Allocations made.", Double(turn.allocationsMade))
        text.write("ferry_turn_grants", .gauge, "Devices' rights to use TURN.", Double(turn.grants))
        text.write("ferry_stun_bindings_total", .counter, "STUN Binding requests answered.", Double(turn.bindings))
        let ways = [("to_peers", turn.toPeers), ("to_clients", turn.toClients), ("within", turn.within)]
        text.write(
            "ferry_turn_packets_total",
            .counter,
            "Packets relayed by TURN, by their way.",
            ways.map { .init("way", $0.0, Double($0.1.packets)) }
        )
        text.write(
            "ferry_turn_bytes_total",
            .counter,
            "Payload relayed by TURN, by its way.",
            ways.map { .init("way", $0.0, Double($0.1.bytes)) }
        )
        text.write(
            "ferry_turn_refusals_total",
            .counter,
            "Requests refused and packets dropped by TURN, by reason.",
            TURNServer.Statistics.Reason.allCases.map { .init("reason", Self.label($0), Double(turn.refused[$0])) }
        )
    }

    /// The label for a reason: `staleNonce` is `stale_nonce`.
    private static func label(_ reason: TURNServer.Statistics.Reason) -> String {
        String("\(reason)".flatMap { $0.isUppercase ? "_" + $0.lowercased() : String($0) })
    }

    private func writeConnections(to text: inout PrometheusText) {
        text.write("ferry_connections", .gauge, "Open TCP connections.", Double(server.connections.value))
        text.write(
            "ferry_sockets",
            .gauge,
            "Open WebSockets, by kind.",
            [
                .init("kind", "signal", Double(server.signalingSockets.value)),
                .init("kind", "relay", Double(server.relaySockets.value)),
            ]
        )
        text.write(
            "ferry_http_requests_total",
            .counter,
            "Answered HTTP requests, by status class.",
            ServerMetrics.StatusClass.allCases.map { .init("status", $0.rawValue, Double(server.requests.value($0))) }
        )
        text.write(
            "ferry_refusals_total",
            .counter,
            "What was turned away, by reason.",
            RefusalReason.allCases.map { .init("reason", $0.rawValue, Double(server.refusals.value($0))) }
        )
    }

    private func writeProcess(to text: inout PrometheusText) {
        text.write("ferry_build_info", .gauge, "The running version.", [.init("version", Version.current, 1)])
        text.write("process_start_time_seconds", .gauge, "When the process started, since 1970.", startTime)
        if let bytes = process.residentBytes {
            text.write("process_resident_memory_bytes", .gauge, "Memory in use, file pages included.", Double(bytes))
        }
        if let open = process.openDescriptors {
            text.write("process_open_fds", .gauge, "Open file descriptors.", Double(open))
        }
        if let limit = process.descriptorLimit {
            text.write("process_max_fds", .gauge, "Limit of open file descriptors.", Double(limit))
        }
        if let seconds = process.processorSeconds {
            text.write("process_cpu_seconds_total", .counter, "Processor time, user and system.", seconds)
        }
    }
}
