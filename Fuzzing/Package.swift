// swift-tools-version: 6.2
import PackageDescription

// A package of its own, because libFuzzer's flags hold for a whole build and would break `swift test`. The cores come
// in as links to their folders, so that they are compiled with coverage and with this package's name: their interfaces
// have `package` access.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "ferry-fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    ],
    targets: [
        .target(name: "NetPrimitives", swiftSettings: strict),
        .target(name: "NetworkSimulator", dependencies: ["NetPrimitives"], swiftSettings: strict),
        .target(
            name: "WebSocketFraming",
            dependencies: [.product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: strict
        ),
        .target(
            name: "Signaling",
            dependencies: ["NetPrimitives", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: strict
        ),
        .target(name: "TURNGrants", dependencies: ["NetPrimitives", "Signaling"], swiftSettings: strict),
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
        .target(
            name: "STUN",
            dependencies: [
                "NetPrimitives",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
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
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .target(name: "QRCodes", dependencies: ["CQREncode"], swiftSettings: strict),
        // The checks that must hold for any bytes; the same files are part of the tests with the saved inputs.
        .target(
            name: "Checks",
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
        // libFuzzer's entry point.
        .target(name: "CLibFuzzer"),
        .executableTarget(name: "Fuzz", dependencies: ["CLibFuzzer", "Checks"], swiftSettings: strict),
    ]
)
