import Crypto
import FoundationEssentials
import LocalAuthority
import StateDirectory
import SwiftASN1
import Testing
import X509

@Suite("What of the local authority changes with time")
struct RenewalTests {
    static let machine = LocalAuthorityTests.machine
    static let now = LocalAuthorityTests.now
    static let year: TimeInterval = 365 * 86_400

    /// Pairs of the clock when the authority was made, and the clock now.
    static let clocks: [(before: Date, now: Date)] = [
        (now + 30 * year, now),
        (Date(timeIntervalSince1970: 0), now),
        (now, now + 30 * year),
        (now, Date(timeIntervalSince1970: 0)),
    ]

    @Test("After a clock that was wrong, devices that trusted the authority go on, and new ones can", arguments: clocks)
    func wrongClock(before: Date, now: Date) async throws {
        try await withTemporaryState { state in
            let first = try LocalAuthority.open(in: state, machine: Self.machine, now: before)
            let second = try LocalAuthority.open(in: state, machine: Self.machine, now: now)
            #expect(try await verifies(second.serverCertificate, under: second, name: "nas.local", at: now))
            #expect(try Self.key(of: first) == Self.key(of: second))
            // And back again: nothing was lost in the meantime.
            let third = try LocalAuthority.open(in: state, machine: Self.machine, now: before)
            #expect(third.certificate == second.certificate)
            #expect(try await verifies(third.serverCertificate, under: first, name: "nas.local", at: before))
        }
    }

    @Test("A server that runs past the end of its certificate gets another one from the same authority")
    func renewedWhileRunning() async throws {
        try await withTemporaryState { state in
            let first = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            #expect(try first.renewed(for: Self.machine, now: Self.now + 300 * 86_400) == nil)
            let later = Self.now + 2 * Self.year
            let second = try #require(try first.renewed(for: Self.machine, now: later))
            #expect(second.certificate == first.certificate)
            #expect(try await verifies(second.serverCertificate, under: first, name: "nas.local", at: later))
        }
    }

    @Test("Names and addresses that come later are taken in or named, and what was written is found at the next start")
    func changedWhileRunning() async throws {
        try await withTemporaryState { state in
            let first = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            let moved = MachineNames(
                dnsNames: ["nas", "nas.home"],
                addresses: [[10, 0, 0, 9], [0x20, 0x01] + [UInt8](repeating: 1, count: 14)]
            )
            let second = try #require(try first.renewed(for: moved, now: Self.now))
            #expect(second.certificate == first.certificate)
            #expect(try await verifies(second.serverCertificate, under: first, address: "10.0.0.9"))
            #expect(try await !verifies(second.serverCertificate, under: first, address: "192.168.7.20"))
            #expect(second.uncovered == MachineNames(dnsNames: ["nas.home"], addresses: [moved.addresses[1]]))
            #expect(try second.renewed(for: moved, now: Self.now) == nil)
            try second.write(to: state, after: first)
            let third = try LocalAuthority.open(in: state, machine: moved, now: Self.now)
            #expect(third.serverCertificate == second.serverCertificate)
        }
    }

    @Test("A new authority is made when the file of the old one was deleted, and covers the names of today")
    func newOnRequest() async throws {
        try await withTemporaryState { state in
            let first = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            let renamed = MachineNames(dnsNames: ["attic"], addresses: [])
            state.remove("authority.pem")
            let second = try LocalAuthority.open(in: state, machine: renamed, now: Self.now)
            #expect(try Self.key(of: first) != Self.key(of: second))
            #expect(second.uncovered == MachineNames(dnsNames: [], addresses: []))
            #expect(try await verifies(second.serverCertificate, under: second, name: "attic"))
        }
    }

    // MARK: The two files of older versions

    @Test("A pair in two files is taken over, and the two files are gone")
    func takenOver() async throws {
        try await withTemporaryState { state in
            let first = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            for name in ["authority", "server"] { try Self.split(name, in: state) }
            let second = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            #expect(second.certificate == first.certificate)
            #expect(second.serverCertificate == first.serverCertificate)
            let files = try FileManager.default.contentsOfDirectory(atPath: state.path)
            #expect(Set(files) == ["authority.pem", "server.pem"])
        }
    }

    @Test("Where nothing can be written or removed, a pair in two files is as good as one")
    func notTakenOver() async throws {
        try await withTemporaryState { state in
            let first = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            try Self.split("authority", in: state)
            // A folder at the path of the draft, and one at the path of an old file.
            for name in ["authority.pem.new", "server.crt"] {
                let path = state.path + "/" + name
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            }
            let second = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            #expect(second.certificate == first.certificate)
            #expect(second.serverCertificate == first.serverCertificate)
        }
    }

    @Test("A takeover that was cut off does not bring an authority back that was deleted")
    func cutOffTakeover() async throws {
        try await withTemporaryState { state in
            let first = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            let whole = try #require(try state.read("authority.pem", access: .owner))
            try Self.split("authority", in: state)
            try state.write(whole, to: "authority.pem", access: .owner)
            let second = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            #expect(second.certificate == first.certificate)
            state.remove("authority.pem")
            let third = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            #expect(third.certificate != first.certificate)
        }
    }

    @Test(
        "Halves of two pairs, as a crash between two files left them, are replaced",
        arguments: ["authority", "server"]
    )
    func halves(name: String) async throws {
        try await withTemporaryState { state in
            _ = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            try Self.split(name, in: state)
            try state.write(Array(P256.Signing.PrivateKey().pemRepresentation.utf8), to: name + ".key", access: .owner)
            let authority = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            #expect(try await verifies(authority.serverCertificate, under: authority, name: "nas"))
        }
    }

    @Test("A damaged certificate of the server is replaced: the authority signs another")
    func damagedServer() async throws {
        try await withTemporaryState { state in
            let first = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            try state.write(Array("nonsense".utf8), to: "server.pem", access: .owner)
            let second = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            #expect(second.certificate == first.certificate)
            #expect(try await verifies(second.serverCertificate, under: first, name: "nas"))
        }
    }

    /// Writes a pair in the form of older versions.
    private static func split(_ name: String, in state: StateDirectory) throws {
        let text = String(decoding: try #require(try state.read(name + ".pem", access: .owner)), as: UTF8.self)
        let documents = try PEMDocument.parseMultiple(pemString: text)
        try #require(documents.count == 2)
        state.remove(name + ".pem")
        try state.write(Array(documents[0].pemString.utf8), to: name + ".crt", access: .everyone)
        try state.write(Array(documents[1].pemString.utf8), to: name + ".key", access: .owner)
    }

    private static func key(of authority: LocalAuthority) throws -> Certificate.PublicKey {
        try Certificate(derEncoded: authority.certificate).publicKey
    }
}
