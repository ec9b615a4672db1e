import NetPrimitives
import Signaling

/// The devices with allocations: how many each has, and what it has used of its bandwidth.
///
/// They lie in one array whose places are used again, so that packets find their device without hashing.
struct DeviceTable: Sendable {
    private struct Device: Sendable {
        let name: DeviceID
        /// Number of its allocations.
        var count = 0
        /// Holds all of them together to one bandwidth.
        var bucket = TokenBucket()
    }

    private var devices: [Device] = []
    private var vacant: [UInt32] = []
    private var byName: [DeviceID: UInt32] = [:]

    /// Number of allocations of a device.
    func count(of name: DeviceID) -> Int {
        byName[name].map { devices[Int($0)].count } ?? 0
    }

    /// One allocation more. Returns the place of its device.
    mutating func add(_ name: DeviceID) -> UInt32 {
        let place = byName[name] ?? insert(name)
        devices[Int(place)].count += 1
        return place
    }

    /// One allocation less. ``forget(_:now:)`` follows.
    mutating func remove(_ place: UInt32) {
        devices[Int(place)].count -= 1
    }

    /// Whether this many bytes are within the bandwidth of a device; they count if they are.
    mutating func take(_ place: UInt32, _ count: Int, _ rate: TokenBucket.Rate, now: Instant) -> Bool {
        devices[Int(place)].bucket.take(count, rate, now: now)
    }

    /// Forgets a device without allocations, unless what it used still counts: then says when that will be over. Who
    /// ends its allocations and makes new ones must not begin anew.
    mutating func forget(_ place: UInt32, now: Instant) -> Instant? {
        let device = devices[Int(place)]
        guard device.count == 0, byName[device.name] == place else { return nil }
        guard device.bucket.isFull(at: now) else { return device.bucket.fillTime }
        byName[device.name] = nil
        vacant.append(place)
        return nil
    }

    private mutating func insert(_ name: DeviceID) -> UInt32 {
        let place: UInt32
        if let free = vacant.popLast() {
            place = free
            devices[Int(free)] = Device(name: name)
        } else {
            place = UInt32(devices.count)
            devices.append(Device(name: name))
        }
        byName[name] = place
        return place
    }
}
