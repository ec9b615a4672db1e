/// Asks for the content of the request that is being answered: the client may be waiting to be told to send it
/// (RFC 9110, section 10.1.1). An outbound event; nothing happens when it is not waiting.
package struct ContentWanted: Sendable {
    /// The wish.
    package init() {}
}
