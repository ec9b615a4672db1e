import NetPrimitives
import Signaling

/// The devices with allocations: the number of each device's allocations, and its used bandwidth.
///
/// They are stored in one array whose slots are reused, so that packets find their device without hashing.
struct DeviceTable: Sendable {
    private struct Device: Sendable {
        let name: DeviceID
        /// Number of its allocations.
        var count = 0
        /// The rate limit on all of them together.
        var bucket = TokenBucket()
    }

    private var devices: [Device] = []
    private var vacant: [UInt32] = []
    private var byName: [DeviceID: UInt32] = [:]

    /// The number of allocations of a device.
    func count(of name: DeviceID) -> Int {
        byName[name].map { devices[Int($0)].count } ?? 0
    }

    /// Adds an allocation. Returns the slot of its device.
    mutating func add(_ name: DeviceID) -> UInt32 {
        let place = byName[name] ?? insert(name)
        devices[Int(place)].count += 1
        return place
    }

    /// Removes an allocation. ``forget(_:now:)`` must follow.
    mutating func remove(_ place: UInt32) {
        devices[Int(place)].count -= 1
    }

    /// Whether this many bytes are within the rate of a device; they count if they are.
    mutating func take(_ place: UInt32, _ count: Int, _ rate: TokenBucket.Rate, now: Instant) -> Bool {
        devices[Int(place)].bucket.take(count, rate, now: now)
    }

    /// Forgets a device without allocations, unless its used bandwidth still counts: then returns the time when it no
    /// longer does. A device must not get a fresh allowance by ending its allocations and making new ones.
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
