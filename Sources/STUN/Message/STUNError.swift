/// The reason why bytes are not a STUN message, or why an attribute's value does not fit its type.
package enum STUNError: Error, Hashable, Sendable {
    /// Shorter than a header.
    case truncated
    /// The first two bits or the magic cookie are not STUN's.
    case notSTUN
    /// The length in the header is not a multiple of 4, or does not match the message.
    case badLength
    /// An attribute is longer than the rest of the message.
    case attributeTooLong
    /// The value does not fit this attribute type.
    case badValue(AttributeType)
}
