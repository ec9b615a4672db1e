import NIOCore

/// The kinds of devices that have an icon of their own.
package enum DeviceKind: String, Sendable, CaseIterable {
    case phone
    case tablet
    case desktop
    case terminal
}

/// Whether a device takes calls.
package enum Availability: String, Sendable, CaseIterable {
    /// It does.
    case open
    /// Its person does not want to be disturbed.
    case busy
}

/// How two devices met.
package enum Acquaintance: String, Sendable, CaseIterable {
    /// They share a room.
    case room
    /// One of them used the other's code.
    case code
}

/// What everybody who sees a device knows of it.
///
/// It never changes and carries its own JSON, since a room of a thousand devices is written a thousand times.
package final class DeviceProfile: Sendable {
    /// The device.
    package let id: DeviceID
    /// What people call it.
    package let name: DeviceName
    /// Its icon.
    package let kind: DeviceKind
    /// Whether it can open data channels.
    package let webrtc: Bool
    /// Whether it takes calls.
    package let availability: Availability
    /// The life of its page; nil for a client that does not say.
    package let instance: PageInstance?
    /// How its socket ended, while it has none.
    package let away: SocketLoss?
    /// The JSON of the device for those who share a room with it, which nearly all do.
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

    /// The same device under another name, or with another availability.
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

    /// The same device after its socket has ended.
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

    /// The JSON of the device for those who met it by `via`.
    func json(via: Acquaintance) -> ByteBuffer {
        guard via != .room else { return json }
        return Self.json((id, name, kind, webrtc, availability, via, instance, away))
    }

    /// Length of the JSON of the device.
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

/// A device as one other device sees it.
package struct Device: Equatable, Sendable {
    /// What everybody sees.
    package var profile: DeviceProfile
    /// How the two met.
    package var via: Acquaintance

    /// `profile`, met by `via`.
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
