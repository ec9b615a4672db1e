/// The shell's ID of one socket, signaling or relay. An ID is used once in the life of a process.
package struct ConnectionID: Hashable, Sendable {
    /// The number.
    package let number: UInt64

    /// The connection with this number.
    package init(_ number: UInt64) {
        self.number = number
    }
}
