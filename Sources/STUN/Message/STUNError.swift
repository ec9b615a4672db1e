/// Why bytes are no STUN message, or an attribute's value is not what its type wants.
package enum STUNError: Error, Hashable, Sendable {
    /// Shorter than a header.
    case truncated
    /// The first two bits or the magic cookie are not STUN's.
    case notSTUN
    /// The length in the header is not a multiple of 4, or not that of the message.
    case badLength
    /// An attribute is longer than what is left of the message.
    case attributeTooLong
    /// The value of this attribute is not of its form.
    case badValue(AttributeType)
}
