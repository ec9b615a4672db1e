import NetPrimitives

/// The answer to a request for a name that this server does not answer to.
enum MisdirectedPage {
    /// The page for people. `host` comes from the request; it consists of host name characters, so it needs no
    /// escaping.
    static func html(host: HostAndPort.Host) -> String {
        let host = HostAndPort(host: host, port: nil)
        return """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Not here</title>
            <h1>This Ferry server does not go by that name</h1>
            <p>It was asked for <strong>\(host)</strong>, and answers only to names it knows, so that a page elsewhere
            cannot pretend to be it.</p>
            <p>If the name is right, start it with <code>ferry serve --allow-host \(host)</code>, or with
            <code>--public-url</code> when it is the address on the internet. Its IP address always works.</p>
            </html>

            """
    }

    /// The same in one line, for clients other than pages in a browser.
    static func text(host: HostAndPort.Host) -> String {
        let host = HostAndPort(host: host, port: nil)
        return "This Ferry server does not go by the name \(host). If it should: ferry serve --allow-host \(host)\n"
    }
}
