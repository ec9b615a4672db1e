import NIOCore

/// The plain requests of one connection and how far their answers are. Requests may come before the answers to those
/// before them have ended; answers go out in the same order.
///
///     between requests ──begin──► reading ──ended──► between requests
///             │                      │
///          stop(with:)            breakOff, or ended after the last one
///             └──────────┬───────────┘
///                        ▼
///                  nothing more is read; the last answer ends the connection
struct Exchanges {
    /// The next thing to do once an answer has ended.
    enum Next {
        /// Another answer, or another request.
        case goOn
        /// The end of the connection, after an answer to what could not be read if there is one.
        case end(UpgradeRefusal?)
    }

    private enum Input {
        case between
        /// A request is being read, until it has ended or the deadline has come. `awaitsContinue`: its content does not
        /// come before it is asked for.
        case reading(until: NIODeadline, isLast: Bool, awaitsContinue: Bool)
        /// Nothing more is read. `refusal` answers what could not be read, when it was no request of which an answer
        /// is outstanding.
        case over(UpgradeRefusal?)
    }

    private var input = Input.between
    private var unanswered = 0

    /// Whether no answer is outstanding.
    var isIdle: Bool { unanswered == 0 }

    /// Whether nothing more is read.
    var isOver: Bool { if case .over = input { true } else { false } }

    /// Whether a request's content is being read.
    var isReading: Bool { if case .reading = input { true } else { false } }

    /// Whether the request that is being read should have ended before `now`.
    func isOverdue(at now: NIODeadline) -> Bool {
        guard case .reading(let deadline, _, _) = input else { return false }
        return now >= deadline
    }

    /// Whether the answer that is being given is the connection's last.
    private var isLastAnswer: Bool {
        guard unanswered == 1 else { return false }
        return switch input {
        case .between: false
        case .reading(_, let isLast, _): isLast
        case .over(let refusal): refusal == nil
        }
    }

    // MARK: What comes in

    /// A request's head has come.
    mutating func begin(isLast: Bool, awaitsContinue: Bool, deadline: NIODeadline) {
        unanswered += 1
        input = .reading(until: deadline, isLast: isLast, awaitsContinue: awaitsContinue)
    }

    /// A part of the content has come, asked for or not.
    mutating func continued() {
        guard case .reading(let deadline, let isLast, true) = input else { return }
        input = .reading(until: deadline, isLast: isLast, awaitsContinue: false)
    }

    /// The request has ended.
    mutating func ended() {
        guard case .reading(_, let isLast, _) = input else { return }
        input = isLast ? .over(nil) : .between
    }

    /// The content that is being read cannot be read further. Says whether its answer is still to come.
    mutating func breakOff() -> Bool {
        input = .over(nil)
        return unanswered > 0
    }

    /// Something came that is no request, or none that is answered by the application: `refusal` is its answer.
    mutating func stop(with refusal: UpgradeRefusal) {
        input = .over(refusal)
    }

    // MARK: What goes out

    /// The application wants the content of the request that it is answering. Says whether the client has to be told.
    mutating func wantsContent() -> Bool {
        guard unanswered == 1, case .reading(_, _, true) = input else { return false }
        continued()
        return true
    }

    /// The head of an answer goes out. Says whether it is the connection's last.
    ///
    /// It is when the client still waits to send its content: whether it sends that now cannot be known.
    mutating func beginAnswer() -> Bool {
        if unanswered == 1, case .reading(let deadline, _, true) = input {
            input = .reading(until: deadline, isLast: true, awaitsContinue: false)
        }
        return isLastAnswer
    }

    /// An answer has ended.
    mutating func answered() -> Next {
        let wasLast = isLastAnswer
        unanswered -= 1
        if wasLast { return .end(nil) }
        if unanswered == 0, case .over(let refusal) = input { return .end(refusal) }
        return .goOn
    }
}
