import CTUN
import FoundationEssentials
import Glibc
import NetPrimitives
import NetworkSimulator

/// The main loop: carries packets between the devices through the network, in real time, until standard input ends.
struct Loop: ~Copyable {
    private var laboratory: Laboratory
    private let devices: [HostID: Device]
    private let order: [Device]
    private var polled: [pollfd]
    private var line: [UInt8] = []
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.longestPacket, alignment: 16)

    /// The longest IP packet in bytes, by its 16-bit length field.
    private static let longestPacket = 65_536

    /// The most packets read from one device before the others have their turn.
    private static let burst = 64

    /// A loop with new devices. Throws ``LaboratoryError``.
    init(_ laboratory: Laboratory) throws {
        self.laboratory = laboratory
        order = try laboratory.hosts.map { try Device($0.description, $0.id) }
        devices = Dictionary(uniqueKeysWithValues: order.map { ($0.host, $0) })
        polled = ([STDIN_FILENO] + order.map(\.descriptor)).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    }

    deinit {
        buffer.deallocate()
    }

    /// Reports that the devices exist, and runs until standard input ends.
    mutating func run() {
        Self.say([String: Int]())
        while true {
            wait()
            laboratory.network.advance(to: Self.now())
            for (index, device) in order.enumerated() where polled[index + 1].revents != 0 {
                for _ in 0..<Self.burst {
                    guard let packet = device.read(into: buffer) else { break }
                    laboratory.network.send(packet, from: device.host, now: Self.now())
                }
            }
            for delivery in laboratory.network.takeDeliveries() {
                devices[delivery.host]?.write(delivery.bytes)
            }
            if polled[0].revents != 0, !readCommands() { return }
        }
    }

    private mutating func wait() {
        let remaining = laboratory.network.nextDeadline.map { max(0, ($0 - Self.now()).wholeNanoseconds) }
        _ = ctun_wait(&polled, Int32(polled.count), remaining ?? -1)
    }

    /// Executes the commands that have arrived; false at the end of standard input.
    private mutating func readCommands() -> Bool {
        let count = Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
        guard count > 0 else { return false }
        line += buffer[..<count]
        while let end = line.firstIndex(of: UInt8(ascii: "\n")) {
            answer(Array(line[..<end]))
            line.removeSubrange(...end)
        }
        return true
    }

    private mutating func answer(_ line: [UInt8]) {
        do {
            let command = try JSONDecoder().decode(Command.self, from: Data(line))
            try laboratory.obey(command)
            guard case .drops = command else { return Self.say([String: Int]()) }
            Self.say(Dictionary(uniqueKeysWithValues: laboratory.network.drops.map { ($0.key.rawValue, $0.value) }))
        } catch {
            Self.say(["error": "\(error)"])
        }
    }

    /// Writes one line of JSON to standard output.
    private static func say(_ value: some Encodable) {
        guard var line = try? JSONEncoder().encode(value) else { return }
        line.append(UInt8(ascii: "\n"))
        _ = line.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    private static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
