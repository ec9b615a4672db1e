import NetPrimitives
import Signaling

extension Rendezvous {
    /// Whether a code has linked the two devices, even if one of them is away.
    func isLinked(_ device: DeviceID, _ other: DeviceID) -> Bool {
        links[device]?.contains(other) ?? false
    }

    /// Links two present devices; false when one of them has too many links.
    mutating func link(_ first: DeviceID, _ second: DeviceID) -> Bool {
        if isLinked(first, second) { return true }
        guard makeRoomForLink(first), makeRoomForLink(second) else { return false }
        links[first, default: []].insert(second)
        links[second, default: []].insert(first)
        noteLink(of: first, seenBy: second, wasThere: false)
        noteLink(of: second, seenBy: first, wasThere: false)
        return true
    }

    /// Records for all devices linked to `id` that it came, went or changed.
    mutating func noteLinks(of id: DeviceID, wasThere: Bool) {
        for peer in links[id] ?? [] {
            noteLink(of: id, seenBy: peer, wasThere: wasThere)
        }
    }

    /// Forgets links of a device that has left to devices that are away too: neither of them can use such a link.
    mutating func forgetLinks(of id: DeviceID) {
        for peer in links[id] ?? [] where devices[peer] == nil {
            unlink(id, peer)
        }
    }

    private mutating func noteLink(of id: DeviceID, seenBy peer: DeviceID, wasThere: Bool) {
        guard let member = devices[peer], member.connection != nil else { return }
        if member.linkChanges[id] == nil {
            devices[peer]?.linkChanges[id] = wasThere
        }
        if timers[.links(peer)] == nil {
            timers.set(.links(peer), to: now + configuration.presenceDelay)
        }
    }

    private mutating func makeRoomForLink(_ id: DeviceID) -> Bool {
        guard let peers = links[id], peers.count >= configuration.links else { return true }
        guard let away = peers.first(where: { devices[$0] == nil }) else { return false }
        unlink(id, away)
        return true
    }

    private mutating func unlink(_ first: DeviceID, _ second: DeviceID) {
        for (device, other) in [(first, second), (second, first)] {
            links[device]?.remove(other)
            if links[device]?.isEmpty == true {
                links[device] = nil
            }
        }
    }
}
