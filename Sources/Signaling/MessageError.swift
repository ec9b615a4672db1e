/// The reason for refusing a message. A server reports it to the client that sent the message and closes the connection;
/// a client ignores the message.
package struct MessageError: Error, Hashable, Sendable {
    /// `BAD_MESSAGE` or `VERSION_MISMATCH`.
    package let code: ErrorCode
    /// The wrong field, such as `sdp` or `devices[2].kind`; nil when the message as a whole is wrong.
    package private(set) var field: String?
    /// The fault, without the name of the field.
    private let problem: String

    /// The text for the sender, with the name of the field.
    package var message: String {
        guard let field, code == .badMessage else { return problem }
        return "`\(field)` \(problem)"
    }

    /// The message as a whole is not valid in this protocol; a binary one, for example.
    package static func malformed(_ problem: String) -> MessageError {
        MessageError(code: .badMessage, field: nil, problem: problem)
    }

    /// The field `field` is missing or wrong.
    static func field(_ field: FieldName, _ problem: String) -> MessageError {
        MessageError(code: .badMessage, field: field.rawValue, problem: problem)
    }

    /// The client speaks another protocol version.
    package static func version(_ version: Int64) -> MessageError {
        MessageError(
            code: .versionMismatch,
            field: "protocol",
            problem: "This server speaks protocol \(SignalingLimits.protocolVersion), not \(version). Reload the page."
        )
    }

    /// Returns the error of the field `outer` or the array element `[index]` in which this error occurred.
    func inside(_ outer: String) -> MessageError {
        var error = self
        guard code == .badMessage else { return error }
        switch field {
        case nil: error.field = outer
        case let inner? where inner.hasPrefix("["): error.field = outer + inner
        case let inner?: error.field = outer + "." + inner
        }
        return error
    }
}
