import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

@Suite("Grants")
struct GrantTests {
    let world = World()
    let device: Device
    let peer = at("198.51.100.20", 7000)

    init() {
        device = Device(world)
        world.apply(.granted(grantID("A"), until: world.now + .seconds(86_400)))
        world.apply(.peerAddresses(grantID("A"), [peer.address]))
    }

    @Test("A probe shows its address and never gets an allocation")
    func probe() throws {
        world.apply(.probe(grantID("P"), until: world.now + .seconds(60)))
        let prober = Device(world, from: "2001:db8:5::9", at: ip("2001:db8::1"), grant: "P")
        #expect(try prober.allocate().error == 486)
        #expect(world.seen.map(\.address) == [ip("2001:db8:5::9")])
        #expect(world.seen.map(\.grant) == [grantID("P")])
        #expect(world.opening.isEmpty)
        world.advance(.seconds(60))
        #expect(try prober.allocate().error == 403)
        #expect(world.seen.count == 1)
        #expect(world.server.statistics.grants == 1)
    }

    @Test("Nobody is seen who has not shown credentials")
    func notSeen() throws {
        _ = try device.plainRequest(.allocate, [.requestedTransport(17)])
        #expect(world.seen.isEmpty)
    }

    @Test("A suspended grant allocates no more; what is there can be refreshed until its time is over")
    func suspension() throws {
        try device.allocate()
        world.apply(.suspended(grantID("A"), until: world.now + .seconds(60)))
        #expect(try Device(world, port: 5001).allocate().error == 403)
        world.advance(.seconds(59))
        #expect(try device.request(.refresh)?.isSuccess == true)
        try device.permit(peer)
        device.send([1], to: peer)
        #expect(world.relayed.count == 1)
        world.advance(.seconds(1))
        #expect(try device.request(.refresh)?.error == 403)
        #expect(try device.request(.refresh, [.lifetime(0)])?.isSuccess == true)
        world.apply(.resumed(grantID("A")))
        #expect(try device.allocate().isSuccess)
        #expect(try device.request(.refresh)?.isSuccess == true)
    }

    @Test("Being granted again lifts a suspension and moves the end")
    func grantedAgain() throws {
        world.apply(.suspended(grantID("A"), until: world.now + .seconds(60)))
        world.apply(.granted(grantID("A"), until: world.now + .seconds(100)))
        #expect(try device.allocate().isSuccess)
        try device.permit(peer)
        world.advance(.seconds(100))
        #expect(try device.request(.refresh)?.error == 403)
        #expect(try Device(world, port: 5001).allocate().error == 403)
        // The existing allocation expires by itself.
        #expect(world.server.statistics.allocations == 1)
        world.advance(.seconds(500))
        #expect(world.server.statistics.allocations == 0)
        #expect(world.server.statistics.grants == 0)
        #expect(world.server.nextDeadline == nil)
    }

    @Test("A revoked grant is gone with all of its allocations, at once")
    func revocation() throws {
        try device.allocate()
        try Device(world, port: 5001).allocate()
        try device.permit(peer)
        world.apply(.revoked(grantID("A")))
        #expect(world.open.isEmpty)
        #expect(world.server.statistics.allocations == 0)
        device.send([1], to: peer)
        #expect(world.relayed.isEmpty)
        #expect(try device.request(.refresh)?.error == 437)
        #expect(try device.allocate().error == 403)
        #expect(world.server.nextDeadline == nil)
    }

    @Test("Words about a grant that is not there change nothing")
    func unknownGrant() throws {
        for change in [
            GrantChange.peerAddresses(grantID("X"), [peer.address]), .resumed(grantID("X")),
            .suspended(grantID("X"), until: world.now + .seconds(9)), .revoked(grantID("X")),
        ] {
            world.apply(change)
        }
        #expect(world.server.statistics.grants == 1)
        #expect(try Device(world, grant: "X").allocate().error == 403)
    }

    @Test("One grant's peers are not another's")
    func separateGrants() throws {
        world.apply(.granted(grantID("B"), until: world.now + .seconds(600)))
        let other = Device(world, port: 5001, grant: "B")
        try other.allocate()
        #expect(try other.permit(peer)?.error == 403)
    }

    @Test("An ID is 22 characters of base64url and has one form")
    func identifiers() throws {
        for text in [
            "AAAAAAAAAAAAAAAAAAAAAA", "abcdefghijklmnopqrstuQ", "0123456789-_ABCDEFGHIg", "_____________________w",
        ] {
            #expect(GrantID(text)?.description == text)
        }
        for text in [
            "", "A", "AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAAAAAAAAAAAAA+", "AAAAAAAAAAAAAAAAAAAAAAA",
            "ÄAAAAAAAAAAAAAAAAAAAAA",
        ] {
            #expect(GrantID(text) == nil)
        }
    }
}
