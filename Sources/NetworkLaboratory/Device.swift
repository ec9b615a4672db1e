import CTUN
import Glibc
import NetworkSimulator

/// The TUN device of one host.
struct Device {
    let host: HostID
    let descriptor: Int32

    /// Makes the device in the host's namespace. Throws ``LaboratoryError``.
    init(_ description: HostDescription, _ host: HostID) throws {
        let result = ctun_open(description.namespace, description.interface)
        guard result >= 0 else { throw LaboratoryError.noDevice(description.name, code: -result) }
        self.host = host
        descriptor = result
    }

    /// The next packet that the host sends, nil when there is none now. `buffer` has room for the longest packet.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> [UInt8]? {
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { return nil }
        return [UInt8](buffer[..<count])
    }

    /// Delivers a packet to the host. A device that is down, or whose queue is full, loses it, as an Ethernet port
    /// would.
    func write(_ packet: [UInt8]) {
        _ = packet.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
}
