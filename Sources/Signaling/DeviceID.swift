package import NetPrimitives

/// The name the server gives to a device: 128 random bits, written as 22 characters of base64url.
package struct DeviceID: Identifier128 {
    /// The first 64 bits.
    package let high: UInt64
    /// The last 64 bits.
    package let low: UInt64

    /// The identifier with these bits.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}
