import NetPrimitives

/// A host or router plugged into a segment.
struct Plug {
    let attachment: Attachment
    var segment: SegmentID
    var addresses: [IPAddress]
    /// Networks behind a router's outside plug, to which the segment sends by it.
    var routes: [NetworkPrefix] = []
    var up: Link
    var down: Link
}
