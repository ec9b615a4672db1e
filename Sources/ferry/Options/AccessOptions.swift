import ArgumentParser
import FerryServer
import NetPrimitives

/// Access: accepted hosts, trusted proxies, and limits for clients.
struct AccessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A further name this server answers to. May be repeated.", valueName: "name"),
        transform: Arguments.host
    )
    var allowHost: [HostAndPort.Host] = []

    @Option(
        help: ArgumentHelp(
            "A proxy whose X-Forwarded-For, Forwarded and X-Forwarded-Proto count. May be repeated.",
            valueName: "network"
        ),
        transform: Arguments.network
    )
    var trustProxy: [NetworkPrefix] = []

    @Option(
        help: ArgumentHelp(
            "A network that may read /metrics; loopback may, unless there is a public name and no --trust-proxy.",
            valueName: "network"
        ),
        transform: Arguments.network
    )
    var metricsAllow: [NetworkPrefix] = []

    @Option(
        help: ArgumentHelp("WebSockets for one IPv4 address or IPv6 /64. By default 256.", valueName: "count"),
        transform: Arguments.count
    )
    var socketsPerAddress = 256
}
