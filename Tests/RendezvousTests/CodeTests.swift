import NetPrimitives
import Rendezvous
import Signaling
import Testing

@Suite("Codes")
struct CodeTests {
    let world = World()

    private func stranger(_ name: String, _ address: String = "203.0.113.9") throws -> TestDevice {
        world.join(name, .failure(.publicOff), from: try #require(IPAddress(address)))
    }

    /// A code with the number of `code` and wrong words.
    private func wrong(_ code: String) throws -> String {
        let number = try #require(code.split(separator: "-").first)
        return "\(number)-no-never"
    }

    @Test("There are 2,048 different words of three to seven plain letters")
    func words() {
        #expect(CodeWords.all.count == 2_048)
        #expect(Set(CodeWords.all).count == 2_048)
        #expect(CodeWords.all.allSatisfy { (3...7).contains($0.count) && $0.allSatisfy { ("a"..."z").contains($0) } })
    }

    @Test("A code joins two devices without a room: both are told, and see each other by code")
    func joins() throws {
        let anna = try stranger("Anna")
        let bert = try stranger("Bert", "2001:db8::9")
        anna.send(.codeCreate)
        let code = try #require(anna.code)
        bert.send(.codeJoin(code: code.uppercased().replacing("-", with: " . ")))
        world.settle()
        #expect(anna.seen[bert.id]?.via == .code)
        #expect(bert.seen[anna.id]?.via == .code)
        #expect(bert.inbox.contains(.codeJoined(peer: Device(try #require(anna.welcome).you, via: .code))))
        #expect(anna.inbox.contains(.codeEnded(.used)))
        let call = try #require(CallID("c"))
        bert.send(.offer(to: anna.id, call: call, sdp: ""))
        #expect(anna.fromPeers == [.offer(from: bert.id, call: call, sdp: "")])
        let carl = try stranger("Carl")
        carl.send(.codeJoin(code: code))
        #expect(carl.errors.map(\.code) == [.codeWrong])
        #expect(world.faults.isEmpty)
    }

    @Test("The right number with wrong words ends the code, and its creator is told")
    func wrongGuess() throws {
        let anna = try stranger("Anna")
        let bert = try stranger("Bert")
        anna.send(.codeCreate)
        let code = try #require(anna.code)
        bert.send(.codeJoin(code: try wrong(code)))
        bert.send(.codeJoin(code: code))
        #expect(bert.errors.map(\.code) == [.codeWrong, .codeWrong])
        #expect(anna.inbox.last == .codeEnded(.wrongGuess))
        #expect(anna.seen.isEmpty)
    }

    @Test("Text that is no code, and a device's own code, cost nothing")
    func noGuess() throws {
        let anna = try stranger("Anna")
        anna.send(.codeCreate)
        let code = try #require(anna.code)
        let texts = [
            "", "amber", "7-amber", "7-a-b-c", "-7-amber-canoe-", "99999999999999999999-a-b", "+7-amber-canoe", "lan",
            "public", "127.0.0.1", "192.168.0.7", "2001:db8::1", "__proto__", "__proto__-amber-canoe",
            anna.id.description, code,
        ]
        for text in texts {
            anna.forgetInbox()
            anna.send(.codeJoin(code: text))
            #expect(anna.errors.map(\.code) == [.codeWrong])
        }
        let bert = try stranger("Bert")
        bert.send(.codeJoin(code: code))
        #expect(bert.errors.isEmpty)
    }

    @Test("A code ends after ten minutes, when cancelled, when a new one is asked for, and with its device")
    func ends() throws {
        let anna = try stranger("Anna")
        anna.send(.codeCreate)
        world.advance(by: .seconds(600))
        #expect(anna.inbox.last == .codeEnded(.expired))
        anna.send(.codeCreate)
        anna.send(.codeCancel)
        #expect(anna.inbox.last == .codeEnded(.cancelled))
        anna.send(.codeCreate)
        let first = try #require(anna.code)
        anna.send(.codeCreate)
        #expect(anna.inbox.suffix(2).first == .codeEnded(.cancelled))
        #expect(anna.code != first)
        anna.send(.bye)
        #expect(world.statistics.codes == 0)
    }

    @Test("Eleven wrong guesses from one IPv6 /64 are one too many; a right one is refused as well, others may go on")
    func limitByNetwork() throws {
        let anna = try stranger("Anna")
        anna.send(.codeCreate)
        let code = try #require(anna.code)
        for guess in 0..<10 {
            let thief = try stranger("Thief", "2001:db8:0:1::\(guess + 1)")
            thief.send(.codeJoin(code: "99999-no-never"))
            #expect(thief.errors.map(\.code) == [.codeWrong])
            thief.send(.bye)
        }
        let thief = try stranger("Thief", "2001:db8:0:1::ffff")
        thief.send(.codeJoin(code: code))
        #expect(thief.errors.map(\.code) == [.codeLimit])
        let neighbour = try stranger("Neighbour", "2001:db8:0:2::1")
        neighbour.send(.codeJoin(code: "99999-no-never"))
        #expect(neighbour.errors.map(\.code) == [.codeWrong])
        world.advance(by: .seconds(60))
        thief.send(.codeJoin(code: code))
        #expect(thief.errors.count == 1)
    }

    @Test("Sixty wrong guesses a minute are all there are, from however many addresses")
    func limitInAll() throws {
        for guess in 0..<60 {
            let thief = try stranger("Thief", "198.51.100.\(guess)")
            thief.send(.codeJoin(code: "99999-no-never"))
            thief.send(.bye)
        }
        let late = try stranger("Late", "192.0.2.1")
        late.send(.codeJoin(code: "99999-no-never"))
        #expect(late.errors.map(\.code) == [.codeLimit])
    }

    @Test("There are only so many codes")
    func codeLimit() {
        let world = World { $0.codes = 3 }
        let devices = (0..<4).map { _ in world.join() }
        devices.forEach { $0.send(.codeCreate) }
        #expect(devices[3].errors.map(\.code) == [.codeLimit])
        devices[0].send(.codeCreate)
        #expect(devices[0].errors.isEmpty)
    }

    @Test("The devices of one address or /64 hold so many of them, and others theirs")
    func codeLimitByNetwork() throws {
        let world = World { $0.codesPerNetwork = 3 }
        func join(_ address: String) throws -> TestDevice {
            world.join(from: try #require(IPAddress(address)))
        }
        for (here, elsewhere) in [("198.51.100.7", "198.51.100.8"), ("2001:db8:0:1::", "2001:db8:0:2::1")] {
            let isNetwork = here.hasSuffix("::")
            let devices = try (1...4).map { try join(isNetwork ? "\(here)\($0)" : here) }
            devices.forEach { $0.send(.codeCreate) }
            #expect(devices.map { $0.errors.map(\.code) } == [[], [], [], [.codeLimit]])
            #expect(devices[3].code == nil)
            let other = try join(elsewhere)
            other.send(.codeCreate)
            #expect(other.code != nil)
            // A device's new code replaces its own, and a code that has ended makes room for any device's.
            devices[0].send(.codeCreate)
            #expect(devices[0].errors.isEmpty)
            devices[1].send(.codeCancel)
            devices[3].send(.codeCreate)
            #expect(devices[3].code != nil)
        }
    }

    @Test("A code counts where it was asked for, wherever its device goes")
    func codeLimitOfOneThatMoved() throws {
        let world = World { $0.codesPerNetwork = 1 }
        let first = try #require(IPAddress("198.51.100.7"))
        let second = try #require(IPAddress("198.51.100.8"))
        let anna = world.join("Anna", from: first)
        anna.send(.codeCreate)
        let moved = world.join("Anna", token: anna.welcome?.token, from: second)
        let bert = world.join("Bert", from: first)
        bert.send(.codeCreate)
        #expect(bert.errors.map(\.code) == [.codeLimit])
        moved.send(.codeCreate)
        bert.send(.codeCreate)
        #expect(moved.code != nil && bert.code != nil)
    }

    @Test("Joined devices see each other again when one comes back, until both have left")
    func linkLasts() throws {
        let anna = try stranger("Anna")
        let bert = try stranger("Bert")
        anna.send(.codeCreate)
        bert.send(.codeJoin(code: try #require(anna.code)))
        world.settle()
        anna.send(.bye)
        world.settle()
        #expect(bert.seen.isEmpty)
        let annaAgain = world.join("Anna", .failure(.cgnat), token: anna.welcome?.token)
        world.settle()
        #expect(bert.names == ["Anna"])
        #expect(annaAgain.names == ["Bert"])
        annaAgain.send(.bye)
        bert.send(.bye)
        #expect(world.statistics.links == 0)
        _ = world.join("Anna", token: anna.welcome?.token)
        let bertAgain = world.join("Bert", .failure(.cgnat), token: bert.welcome?.token)
        world.settle()
        #expect(bertAgain.seen.isEmpty)
        #expect(world.faults.isEmpty)
    }

    @Test("Two who share a room and a code stay in sight when one of them changes rooms")
    func roomAndCode() throws {
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        anna.send(.codeCreate)
        bert.send(.codeJoin(code: try #require(anna.code)))
        world.settle()
        #expect(anna.seen[bert.id]?.via == .room)
        let elsewhere = world.join("Bert", .failure(.publicOff), token: bert.welcome?.token)
        world.settle()
        #expect(anna.seen[bert.id]?.via == .code)
        #expect(elsewhere.seen[anna.id]?.via == .code)
        let back = world.join("Bert", token: bert.welcome?.token)
        world.settle()
        #expect(anna.seen[bert.id]?.via == .room)
        #expect(back.names == ["Anna"])
        #expect(world.faults.isEmpty)
    }

    @Test("A device is joined with so many others at most; those who are away make way")
    func linkLimit() throws {
        let world = World { $0.links = 2 }
        let anna = world.join("Anna", .failure(.publicOff))
        func link() throws -> TestDevice {
            let other = world.join("Other", .failure(.publicOff))
            anna.send(.codeCreate)
            other.send(.codeJoin(code: try #require(anna.code)))
            return other
        }
        let first = try link()
        _ = try link()
        #expect(try link().errors.map(\.code) == [.codeLimit])
        first.send(.bye)
        #expect(try link().errors.isEmpty)
        #expect(world.statistics.links == 2)
    }
}
