package import NetPrimitives
package import Signaling

extension Rendezvous {
    /// What happened, for the log. Names of devices and contents of messages are not the log's business.
    package enum Occurrence: Hashable, Sendable {
        /// A device came.
        case joined(DeviceID, RoomDescription)
        /// A device came again while its older socket was still open; that one is closed.
        case replaced(DeviceID)
        /// A device went.
        case left(DeviceID)
        /// A socket is closed because its client broke a rule.
        case ruleBroken(ConnectionID, IPAddress, ErrorCode, message: String)
        /// Somebody at this address guessed a code wrong.
        case wrongGuess(IPAddress)
        /// Guesses from this address, or all guesses, are refused for the moment.
        case guessesLimited(IPAddress)
        /// Two devices were joined by a code.
        case linked(DeviceID, DeviceID)
        /// Two devices were given a pairing of the relay.
        case relayPaired(DeviceID, DeviceID)
        /// No pairing of the relay was free.
        case relayFull
    }
}
