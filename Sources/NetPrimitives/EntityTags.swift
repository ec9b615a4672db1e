/// The value of `If-None-Match` (RFC 9110, 13.1.2).
package enum EntityTags {
    /// Whether a client that sent `field` has the representation with the strong tag `tag` already. The comparison is
    /// weak, as section 13.1.2 requires.
    ///
    /// It splits bytes, not characters: a prepended mark and the comma behind it are one `Character` (UAX #29, GB9b).
    package static func matches(_ field: String, tag: String) -> Bool {
        field.utf8.split(separator: UInt8(ascii: ",")).contains { element in
            let known = Substring(element).trimmingSpaces.utf8
            return ["*", tag, "W/\(tag)"].contains { known.elementsEqual($0.utf8) }
        }
    }
}
