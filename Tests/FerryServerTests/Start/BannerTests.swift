import FerryServer
import NetPrimitives
import QRCodes
import Testing

@Suite("What is printed at the start")
struct BannerTests {
    static func running(_ addresses: [String], warnings: [String] = []) throws -> RunningServer {
        let hosts = try addresses.map { HostAndPort.Host.address(try #require(IPAddress($0))) }
        return RunningServer(
            port: 8080,
            tlsPort: nil,
            published: PublishedAddresses(publicURL: nil, plain: (hosts, 8080), secure: nil),
            authorityFingerprint: nil,
            warnings: warnings
        )
    }

    @Test("The best address stands alone, others below")
    func addresses() throws {
        let banner = Banner(running: try Self.running(["192.168.1.5", "fd00::5"]), qr: .hidden)
        #expect(banner.text.contains("\n\n    http://192.168.1.5:8080\n\n"))
        #expect(banner.text.contains("Also:\n    http://[fd00::5]:8080\n"))
    }

    @Test("The code is that of the best address")
    func code() throws {
        let banner = Banner(running: try Self.running(["192.168.1.5"]), qr: .shown(colored: false))
        let code = try QRCode(encoding: "http://192.168.1.5:8080").terminalLines(colored: false)
        #expect(code.allSatisfy { banner.text.contains($0) })
    }

    @Test("A server that only this machine reaches says so")
    func loopback() throws {
        let banner = Banner(running: try Self.running([]), qr: .shown(colored: false))
        #expect(banner.text.contains("Only this machine"))
        #expect(banner.text.contains("http://localhost:8080"))
    }

    @Test("Warnings are printed")
    func warnings() throws {
        let banner = Banner(running: try Self.running(["10.0.0.1"], warnings: ["the moon is full."]), qr: .hidden)
        #expect(banner.text.contains("Note: the moon is full."))
    }
}
