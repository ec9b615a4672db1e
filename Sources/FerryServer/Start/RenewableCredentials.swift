import FoundationEssentials
import LocalAuthority
import Logging
import NIOSSL
import StateDirectory
import Synchronization

/// The current credentials of HTTPS. A connection keeps the ones it began with; new connections get the newest.
///
/// The certificate of our own authority is renewed near its end, and when the machine's names or addresses change.
/// Certificate files are read again when a renewal program has replaced them.
final class RenewableCredentials: Sendable {
    private enum Source {
        case authority(StateDirectory)
        case files(certificate: String, key: String)
    }

    private struct State {
        var credentials: TLSCredentials
        /// The files behind the credentials; nil with an authority.
        var files: CertificateFiles?
        /// The present fault of the files.
        var complaint = Complaint.none
    }

    /// A fault of the files. The two files are not replaced at the same moment, so a fault is reported when it is still
    /// there at the next look, and then once.
    private enum Complaint: Equatable {
        case none, seen(String), told(String)
    }

    private let source: Source
    /// Sentences about the files at the start.
    private let opening: [String]
    private let logger: Logger
    private let state: Mutex<State>

    private init(_ source: Source, _ state: State, notes: [String] = [], logger: Logger) {
        self.source = source
        opening = notes
        self.logger = logger
        self.state = Mutex(state)
    }

    /// The credentials for `tls`; nil for none.
    static func open(
        _ tls: ServerConfiguration.TLS,
        state: StateDirectory,
        machine: MachineNames,
        now: Date,
        logger: Logger
    ) throws -> RenewableCredentials? {
        switch tls {
        case .off:
            return nil
        case .auto:
            let authority = try LocalAuthority.open(in: state, machine: machine, now: now)
            let opened = State(credentials: try TLSCredentials(authority), files: nil)
            let credentials = RenewableCredentials(.authority(state), opened, logger: logger)
            credentials.log(authority.uncovered, after: MachineNames(dnsNames: [], addresses: []))
            return credentials
        case .files(let certificate, let key):
            let files = try CertificateFiles(certificate: certificate, key: key)
            var opened = State(credentials: try files.credentials(), files: files)
            let complaint = files.complaint(at: now)
            if let complaint {
                logger.warning("\(complaint)")
                opened.complaint = .told(complaint)
            }
            return RenewableCredentials(
                .files(certificate: certificate, key: key),
                opened,
                notes: [complaint].compactMap(\.self),
                logger: logger
            )
        }
    }

    /// The current credentials.
    var current: TLSCredentials { state.withLock(\.credentials) }

    /// The TLS context for new connections of pages.
    var pages: @Sendable () -> NIOSSLContext {
        { [self] in current.pages }
    }

    /// The TLS context for new connections of TURN.
    var turn: @Sendable () -> NIOSSLContext {
        { [self] in current.turn }
    }

    /// Sentences for the operator about files that browsers refuse, and about names that HTTPS does not work under.
    func notes() -> [String] {
        guard case .authority(let state) = source, let uncovered = current.authority?.uncovered else { return opening }
        return UncoveredNames(uncovered, state: state).names
    }

    /// Renews the credentials for the names of `machine` at `now`, if necessary. Returns whether they changed. Reads
    /// and writes files; not safe for concurrent calls.
    func review(_ machine: MachineNames, now: Date) -> Bool {
        switch source {
        case .authority(let folder): review(folder, machine, now: now)
        case .files(let certificate, let key): review(certificate: certificate, key: key, now: now)
        }
    }

    // MARK: Our own authority

    private func review(_ folder: StateDirectory, _ machine: MachineNames, now: Date) -> Bool {
        guard let old = current.authority else { return false }
        let new: LocalAuthority
        do {
            guard let renewed = try old.renewed(for: machine, now: now) else { return false }
            let credentials = try TLSCredentials(renewed)
            state.withLock { $0.credentials = credentials }
            new = renewed
        } catch {
            logger.error("The certificate of HTTPS could not be renewed.", metadata: ["error": "\(error)"])
            return false
        }
        if new.serverCertificate != old.serverCertificate { logger.info("HTTPS has a new certificate.") }
        if new.certificate != old.certificate {
            logger.notice(
                "The certificate of this machine's authority has been extended. Its key is the same, so devices that trust it go on."
            )
        }
        log(new.uncovered, after: old.uncovered)
        do {
            try new.write(to: folder, after: old)
        } catch {
            logger.warning(
                "The new certificate of HTTPS is served, but could not be kept for the next start.",
                metadata: ["error": "\(error)"]
            )
        }
        return true
    }

    /// Logs the names and addresses that HTTPS does not work under, unless they were logged `before`.
    private func log(_ uncovered: MachineNames, after before: MachineNames) {
        guard case .authority(let state) = source else { return }
        let sentences = UncoveredNames(uncovered, state: state)
        if uncovered.dnsNames != before.dnsNames { for text in sentences.names { logger.notice("\(text)") } }
        if uncovered.addresses != before.addresses { for text in sentences.addresses { logger.info("\(text)") } }
    }

    // MARK: Files

    private func review(certificate: String, key: String, now: Date) -> Bool {
        do {
            let files = try CertificateFiles(certificate: certificate, key: key)
            guard files != state.withLock(\.files) else {
                complain(files.complaint(at: now))
                return false
            }
            let credentials = try files.credentials()
            state.withLock { $0 = State(credentials: credentials, files: files) }
            logger.notice("HTTPS has the new certificate of \(certificate).")
            return true
        } catch {
            complain("\(error) HTTPS goes on with the certificate from before.")
            return false
        }
    }

    /// - Parameter text: The fault; nil when there is none.
    private func complain(_ text: String?) {
        let isToBeTold = state.withLock { state in
            guard let text else {
                state.complaint = .none
                return false
            }
            if state.complaint == .told(text) { return false }
            let isOld = state.complaint == .seen(text)
            state.complaint = isOld ? .told(text) : .seen(text)
            return isOld
        }
        if isToBeTold, let text { logger.warning("\(text)") }
    }
}
