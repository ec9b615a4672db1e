package import NetPrimitives
package import Signaling

extension Rendezvous {
    /// An occurrence for the log, without names of devices and contents of messages.
    package enum Occurrence: Hashable, Sendable {
        /// A device joined.
        case joined(DeviceID, RoomDescription)
        /// A device connected again while its older socket was still open; the older one is closed.
        case replaced(DeviceID)
        /// A device left.
        case left(DeviceID)
        /// A socket is closed because its client broke a rule.
        case ruleBroken(ConnectionID, IPAddress, ErrorCode, message: String)
        /// A client at this address guessed a code wrong.
        case wrongGuess(IPAddress)
        /// Guesses from this address, or all guesses, are refused at the moment.
        case guessesLimited(IPAddress)
        /// A code linked two devices.
        case linked(DeviceID, DeviceID)
        /// Two devices got a pairing of the relay.
        case relayPaired(DeviceID, DeviceID)
        /// A limit on pairings of the relay was reached.
        case relayFull
    }
}
