import NetPrimitives
import STUN

/// Look-ups for packets. In a vacant slot nothing is open, permitted or bound.
extension AllocationTable {
    /// Whether the relay socket is open.
    func isOpen(_ slot: UInt32) -> Bool { slots[Int(slot)].isOpen }

    /// The ID of the relay socket.
    func relay(_ slot: UInt32) -> TURNServer.RelayID { slots[Int(slot)].id }

    /// The client of the allocation.
    func client(_ slot: UInt32) -> TURNServer.Client { slots[Int(slot)].client }

    /// The relayed transport address.
    func relayed(_ slot: UInt32) -> TransportAddress { slots[Int(slot)].relayed }

    /// Whether two allocations are for the same conversation.
    func isSameConversation(_ slot: UInt32, _ other: UInt32) -> Bool {
        slots[Int(slot)].conversation == slots[Int(other)].conversation
    }

    /// The route to the peer at `address`, nil without a permission.
    func route(_ slot: UInt32, to address: IPAddress, now: Instant) -> AddressPolicy.Route? {
        let permissions = slots[Int(slot)].permissions
        for permission in permissions where permission.address == address {
            return permission.end > now ? permission.route : nil
        }
        return nil
    }

    /// The peer of a channel, nil when it is not bound.
    func peer(_ slot: UInt32, on number: UInt16, now: Instant) -> TransportAddress? {
        let channels = slots[Int(slot)].channels
        for channel in channels where channel.number == number {
            return channel.end > now ? channel.peer : nil
        }
        return nil
    }

    /// The channel of a peer, nil when it has none.
    func channel(_ slot: UInt32, to peer: TransportAddress, now: Instant) -> UInt16? {
        let channels = slots[Int(slot)].channels
        for channel in channels where channel.peer == peer {
            return channel.end > now ? channel.number : nil
        }
        return nil
    }

    /// Whether this many bytes are within the rate of the allocation's device; they count if they are.
    mutating func take(_ slot: UInt32, _ count: Int, _ rate: TokenBucket.Rate, now: Instant) -> Bool {
        devices.take(slots[Int(slot)].device, count, rate, now: now)
    }
}
