import NIOCore

/// The plain requests of one connection and the progress of their responses. Requests may be pipelined; responses are
/// sent in the same order.
///
///     between requests ──begin──► reading ──ended──► between requests
///             │                      │
///          stop(with:)            breakOff, or ended after the last one
///             └──────────┬───────────┘
///                        ▼
///                  nothing more is read; the last answer ends the connection
struct Exchanges {
    /// The next step after a response has ended.
    enum Next {
        /// Another response, or another request.
        case goOn
        /// The end of the connection, after a response to unreadable bytes if there is one.
        case end(UpgradeRefusal?)
    }

    private enum Input {
        case between
        /// A request is being read, until its end or the deadline. `awaitsContinue`: the client holds its content back
        /// until it gets `100 Continue`.
        case reading(until: NIODeadline, isLast: Bool, awaitsContinue: Bool)
        /// Nothing more is read. `refusal` answers bytes that could not be read, unless they belong to a request whose
        /// response is outstanding.
        case over(UpgradeRefusal?)
    }

    private var input = Input.between
    private var unanswered = 0

    /// Whether no response is outstanding.
    var isIdle: Bool { unanswered == 0 }

    /// Whether nothing more is read.
    var isOver: Bool { if case .over = input { true } else { false } }

    /// Whether a request's content is being read.
    var isReading: Bool { if case .reading = input { true } else { false } }

    /// Whether the deadline of the request being read has passed.
    func isOverdue(at now: NIODeadline) -> Bool {
        guard case .reading(let deadline, _, _) = input else { return false }
        return now >= deadline
    }

    /// Whether the response being sent is the connection's last.
    private var isLastAnswer: Bool {
        guard unanswered == 1 else { return false }
        return switch input {
        case .between: false
        case .reading(_, let isLast, _): isLast
        case .over(let refusal): refusal == nil
        }
    }

    // MARK: Input

    /// Records a request's head.
    mutating func begin(isLast: Bool, awaitsContinue: Bool, deadline: NIODeadline) {
        unanswered += 1
        input = .reading(until: deadline, isLast: isLast, awaitsContinue: awaitsContinue)
    }

    /// Records a part of the content, requested or not.
    mutating func continued() {
        guard case .reading(let deadline, let isLast, true) = input else { return }
        input = .reading(until: deadline, isLast: isLast, awaitsContinue: false)
    }

    /// Records the end of the request.
    mutating func ended() {
        guard case .reading(_, let isLast, _) = input else { return }
        input = isLast ? .over(nil) : .between
    }

    /// Records that the content cannot be read further. Returns whether the request's response is outstanding.
    mutating func breakOff() -> Bool {
        input = .over(nil)
        return unanswered > 0
    }

    /// Stops reading after bytes that are not a request, or a request that the application does not answer: `refusal`
    /// is the response.
    mutating func stop(with refusal: UpgradeRefusal) {
        input = .over(refusal)
    }

    // MARK: Output

    /// Records that the application wants the content of the request that it answers. Returns whether to send `100
    /// Continue`.
    mutating func wantsContent() -> Bool {
        guard unanswered == 1, case .reading(_, _, true) = input else { return false }
        continued()
        return true
    }

    /// Records the head of a response. Returns whether the response is the connection's last.
    ///
    /// It is the last one when the client still holds back the content of its request: the server cannot know whether
    /// the client will send it now.
    mutating func beginAnswer() -> Bool {
        if unanswered == 1, case .reading(let deadline, _, true) = input {
            input = .reading(until: deadline, isLast: true, awaitsContinue: false)
        }
        return isLastAnswer
    }

    /// Records the end of a response.
    mutating func answered() -> Next {
        let wasLast = isLastAnswer
        unanswered -= 1
        if wasLast { return .end(nil) }
        if unanswered == 0, case .over(let refusal) = input { return .end(refusal) }
        return .goOn
    }
}
