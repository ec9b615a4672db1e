/// The members of a JSON object whose names the protocol knows.
struct JSONObject {
    private var members: [(name: FieldName, value: JSONValue)] = []

    /// The value of a member; nil when it is missing.
    subscript(name: FieldName) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            members.removeAll { $0.name == name }
            if let newValue { members.append((name, newValue)) }
        }
    }

    /// Returns whether the member is there and not null.
    func has(_ name: FieldName) -> Bool {
        switch self[name] {
        case nil, .null: false
        default: true
        }
    }
}

/// The member names of all objects of the protocol. Members with other names are checked and skipped.
enum FieldName: String {
    case availability, away, bytes, call, candidate, changed, code, credential, devices, elapsed, expires, from
    case iceServers, id, instance, joined, key, kind, left, line, message, mid, name, ownAuthority, pairing, path, peer
    case probe, `protocol`, publicGrouping, reason, relay, room, sdp, seconds, secureUrls, server, to, token, turn, type
    case ufrag, urls, username, version, via, webrtc, you
}
