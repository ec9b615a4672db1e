/// The kernel's word on one network interface, besides its name and its addresses.
package struct InterfaceFacts: Sendable, Hashable {
    /// Kind of link, `ARPHRD_…` of Linux's `if_arp.h`: 1 for Ethernet and Wi-Fi, 65534 for TUN and WireGuard.
    package var linkType: Int
    /// It has one other end and no neighbours (`IFF_POINTOPOINT`).
    package var isPointToPoint: Bool
    /// Hardware is behind it: a card, a radio, a USB adapter, or the card of a virtual machine (sysfs `device`).
    package var hasDevice: Bool
    /// It joins other interfaces to one network (sysfs `bridge`).
    package var isBridge: Bool
    /// It is a radio (sysfs `phy80211`).
    package var isWireless: Bool
    /// Something can come through: not `down` or `lowerlayerdown` (RFC 2863, sysfs `operstate`).
    package var isUp: Bool
    /// The interfaces it stands on: ports of a bridge or a bond, the card below a VLAN (sysfs `lower_…`).
    package var lower: [String]

    /// Facts as given; without any, an Ethernet interface that is up and has nothing behind it.
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

    /// `ARPHRD_ETHER`: Ethernet, Wi-Fi, and everything that takes their shape.
    package static let ethernet = 1
    /// `ARPHRD_INFINIBAND`: the other kind of link with neighbours on it.
    private static let infiniband = 32

    /// Whether it leads to one other end, mostly through a tunnel, and to no neighbours.
    var isTunnel: Bool {
        isPointToPoint || (linkType != Self.ethernet && linkType != Self.infiniband)
    }
}
