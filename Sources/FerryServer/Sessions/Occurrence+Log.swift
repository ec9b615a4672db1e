import Logging
import Rendezvous
import Signaling

extension Occurrence {
    /// Writes a line, without names and contents.
    func log(to logger: Logger) {
        switch self {
        case .joined(let device, let room):
            logger.debug("A device came.", metadata: ["device": "\(device)", "room": "\(room.kind.rawValue)"])
        case .replaced(let device):
            logger.debug("A device came again by a new socket.", metadata: ["device": "\(device)"])
        case .left(let device):
            logger.debug("A device went.", metadata: ["device": "\(device)"])
        case .ruleBroken(_, let address, let code, let message):
            logger.info(
                "A client broke a rule and is closed: \(message)",
                metadata: ["address": "\(address)", "code": "\(code.rawValue)"]
            )
        case .wrongGuess(let address):
            logger.info("A code was guessed wrong.", metadata: ["address": "\(address)"])
        case .guessesLimited(let address):
            logger.warning(
                "Too many wrong codes; guesses are refused for a while.",
                metadata: ["address": "\(address)"]
            )
        case .linked(let first, let second):
            logger.debug("Two devices met by a code.", metadata: ["devices": "\(first), \(second)"])
        case .relayPaired(let first, let second):
            logger.debug("Two devices use the relay.", metadata: ["devices": "\(first), \(second)"])
        case .relayFull:
            logger.warning("All relay pairings are in use; --relay-pairs sets how many there are.")
        }
    }
}
