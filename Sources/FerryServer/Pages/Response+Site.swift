import HTTPTypes
import HummingbirdCore
import NIOCore

extension Response {
    /// An answer that is made anew each time and kept by nobody.
    static func bytes(_ bytes: ByteBuffer, mediaType: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: mediaType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: bytes)
        )
    }

    /// A line of text.
    static func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
        .bytes(ByteBuffer(string: text), mediaType: MediaType.plainText, status: status)
    }

    /// 404.
    static var notFound: Response { .text(.notFound, "There is nothing here.\n") }

    /// 405, with the methods that are allowed.
    static func methodNotAllowed(allow: String) -> Response {
        var response = Response.text(.methodNotAllowed, "This is answered to \(allow) only.\n")
        response.headers[.allow] = allow
        return response
    }
}
