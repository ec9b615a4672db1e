/// The value of `If-None-Match` (RFC 9110, 13.1.2).
enum EntityTags {
    /// Whether a client that sent `field` has the representation with the strong tag `tag` already. The comparison is
    /// weak, as the RFC wants it here.
    static func matches(_ field: String, tag: String) -> Bool {
        field.split(separator: ",").contains { entry in
            let entry = entry.drop { $0 == " " || $0 == "\t" }
            let trimmed = String(entry.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
            return trimmed == "*" || trimmed == tag || trimmed == "W/" + tag
        }
    }
}
