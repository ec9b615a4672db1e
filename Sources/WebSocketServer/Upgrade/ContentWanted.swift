/// An outbound event that asks for the content of the request being answered: the client may be waiting for `100
/// Continue` (RFC 9110, section 10.1.1). It has no effect when the client is not waiting.
package struct ContentWanted: Sendable {
    /// The event.
    package init() {}
}
