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
    /// The JSON of the device for those who share a room with it, which nearly all do.
    private let json: ByteBuffer

    /// A profile of these values.
    package init(id: DeviceID, name: DeviceName, kind: DeviceKind, webrtc: Bool, availability: Availability) {
        self.id = id
        self.name = name
        self.kind = kind
        self.webrtc = webrtc
        self.availability = availability
        json = Self.json(id, name, kind, webrtc, availability, via: .room)
    }

    /// The JSON of the device for those who met it by `via`.
    func json(via: Acquaintance) -> ByteBuffer {
        via == .room ? json : Self.json(id, name, kind, webrtc, availability, via: via)
    }

    /// Length of the JSON of the device.
    var jsonBytes: Int { json.readableBytes }

    private static func json(
        _ id: DeviceID,
        _ name: DeviceName,
        _ kind: DeviceKind,
        _ webrtc: Bool,
        _ availability: Availability,
        via: Acquaintance
    ) -> ByteBuffer {
        var writer = JSONWriter(buffer: ByteBuffer())
        writer.beginObject()
        writer.member("id", string: id.description)
        writer.member("name", string: name.text)
        writer.member("kind", string: kind.rawValue)
        writer.member("webrtc", boolean: webrtc)
        writer.member("availability", string: availability.rawValue)
        writer.member("via", string: via.rawValue)
        writer.endObject()
        return writer.buffer
    }
}

extension DeviceProfile: Equatable {
    package static func == (left: DeviceProfile, right: DeviceProfile) -> Bool {
        left === right
            || left.id == right.id && left.name == right.name && left.kind == right.kind
                && left.webrtc == right.webrtc && left.availability == right.availability
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
