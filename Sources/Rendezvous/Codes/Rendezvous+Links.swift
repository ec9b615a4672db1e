import NetPrimitives
import Signaling

extension Rendezvous {
    /// Whether the two were joined by a code, also when one of them is away.
    func isLinked(_ device: DeviceID, _ other: DeviceID) -> Bool {
        links[device]?.contains(other) ?? false
    }

    /// Joins two devices that have a place; false when one of them knows too many by codes.
    mutating func link(_ first: DeviceID, _ second: DeviceID) -> Bool {
        if isLinked(first, second) { return true }
        guard makeRoomForLink(first), makeRoomForLink(second) else { return false }
        links[first, default: []].insert(second)
        links[second, default: []].insert(first)
        noteLink(of: first, seenBy: second, wasThere: false)
        noteLink(of: second, seenBy: first, wasThere: false)
        return true
    }

    /// Notes for all devices joined to `id` by a code that it came, went or changed.
    mutating func noteLinks(of id: DeviceID, wasThere: Bool) {
        for peer in links[id] ?? [] {
            noteLink(of: id, seenBy: peer, wasThere: wasThere)
        }
    }

    /// A device has left: links to those who are away too are of no use to anybody.
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
