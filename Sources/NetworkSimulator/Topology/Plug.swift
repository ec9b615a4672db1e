import NetPrimitives

/// A host or router plugged into a segment.
struct Plug {
    let attachment: Attachment
    var segment: SegmentID
    var addresses: [IPAddress]
    /// Networks behind a router's outside plug; the segment sends packets for them there.
    var routes: [NetworkPrefix] = []
    var up: Link
    var down: Link
}
