import HTTPTypes
import HummingbirdCore
import NIOCore

extension Response {
    /// A generated response, which must not be stored.
    static func bytes(_ bytes: ByteBuffer, mediaType: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: mediaType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: bytes)
        )
    }

    /// A response with a line of text.
    static func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
        .bytes(ByteBuffer(string: text), mediaType: MediaType.plainText, status: status)
    }

    /// A response with status 404.
    static var notFound: Response { .text(.notFound, "There is nothing here.\n") }

    /// A response with status 405 and the allowed methods.
    static func methodNotAllowed(allow: String) -> Response {
        var response = Response.text(.methodNotAllowed, "This is answered to \(allow) only.\n")
        response.headers[.allow] = allow
        return response
    }
}
