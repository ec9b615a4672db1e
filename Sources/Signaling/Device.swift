import NIOCore

/// The kinds of devices, each with its own icon.
package enum DeviceKind: String, Sendable, CaseIterable {
    case phone
    case tablet
    case desktop
    case terminal
}

/// Whether a device accepts calls.
package enum Availability: String, Sendable, CaseIterable {
    /// The device accepts calls.
    case open
    /// Its person does not want to be disturbed.
    case busy
}

/// The way in which two devices met.
package enum Acquaintance: String, Sendable, CaseIterable {
    /// They share a room.
    case room
    /// One of them used the other's code.
    case code
}

/// The description of a device for all devices that see it.
///
/// It is immutable and caches its JSON, since a room of a thousand devices is encoded a thousand times.
package final class DeviceProfile: Sendable {
    /// The device's ID.
    package let id: DeviceID
    /// Its name for people.
    package let name: DeviceName
    /// Its kind, which selects an icon.
    package let kind: DeviceKind
    /// Whether it can open data channels.
    package let webrtc: Bool
    /// Whether it accepts calls.
    package let availability: Availability
    /// The instance of its page; nil for a client without one.
    package let instance: PageInstance?
    /// The way in which its socket ended, while it has none.
    package let away: SocketLoss?
    /// The JSON of the device for devices in the same room, which is nearly always the case.
    private let json: ByteBuffer

    /// A profile of these values.
    package init(
        id: DeviceID,
        name: DeviceName,
        kind: DeviceKind,
        webrtc: Bool,
        availability: Availability,
        instance: PageInstance? = nil,
        away: SocketLoss? = nil
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.webrtc = webrtc
        self.availability = availability
        self.instance = instance
        self.away = away
        json = Self.json((id, name, kind, webrtc, availability, .room, instance, away))
    }

    /// The same device with another name or availability.
    package func with(name: DeviceName?, availability: Availability?) -> DeviceProfile {
        DeviceProfile(
            id: id,
            name: name ?? self.name,
            kind: kind,
            webrtc: webrtc,
            availability: availability ?? self.availability,
            instance: instance,
            away: away
        )
    }

    /// The same device after the end of its socket.
    package func with(away: SocketLoss) -> DeviceProfile {
        DeviceProfile(
            id: id,
            name: name,
            kind: kind,
            webrtc: webrtc,
            availability: availability,
            instance: instance,
            away: away
        )
    }

    /// The JSON of the device for devices that met it in the way `via`.
    func json(via: Acquaintance) -> ByteBuffer {
        guard via != .room else { return json }
        return Self.json((id, name, kind, webrtc, availability, via, instance, away))
    }

    /// The size of the JSON in bytes.
    var jsonBytes: Int { json.readableBytes }

    private static func json(_ values: Values) -> ByteBuffer {
        var buffer = ByteBuffer()
        JSONWriter.append(to: &buffer) { JSONForm.object(fields).write(values, &$0) }
        return buffer
    }
}

extension DeviceProfile {
    /// The values in the JSON of a device.
    fileprivate typealias Values = (
        DeviceID, DeviceName, DeviceKind, Bool, Availability, Acquaintance, PageInstance?, SocketLoss?
    )

    fileprivate static let fields: Fields<Values> = Fields(
        Fields(.id, .deviceID),
        Fields(.name, .shownName),
        Fields(.kind, .choice),
        Fields(.webrtc, .boolean),
        Fields(.availability, .choice),
        Fields(.via, .choice),
        .optional(.instance, .pageInstance),
        .optional(.away, .choice),
        make: { ($0, $1, $2, $3, $4, $5, $6, $7) },
        split: { $0 }
    )
}

extension DeviceProfile: Equatable {
    package static func == (left: DeviceProfile, right: DeviceProfile) -> Bool {
        left === right
            || left.id == right.id && left.name == right.name && left.kind == right.kind
                && left.webrtc == right.webrtc && left.availability == right.availability
                && left.instance == right.instance && left.away == right.away
    }
}

/// A device as another device sees it.
package struct Device: Equatable, Sendable {
    /// The description that all devices see.
    package var profile: DeviceProfile
    /// The way in which the two met.
    package var via: Acquaintance

    /// The device with `profile`, met in the way `via`.
    package init(_ profile: DeviceProfile, via: Acquaintance) {
        self.profile = profile
        self.via = via
    }
}

extension JSONForm where Value == Device {
    static var device: JSONForm {
        JSONForm { (value) throws(MessageError) in
            let (id, name, kind, webrtc, availability, via, instance, away) =
                try JSONForm<DeviceProfile.Values>.object(DeviceProfile.fields).read(value)
            let profile = DeviceProfile(
                id: id,
                name: name,
                kind: kind,
                webrtc: webrtc,
                availability: availability,
                instance: instance,
                away: away
            )
            return Device(profile, via: via)
        } write: { device, writer in
            writer.json(device.profile.json(via: device.via))
        }
    }
}

extension JSONForm where Value == [Device] {
    static var devices: JSONForm {
        let devices = JSONForm.array(of: .device, atMost: SignalingLimits.devices)
        return JSONForm(read: devices.read) { value, writer in
            writer.reserve(value.reduce(0) { $0 + $1.profile.jsonBytes + 1 })
            devices.write(value, &writer)
        }
    }
}
