package import NIOCore

/// What the datagram endpoints of one event loop share: where datagrams wait to be sent, and where bursts are read into.
package final class DatagramLoop {
    /// Where all of it must be used.
    let eventLoop: any EventLoop
    let outbound: SendBatch
    let inbound = ReceiveBatch()

    /// For endpoints on `eventLoop`.
    package init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        outbound = SendBatch(on: eventLoop)
    }

    /// Sends everything now. Needed by nobody: it happens by itself once the event loop has handled the events it woke
    /// for.
    package func flush() {
        outbound.flush()
    }
}
