import DatagramIO
import HTTPTypes
import HummingbirdCore
import LocalAuthority
import NIOCore
import NetPrimitives
import QRCodes

/// Everything that is served over plain HTTP requests. HTTP and HTTPS have one site each, which share everything except
/// their scheme.
struct Site: Sendable {
    let assets: AssetTable
    let access: AccessPolicy
    let metricsPolicy: MetricsPolicy
    let metrics: ServerMetrics
    let qrLimit: RateLimit
    /// The machine's own authority at present; nil when HTTPS is off or uses files.
    let authority: @Sendable () -> LocalAuthority?
    /// Whether a client is on the local network.
    let isLocal: @Sendable (Visit) -> Bool
    /// The HTTPS origin for a client that reached this server as the given host; nil without HTTPS.
    let secureOrigin: @Sendable (HostAndPort.Host) -> WebOrigin?
    /// Makes the report of the metrics.
    let report: @Sendable () async throws -> String
    /// Whether the listener speaks TLS.
    let isSecure: Bool

    /// The longest text for a QR code, in bytes.
    static let longestQRText = 512

    /// Responds to a request from `peer`. `wantContent` is called before the request's content is read, which the
    /// client may hold back until then (`Expect: 100-continue`).
    func respond(to request: Request, from peer: IPAddress, wantContent: () -> Void) async -> Response {
        var response: Response
        do {
            let visit = try access.visit(AccessPolicy.Request(request, peer: peer, isSecure: isSecure))
            response = await answer(request, visit, wantContent)
            SecurityHeaders.add(
                to: &response.headers,
                authority: visit.authority.description,
                isSecure: visit.scheme == .https
            )
        } catch {
            metrics.refusals.add(RefusalReason(error))
            response = Self.refusal(error)
            SecurityHeaders.add(to: &response.headers, authority: nil, isSecure: false)
        }
        if let status = ServerMetrics.StatusClass(code: response.status.code) { metrics.requests.add(status) }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request, _ visit: Visit, _ wantContent: () -> Void) async -> Response {
        let path = request.uri.path
        if path == "/qr" {
            guard request.method == .post else { return .methodNotAllowed(allow: "POST") }
            return await qrCode(request, visit, wantContent)
        }
        guard request.method == .get || request.method == .head else {
            return await isKnown(path) ? .methodNotAllowed(allow: "GET, HEAD") : .notFound
        }
        switch path {
        case "/healthz": return .text(.ok, "ok\n")
        case "/metrics": return await metricsReport(visit)
        case "/ca.crt": return authorityCertificate()
        case "/trust" where authority() == nil: return .notFound
        case "/trust/uncovered": return uncoveredNames(visit)
        case "/trust/secure" where authority() != nil: return secureAddress(visit)
        default: return await assets.asset(at: path).map { page($0, request) } ?? .notFound
        }
    }

    private func isKnown(_ path: String) async -> Bool {
        if ["/healthz", "/metrics"].contains(path) { return true }
        return await assets.asset(at: path) != nil
    }

    // MARK: Answers

    private func page(_ asset: Asset, _ request: Request) -> Response {
        // The browser caches the file and revalidates it each time, so an update is seen at once.
        let headers: HTTPFields = [
            .contentType: asset.mediaType, .eTag: asset.entityTag, .cacheControl: "no-cache",
        ]
        if let known = request.headers[.ifNoneMatch], EntityTags.matches(known, tag: asset.entityTag) {
            var headers = headers
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        guard request.method == .get else {
            var headers = headers
            headers[.contentLength] = String(asset.length)
            return Response(status: .ok, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.contents()))
    }

    private func metricsReport(_ visit: Visit) async -> Response {
        guard metricsPolicy.allows(visit.origin) else {
            metrics.refusals.add(.metrics)
            return .text(.forbidden, metricsPolicy.advice)
        }
        guard let text = try? await report() else {
            return .text(.serviceUnavailable, "The server is shutting down.\n")
        }
        return .bytes(ByteBuffer(string: text), mediaType: PrometheusText.mediaType)
    }

    private func authorityCertificate() -> Response {
        guard let authority = authority() else { return .notFound }
        var response = Response.bytes(
            ByteBuffer(bytes: authority.certificate),
            mediaType: MediaType.authorityCertificate
        )
        // `inline` lets phones and Firefox install it right away; other browsers save it under this name.
        response.headers[.contentDisposition] = "inline; filename=\"ferry-authority.crt\""
        return response
    }

    /// The names and addresses that HTTPS does not work under, one per line, for `/trust`. Clients from outside get
    /// none, since the names of this machine do not concern them.
    private func uncoveredNames(_ visit: Visit) -> Response {
        guard let uncovered = authority()?.uncovered else { return .notFound }
        guard isLocal(visit) else { return .text(.ok, "") }
        let addresses = uncovered.addresses.compactMap { IPAddress(octets: $0)?.description }
        return .text(.ok, (uncovered.dnsNames + addresses).map { $0 + "\n" }.joined())
    }

    /// A redirect to HTTPS. `/trust` is a static file, which cannot contain the address.
    private func secureAddress(_ visit: Visit) -> Response {
        guard let origin = secureOrigin(visit.authority.host) else { return .notFound }
        var response = Response.text(.temporaryRedirect, "\(origin)/\n")
        response.headers[.location] = "\(origin)/"
        return response
    }

    private func qrCode(_ request: Request, _ visit: Visit, _ wantContent: () -> Void) async -> Response {
        guard qrLimit.allows(visit.address, now: Instant(.now())) else {
            metrics.refusals.add(.rate)
            var response = Response.text(.tooManyRequests, "Too many QR codes; try again in a minute.\n")
            response.headers[.retryAfter] = "60"
            return response
        }
        let tooLong = Response.text(.contentTooLarge, "A QR code here holds at most \(Self.longestQRText) bytes.\n")
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= Self.longestQRText else { return tooLong }
        wantContent()
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: Self.longestQRText)
        } catch is NIOTooManyBytesError {
            return tooLong
        } catch {
            return .text(.badRequest, "The content of the request could not be read.\n")
        }
        guard let text = String(validating: body.readableBytesView, as: UTF8.self),
            let code = try? QRCode(encoding: text)
        else {
            return .text(.badRequest, "Send the text of the QR code as the body, in UTF-8.\n")
        }
        return .bytes(ByteBuffer(string: code.svg()), mediaType: MediaType.svg)
    }

    private static func refusal(_ refusal: AccessPolicy.Refusal) -> Response {
        switch refusal {
        case .noHost: .text(.badRequest, "The request names no host.\n")
        case .misdirected(let host):
            .bytes(
                ByteBuffer(string: MisdirectedPage.html(host: host)),
                mediaType: MediaType.html,
                status: .misdirectedRequest
            )
        case .foreignOrigin: .text(.forbidden, "A page of another origin may not use this server.\n")
        }
    }
}
