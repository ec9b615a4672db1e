import NetPrimitives

/// Checks that a forged header cannot change the client's address that an honest proxy reports.
///
/// The bytes are the header that the client sent; the proxy then appends the client's real address in each of the usual
/// ways.
func checkForwardingHeaders(_ bytes: [UInt8]) {
    let forged = text(bytes)
    let proxy = IPAddress.v4(IPv4Address(bits: 0x0A00_0001))
    let client = IPAddress.v4(IPv4Address(bits: 0xCB00_7109))
    let fields: [[(name: String, value: String)]] = [
        [("X-Forwarded-For", "\(forged), \(client)")],
        [("X-Forwarded-For", forged), ("x-forwarded-for", "\(client)")],
        [("Forwarded", "\(forged), for=\(client)")],
        [("Forwarded", "\(forged), for=\"\(client):4711\";proto=https")],
        [("Forwarded", forged), ("Forwarded", "for=\(client);by=\(proxy)")],
        [("Forwarded", forged), ("X-Forwarded-For", "\(client)")],
    ]
    for fields in fields {
        let headers = ForwardingHeaders(fields)
        let trusting = ClientOrigin(peer: proxy, headers: headers, trusted: [NetworkPrefix(proxy, length: 8)])
        precondition(trusting == .forwarded(client) || trusting == .untrustedProxy, "a client chose its address")
        let doubting = ClientOrigin(peer: proxy, headers: headers, trusted: [])
        precondition(doubting == .untrustedProxy, "a proxy that is not trusted was believed")
    }
    // The forged text alone, in any of the headers.
    for name in ["Forwarded", "X-Forwarded-For", "Via"] {
        let origin = ClientOrigin(peer: proxy, headers: ForwardingHeaders([(name, forged)]), trusted: [])
        precondition(origin == .untrustedProxy, "a proxy was overlooked")
    }
}

/// Checks that a parsed host is the same when it is written and parsed again.
func checkHost(_ bytes: [UInt8]) {
    guard let host = HostAndPort(text(bytes)) else { return }
    precondition(HostAndPort(host.description) == host, "a host changes its meaning when it is written")
    if case .name(let name) = host.host {
        precondition(IPAddress(name) == nil, "an address passes for a name")
        precondition(!name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "a name holds odd bytes")
    }
}

/// Checks that addresses are parsed exactly as the operating system parses them.
func checkAddress(_ bytes: [UInt8]) {
    let text = text(bytes)
    let address = IPAddress(text)
    if !text.utf8.contains(0) {
        precondition((address != nil) == isAddressForSystem(text), "the system does not agree that this is an address")
    }
    if let address {
        precondition(IPAddress(address.description) == address, "an address changes when it is written")
        precondition(address.customerNetwork.contains(address), "an address is outside of its network")
        precondition(address.unmapped.unmapped == address.unmapped, "an address is mapped twice")
    }
    if let prefix = NetworkPrefix(text) {
        precondition(NetworkPrefix(prefix.description) == prefix, "a network changes when it is written")
        precondition(prefix.contains(prefix.address), "a network does not contain its first address")
    }
}
