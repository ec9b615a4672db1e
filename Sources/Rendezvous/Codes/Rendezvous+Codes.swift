import NetPrimitives
import Signaling

extension Rendezvous {
    mutating func createCode(for device: DeviceID) {
        guard let connection = devices[device]?.connection,
            let network = connections[connection]?.context.address.customerNetwork
        else { return }
        endCode(of: device, .cancelled)
        guard codes.count < configuration.codes else {
            fail(connection, ErrorReport(.codeLimit, "Too many codes are waiting on this server. Try again later."))
            return
        }
        guard codes.count(in: network) < configuration.codesPerNetwork else {
            let limit = configuration.codesPerNetwork
            let message = "The devices behind one address have \(limit) codes already, as many as they may have."
            fail(connection, ErrorReport(.codeLimit, message))
            return
        }
        let (slot, text) = codes.create(for: device, in: network, using: &random)
        devices[device]?.codeSlot = slot
        timers.set(.code(slot: slot), to: now + configuration.codeLifetime)
        totals.codesCreated += 1
        let seconds = Int(configuration.codeLifetime.components.seconds)
        actions.append(.send(connection, .code(text, expires: seconds)))
    }

    /// Ends a device's code, if it has one, and sends the device the reason unless that is nil.
    mutating func endCode(of device: DeviceID, _ reason: CodeEnd?) {
        guard let slot = devices[device]?.codeSlot else { return }
        devices[device]?.codeSlot = nil
        codes.remove(slot)
        timers.cancel(.code(slot: slot))
        if let reason, let connection = devices[device]?.connection {
            actions.append(.send(connection, .codeEnded(reason)))
        }
    }

    mutating func expireCode(in slot: Int) {
        guard let code = codes[slot] else { return }
        endCode(of: code.creator, .expired)
    }

    mutating func joinCode(_ text: String, for device: DeviceID, on connection: ConnectionID) {
        guard let address = connections[connection]?.context.address else { return }
        guard let guess = CodeGuess(text) else {
            fail(connection, ErrorReport(.codeWrong, "A code is a number and two words, such as 7-amber-canoe."))
            return
        }
        guard allowsGuess(from: address) else {
            fail(connection, ErrorReport(.codeLimit, "Too many wrong codes. Try again in a minute."))
            actions.append(.log(.guessesLimited(address)))
            return
        }
        guard let code = codes[guess.slot], code.words == guess.words else {
            refuse(guess, from: address, on: connection)
            return
        }
        use(code, for: device, on: connection)
    }

    private mutating func allowsGuess(from address: IPAddress) -> Bool {
        guesses.allows(
            address.customerNetwork,
            perNetwork: configuration.guessesPerNetwork,
            inAll: configuration.guessesInAll,
            now: now
        )
    }

    private mutating func refuse(_ guess: CodeGuess, from address: IPAddress, on connection: ConnectionID) {
        guesses.note(address.customerNetwork, now: now)
        actions.append(.log(.wrongGuess(address)))
        if let code = codes[guess.slot] {
            endCode(of: code.creator, .wrongGuess)
            fail(connection, ErrorReport(.codeWrong, "The words were wrong. That code has ended; ask for a new one."))
        } else {
            fail(connection, ErrorReport(.codeWrong, "There is no such code. Ask for a new one."))
        }
    }

    private mutating func use(_ code: CodeTable.Code, for device: DeviceID, on connection: ConnectionID) {
        guard code.creator != device else {
            fail(connection, ErrorReport(.codeWrong, "This is your own code. Use it on the other device."))
            return
        }
        guard link(code.creator, device) else {
            fail(connection, ErrorReport(.codeLimit, "One of the devices is joined with too many others by codes."))
            return
        }
        totals.codesUsed += 1
        actions.append(.log(.linked(code.creator, device)))
        announceLink(of: code.creator, to: device)
        announceLink(of: device, to: code.creator)
        endCode(of: code.creator, .used)
    }

    private mutating func announceLink(of device: DeviceID, to peer: DeviceID) {
        guard let connection = devices[peer]?.connection, let seen = self.device(device, seenBy: peer) else { return }
        actions.append(.send(connection, .codeJoined(peer: seen)))
    }
}
