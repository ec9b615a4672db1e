import FerryServer
import FoundationEssentials
import NetPrimitives
import Testing

@Suite("Devices and their sockets", .timeLimit(.minutes(5)))
struct DeviceTests {
    @Test("Two devices find each other and pass an offer and its answer")
    func twoDevices() async throws {
        try await TestServer.run { server in
            let phone = try await TestDevice.join(server, name: "Phone")
            let laptop = try await TestDevice.join(server, name: "Laptop")
            #expect(phone.welcome.room?.kind == "lan")
            try await phone.sees(laptop)
            try await laptop.sees(phone)

            try await phone.socket.send("{\"type\":\"offer\",\"to\":\"\(laptop.id)\",\"call\":\"c1\",\"sdp\":\"v=0\"}")
            let offer = try await laptop.next("offer")
            #expect(offer.from == phone.id)
            #expect(offer.sdp == "v=0")
            try await laptop.socket.send("{\"type\":\"answer\",\"to\":\"\(phone.id)\",\"call\":\"c1\",\"sdp\":\"v=1\"}")
            #expect(try await phone.next("answer").from == laptop.id)
        }
    }

    @Test("Others are told at once that a page was closed, as browsers do it, or that a socket was lost")
    func away() async throws {
        try await TestServer.run { server in
            let witness = try await TestDevice.join(server, name: "Witness")
            let closed = try await TestDevice.join(server, name: "Closed")
            let lost = try await TestDevice.join(server, name: "Lost")
            try await closed.socket.close(1001)
            #expect(try await witness.hears(ofTheEndOf: closed) == "closed")
            try await lost.socket.drop()
            #expect(try await witness.hears(ofTheEndOf: lost) == "lost")
        }
    }

    @Test("A device that comes back with its token is the same one, also after the server was started anew")
    func identity() async throws {
        let state = TestServer.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: state) }
        let (id, token) = try await TestServer.run(state: state) { server in
            let device = try await TestDevice.join(server, name: "Phone")
            return (device.id, device.welcome.token)
        }
        let again = try await TestServer.run(state: state) { server in
            try await TestDevice.join(server, name: "Phone", token: token).id
        }
        #expect(again == id)
        let elsewhere = try await TestServer.run { server in
            try await TestDevice.join(server, name: "Phone", token: token).id
        }
        #expect(elsewhere != id)
    }

    @Test("The key of identities is readable by its owner alone")
    func keyMode() async throws {
        let mode = try await TestServer.run { server in
            try FileManager.default.attributesOfItem(atPath: server.state + "/identity.key")[.posixPermissions] as? Int
        }
        #expect(mode == 0o600)
    }

    @Test("Who comes by a proxy that is not trusted gets no room, and is told why")
    func untrustedProxy() async throws {
        let room = try await TestServer.run { server in
            try await TestDevice.join(server, name: "Phone", headers: [("X-Forwarded-For", "192.168.1.5")]).welcome.room
        }
        #expect(room?.kind == "none")
        #expect(room?.reason == "untrusted-proxy")
    }

    @Test("Behind a trusted proxy, two clients of different public addresses do not see each other")
    func trustedProxy() async throws {
        try await TestServer.run {
            $0.trustedProxies = [NetworkPrefix(.v4(IPv4Address(127, 0, 0, 1)), length: 32)]
        } body: { server in
            let first = try await TestDevice.join(server, name: "A", headers: [("X-Forwarded-For", "203.0.113.1")])
            let second = try await TestDevice.join(server, name: "B", headers: [("X-Forwarded-For", "203.0.113.2")])
            let neighbour = try await TestDevice.join(server, name: "C", headers: [("X-Forwarded-For", "203.0.113.1")])
            #expect(second.welcome.room?.kind == "public")
            #expect(second.welcome.devices?.isEmpty == true)
            #expect(neighbour.welcome.devices?.map(\.id) == [first.id])
        }
    }

    @Test("An internet client is told the public address and none of the local network's")
    func urlsOutside() async throws {
        let urls = try await TestServer.run {
            $0.trustedProxies = [NetworkPrefix(.v4(IPv4Address(127, 0, 0, 1)), length: 32)]
            $0.publicURL = WebOrigin("https://ferry.example.org")
        } body: { server in
            try await TestDevice.join(server, name: "A", headers: [("X-Forwarded-For", "203.0.113.1")]).welcome.server?
                .urls
        }
        #expect(urls == ["https://ferry.example.org"])
    }

    @Test("What is no message is answered with an error and ends the socket")
    func badMessage() async throws {
        try await TestServer.run { server in
            let device = try await TestDevice.join(server, name: "Phone")
            try await device.socket.send("{\"type\":\"nonsense\"}")
            #expect(try await device.next("error").code == "BAD_MESSAGE")
            #expect(await device.socket.next(where: { $0 == .close(1008) }) != nil)
        }
    }

    @Test("A binary message has no meaning on the signaling socket")
    func binary() async throws {
        try await TestServer.run { server in
            let device = try await TestDevice.join(server, name: "Phone")
            try await device.socket.send([1, 2, 3])
            #expect(await device.socket.next(where: { $0 == .close(1003) }) != nil)
        }
    }
}
