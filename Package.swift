// swift-tools-version: 6.2
import PackageDescription

/// The settings of every Swift target of Ferry.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "ferry",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "ferry", targets: ["ferry"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        // The default traits bring in full Foundation, and with it 45 MB of ICU.
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // MARK: Cores: values that decide. No sockets, no clock, no tasks.

        // Addresses, prefixes and other basic types of network programs.
        .target(
            name: "NetPrimitives",
            swiftSettings: strict
        ),
        // RFC 6455 frames: headers, masking, message assembly.
        .target(
            name: "WebSocketFraming",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio")
            ],
            swiftSettings: strict
        ),
        // The messages of the signaling socket and their JSON.
        .target(
            name: "Signaling",
            dependencies: [
                "NetPrimitives",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        // The right of one device to use TURN towards another: Rendezvous decides on it, TURN enforces it.
        .target(
            name: "TURNGrants",
            dependencies: ["NetPrimitives", "Signaling"],
            swiftSettings: strict
        ),
        // Rooms, identities, codes, calls, relay pairings: events in, actions out.
        .target(
            name: "Rendezvous",
            dependencies: [
                "NetPrimitives",
                "Signaling",
                "TURNGrants",
                "WebSocketFraming",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),
        // RFC 8489 messages and their attributes, TURN's and ICE's among them; ChannelData; credentials.
        .target(
            name: "STUN",
            dependencies: [
                "NetPrimitives",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        // The TURN server of RFC 8656: allocations, permissions, channels, quotas, the address policy.
        .target(
            name: "TURN",
            dependencies: [
                "NetPrimitives",
                "STUN",
                "Signaling",
                "TURNGrants",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),

        // Networks of IP packets in virtual time: translators, firewalls, links. For simulations and the laboratory.
        .target(
            name: "NetworkSimulator",
            dependencies: ["NetPrimitives"],
            swiftSettings: strict
        ),

        // MARK: Shells: the I/O around the cores.

        // The page, compiled in with C23 #embed.
        .target(name: "CAssets"),
        .systemLibrary(
            name: "CQREncode",
            pkgConfig: "libqrencode",
            providers: [.apt(["libqrencode-dev"])]
        ),
        // Texts as QR codes, for pages and for terminals.
        .target(
            name: "QRCodes",
            dependencies: ["CQREncode"],
            swiftSettings: strict
        ),
        // The WebSocket upgrade under Hummingbird, and the byte relay between two upgraded sockets.
        .target(
            name: "WebSocketServer",
            dependencies: [
                "WebSocketFraming",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ],
            swiftSettings: strict
        ),
        // A C shim for UDP sockets, for what NIO lacks: options at binding, and sends that may fail.
        .target(name: "CDatagram"),
        // The only UDP shell: NIO reads, the C shim sends, with one flush for each burst.
        .target(
            name: "DatagramIO",
            dependencies: [
                "CDatagram",
                "NetPrimitives",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        // The folder for keys and certificates, readable by its owner only.
        .target(
            name: "StateDirectory",
            swiftSettings: strict
        ),
        // `--tls auto`: a certificate authority for this machine's names and private addresses.
        .target(
            name: "LocalAuthority",
            dependencies: [
                "StateDirectory",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict
        ),
        // A log handler for people, and outputs that never block.
        .target(
            name: "PlainLog",
            dependencies: [
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        // A shim for a heap function of the C library that Swift does not import.
        .target(name: "CHeap"),
        // The application: pages, signaling sessions, relay, metrics.
        .target(
            name: "FerryServer",
            dependencies: [
                "CAssets",
                "CHeap",
                "DatagramIO",
                "LocalAuthority",
                "NetPrimitives",
                "QRCodes",
                "Rendezvous",
                "STUN",
                "Signaling",
                "StateDirectory",
                "TURN",
                "TURNGrants",
                "WebSocketFraming",
                "WebSocketServer",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        // MARK: Executables: arguments and wiring.

        .executableTarget(
            name: "ferry",
            dependencies: [
                "FerryServer",
                "NetPrimitives",
                "PlainLog",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),

        // MARK: Tests

        .testTarget(
            name: "NetworkSimulatorTests",
            dependencies: ["NetPrimitives", "NetworkSimulator"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "NetPrimitivesTests",
            dependencies: ["NetPrimitives"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WebSocketFramingTests",
            dependencies: ["NetPrimitives", "WebSocketFraming", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SignalingTests",
            dependencies: ["NetPrimitives", "Signaling", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RendezvousTests",
            dependencies: ["NetPrimitives", "Rendezvous", "Signaling", "TURNGrants", "WebSocketFraming"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WebSocketServerTests",
            dependencies: [
                "WebSocketFraming",
                "WebSocketServer",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DatagramIOTests",
            dependencies: [
                "CDatagram",
                "DatagramIO",
                "NetPrimitives",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "StateDirectoryTests",
            dependencies: ["StateDirectory"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LocalAuthorityTests",
            dependencies: [
                "LocalAuthority",
                "StateDirectory",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "STUNTests",
            dependencies: [
                "NetPrimitives",
                "STUN",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TURNTests",
            dependencies: [
                "NetPrimitives",
                "STUN",
                "Signaling",
                "TURN",
                "TURNGrants",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PlainLogTests",
            dependencies: ["PlainLog", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "QRCodesTests",
            dependencies: ["QRCodes"],
            swiftSettings: strict
        ),
        // The saved inputs of Fuzzing/, run as ordinary tests.
        .testTarget(
            name: "FuzzInputTests",
            dependencies: [
                "NetPrimitives",
                "NetworkSimulator",
                "QRCodes",
                "Rendezvous",
                "STUN",
                "Signaling",
                "TURN",
                "TURNGrants",
                "WebSocketFraming",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        // The options of the command line.
        .testTarget(
            name: "FerryTests",
            dependencies: [
                "FerryServer",
                "NetPrimitives",
                "ferry",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "FerryServerTests",
            dependencies: [
                "FerryServer",
                "NetPrimitives",
                "PlainLog",
                "QRCodes",
                "Rendezvous",
                "STUN",
                "Signaling",
                "WebSocketFraming",
                "WebSocketServer",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict
        ),
    ],
    cLanguageStandard: .c2x
)

// Targets that need Linux: the memory of a process, TUN devices, network namespaces.
#if os(Linux)
    package.products.append(.executable(name: "join-simulation", targets: ["JoinSimulation"]))
    package.products.append(.executable(name: "network-laboratory", targets: ["NetworkLaboratory"]))
    package.targets += [
        // MARK: Shells of the laboratory
        .target(name: "CTUN"),
        // MARK: Executables of the laboratory and of tests
        .executableTarget(
            name: "JoinSimulation",
            dependencies: ["NetPrimitives", "Rendezvous", "Signaling"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "NetworkLaboratory",
            dependencies: ["CTUN", "NetPrimitives", "NetworkSimulator"],
            swiftSettings: strict
        ),
    ]
#endif
