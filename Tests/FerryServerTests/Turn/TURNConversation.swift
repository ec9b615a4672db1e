import FerryServer
import NetPrimitives
import Testing

/// Two devices with the ICE servers that the server gave them for each other.
struct TURNConversation {
    let server: TestServer
    let devices: [TestDevice]
    /// The TURN credentials of each device.
    let credentials: [TURNUser.Credentials]

    /// Lets two devices join `server` and ask for ICE servers.
    static func open(_ server: TestServer) async throws -> TURNConversation {
        let phone = try await TestDevice.join(server, name: "Phone")
        let laptop = try await TestDevice.join(server, name: "Laptop")
        try await phone.sees(laptop)
        try await laptop.sees(phone)
        return TURNConversation(
            server: server,
            devices: [phone, laptop],
            credentials: [try await ask(phone, for: laptop), try await ask(laptop, for: phone)]
        )
    }

    /// Asks for the ICE servers of a conversation.
    static func ask(_ device: TestDevice, for peer: TestDevice) async throws -> TURNUser.Credentials {
        try await device.socket.send("{\"type\":\"turn-request\",\"to\":\"\(peer.id)\"}")
        let said = try await device.next("turn")
        #expect(said.peer == peer.id)
        let entry = try #require(said.iceServers?.first)
        return TURNUser.Credentials(name: try #require(entry.username), password: try #require(entry.credential))
    }

    /// The TURN client of the first or second device.
    func user(
        _ index: Int,
        _ transport: TURNUser.Transport = .udp,
        host: String = "127.0.0.1",
        trusting authority: [UInt8]? = nil
    ) async throws -> TURNUser {
        let ports = try #require(server.running.turn)
        return try await TURNUser(
            transport,
            host: host,
            port: transport == .tls ? try #require(ports.tls) : ports.plain,
            credentials[index],
            trusting: transport == .tls ? authority : nil
        )
    }
}
