package import NIOCore

/// The batches that the datagram endpoints of one event loop share: one for sending, one for receiving.
package final class DatagramLoop {
    /// The event loop on which all calls must be made.
    let eventLoop: any EventLoop
    let outbound: SendBatch
    let inbound = ReceiveBatch()

    /// Batches for endpoints on `eventLoop`.
    package init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        outbound = SendBatch(on: eventLoop)
    }

    /// Sends all queued datagrams now. Otherwise this happens after the event loop's current events.
    package func flush() {
        outbound.flush()
    }
}
