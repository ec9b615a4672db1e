import Logging
import NetPrimitives
import Rendezvous
import Signaling

extension Rendezvous.Occurrence {
    /// Logs the occurrence, without names and contents. Lines that a client can cause are rate-limited.
    func log(to logger: Logger, strangers: inout StrangerLog, now: Instant) {
        switch self {
        case .joined(let device, let room):
            logger.debug("A device came.", metadata: ["device": "\(device)", "room": "\(room.kind.rawValue)"])
        case .replaced(let device):
            logger.debug("A device came again by a new socket.", metadata: ["device": "\(device)"])
        case .left(let device):
            logger.debug("A device went.", metadata: ["device": "\(device)"])
        case .ruleBroken(_, let address, let code, let message):
            strangers.write(
                .info,
                "A client broke a rule and is closed: \(message)",
                about: address,
                ["code": "\(code.rawValue)"],
                now: now
            )
        case .wrongGuess(let address):
            strangers.write(.info, "A code was guessed wrong.", about: address, [:], now: now)
        case .guessesLimited(let address):
            strangers.write(
                .warning,
                "Too many wrong codes; guesses are refused for a while.",
                about: address,
                [:],
                now: now
            )
        case .linked(let first, let second):
            logger.debug("Two devices met by a code.", metadata: ["devices": "\(first), \(second)"])
        case .relayPaired(let first, let second):
            logger.debug("Two devices use the relay.", metadata: ["devices": "\(first), \(second)"])
        case .relayFull:
            strangers.write(
                .warning,
                "A relay was refused: the server (--relay-pairs), a device or an address has as many as it may.",
                [:],
                now: now
            )
        }
    }
}
