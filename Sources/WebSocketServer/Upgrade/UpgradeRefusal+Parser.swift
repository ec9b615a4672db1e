import NIOHTTP1

extension UpgradeRefusal {
    /// The response to bytes that the decoder cannot read.
    init(_ error: HTTPParserError) {
        self =
            if case .headerOverflow = error {
                UpgradeRefusal(
                    status: .requestHeaderFieldsTooLarge,
                    body: "The head of the request is too large. If that is because of cookies that other programs on "
                        + "this host have set, delete them."
                )
            } else {
                .badRequest("The request could not be read as HTTP/1.1.")
            }
    }
}
