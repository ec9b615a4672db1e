import NetPrimitives
import WebSocketFraming

/// Checks that a parsed origin is nearly in the spelling of browsers, and is the same when it is written and parsed
/// again.
func checkWebOrigin(_ bytes: [UInt8]) {
    let text = text(bytes)
    guard let origin = WebOrigin(text) else { return }
    precondition(WebOrigin(origin.description) == origin, "an origin changes its meaning when it is written")
    let characters = Array(text.utf8)
    precondition(characters.allSatisfy { (0x21...0x7E).contains($0) }, "an origin holds odd bytes")
    precondition(!characters.contains { "@\\?#%".utf8.contains($0) }, "an origin names more than a host and a port")
    let slashes = characters.count { $0 == UInt8(ascii: "/") }
    precondition(slashes == 2 || (slashes == 3 && characters.last == UInt8(ascii: "/")), "an origin has a path")
}

/// Checks that the scheme appended by the nearest proxy counts, not the client's.
func checkForwardedProto(_ bytes: [UInt8]) {
    let forged = text(bytes)
    let added: [(word: String, scheme: RequestScheme?)] = [
        ("https", .https), ("HTTP", .http), (" https\t", .https), ("ftp", nil), ("", nil),
    ]
    for (word, scheme) in added {
        let appended = ForwardingHeaders([("X-Forwarded-Proto", "\(forged),\(word)")])
        precondition(appended.scheme == scheme && !appended.isEmpty, "a client chose the scheme")
        let followed = ForwardingHeaders([("X-Forwarded-Proto", forged), ("x-forwarded-proto", word)])
        precondition(followed.scheme == scheme && !followed.isEmpty, "a client chose the scheme")
    }
    let others = ForwardingHeaders([("X-Forwarded-Protocol", forged), ("Forwarded", forged)])
    precondition(others.scheme == nil, "another header tells the scheme")
}

/// Checks that a list of entity tags matches if and only if one of its elements does, and that only the tag itself
/// matches the tag.
func checkEntityTags(_ bytes: [UInt8]) {
    let tag = "\"0123456789abcdef\""
    let field = text(bytes)
    for own in [tag, "W/\(tag)", "\t\(tag) ", "*"] {
        precondition(EntityTags.matches("\(field),\(own)", tag: tag), "what stands before a tag hides it")
        precondition(EntityTags.matches("\(own),\(field)", tag: tag), "what stands behind a tag hides it")
    }
    let isThere = field.utf8.split(separator: UInt8(ascii: ",")).contains { element in
        let bare = element.filter { $0 != 0x20 && $0 != 0x09 }
        return [tag, "W/\(tag)", "*"].contains { bare.elementsEqual($0.utf8) }
    }
    precondition(isThere || !EntityTags.matches(field, tag: tag), "another tag passes for the tag")
}

/// Checks that the verdict on a handshake does not depend on the order and the case of its fields, nor on other fields.
///
/// The first line is the method, the others are fields.
func checkHandshake(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let fields = lines.dropFirst().map { line in
        let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        return (name: text(parts[0]), value: text(parts.dropFirst().first ?? []))
    }
    let request = OpeningHandshake.Request(method: text(lines[0]), isHTTP11: true, fields: fields)
    let result = outcome(of: request)

    var turned = request
    turned.fields = fields.reversed().map { field in
        (name: text(field.name.utf8.map { (0x61...0x7A).contains($0) ? $0 ^ 0x20 : $0 }), value: field.value)
    }
    precondition(outcome(of: turned) == result, "order and case of fields matter")
    var longer = request
    longer.fields += [("X-Upgrade", "websocket"), ("Upgrade", "h2c"), ("Connection", "keep-alive")]
    precondition(outcome(of: longer) == result, "other fields matter")
    for field in [("Content-Length", "1"), ("Transfer-Encoding", "chunked"), ("Sec-WebSocket-Key", "")] {
        var spoilt = request
        spoilt.fields.append(field)
        precondition((try? outcome(of: spoilt).get()) == nil, "a handshake with a body or two keys is taken")
    }
    var older = request
    older.isHTTP11 = false
    precondition((try? outcome(of: older).get()) == nil, "a handshake of HTTP/1.0 is taken")
    if case .success(let key) = result {
        precondition(request.method == "GET" && key.utf8.count == 24, "a handshake is taken that is none")
        precondition(key.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "a key holds odd bytes")
    }
}

private func outcome(of request: OpeningHandshake.Request) -> Result<String, OpeningHandshake.Fault> {
    Result { () throws(OpeningHandshake.Fault) in try OpeningHandshake.key(of: request) }
}
