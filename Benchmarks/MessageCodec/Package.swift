// swift-tools-version: 6.2
import PackageDescription

// Compares Ferry's codec of signaling messages with Foundation's. The cores are links to their folders, as in Fuzzing/,
// so that this package can use their `package` declarations.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "message-codec",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2")
    ],
    targets: [
        .target(name: "NetPrimitives", swiftSettings: strict),
        .target(
            name: "Signaling",
            dependencies: ["NetPrimitives", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: strict
        ),
        // Counts allocations.
        .target(name: "CAllocations"),
        .executableTarget(
            name: "MessageCodec",
            dependencies: ["CAllocations", "Signaling", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: strict
        ),
    ]
)
