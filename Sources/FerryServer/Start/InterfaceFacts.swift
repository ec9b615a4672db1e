/// The kernel's facts about one network interface, besides its name and its addresses.
package struct InterfaceFacts: Sendable, Hashable {
    /// The type of link, `ARPHRD_…` of Linux's `if_arp.h`: 1 for Ethernet and Wi-Fi, 65534 for TUN and WireGuard.
    package var linkType: Int
    /// Whether it has one other end and no neighbours (`IFF_POINTOPOINT`).
    package var isPointToPoint: Bool
    /// Whether hardware is behind it: a card, a radio, a USB adapter, or the card of a virtual machine (sysfs
    /// `device`).
    package var hasDevice: Bool
    /// Whether it joins other interfaces to one network (sysfs `bridge`).
    package var isBridge: Bool
    /// Whether it is a radio (sysfs `phy80211`).
    package var isWireless: Bool
    /// Whether packets can pass: not `down` or `lowerlayerdown` (RFC 2863, sysfs `operstate`).
    package var isUp: Bool
    /// The interfaces below it: ports of a bridge or a bond, the card below a VLAN (sysfs `lower_…`).
    package var lower: [String]

    /// These facts; by default, an Ethernet interface that is up and has nothing below it.
    package init(
        linkType: Int = InterfaceFacts.ethernet,
        isPointToPoint: Bool = false,
        hasDevice: Bool = false,
        isBridge: Bool = false,
        isWireless: Bool = false,
        isUp: Bool = true,
        lower: [String] = []
    ) {
        self.linkType = linkType
        self.isPointToPoint = isPointToPoint
        self.hasDevice = hasDevice
        self.isBridge = isBridge
        self.isWireless = isWireless
        self.isUp = isUp
        self.lower = lower
    }

    /// `ARPHRD_ETHER`: Ethernet, Wi-Fi, and everything that looks like them.
    package static let ethernet = 1
    /// `ARPHRD_INFINIBAND`: the other type of link with neighbours.
    private static let infiniband = 32

    /// Whether it leads to one other end and to no neighbours, mostly a tunnel.
    var isTunnel: Bool {
        isPointToPoint || (linkType != Self.ethernet && linkType != Self.infiniband)
    }
}
