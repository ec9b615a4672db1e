/**
 * Times, in milliseconds: how long each thing waits for what it has lost, and how soon a loss is noticed. The
 * table these times make together stands in docs/protocol.md, 'What ends when'; the server's own are in
 * `Sources/Rendezvous/Interface/Configuration.swift` (`grace`, `callTimeout`) and
 * `Sources/WebSocketServer/Configuration.swift` (`KeepAlive`: pings, silence).
 */

// Pages

/**
 * A break of this length ends nothing that both pages still hold: offers and transfers. A laptop is closed for a while,
 * a train goes through a tunnel. A text alone does not wait so long: its person is asked to send it
 * again, and the other page shows it once.
 */
export const BREAK = 600_000;

/** After a break both sides have to notice it, return to the server and find each other again. */
export const BREAK_REPAIR = 60_000;

/** A page that was closed may be on its way back, reloaded. What belonged to it ends after this time. */
export const RELOAD = 1_000;

/**
 * A device without a socket stays listed by the server for 5 seconds. One that is missing in `welcome` may still be on
 * its way back itself, and counts as lost a second later than that.
 */
export const RETURN = 6_000;

// Pipes

/**
 * The other device has lost the server: within this time it has to answer a `ping` on a pipe, or that counts as broken
 * too. A browser takes 5 to 20 seconds to notice. Shorter when its page was closed, since that is likely the reason.
 */
export const PIPE_ANSWER = 1_500;
export const PIPE_ANSWER_CLOSED = 800;

/** A `ping` is answered once in this time: who floods us gets no flood back. */
export const PING_SPACE = 500;

/** We are back with the server: within this time something has to arrive on a relay that was open before. */
export const RELAY_LIFE = 5_000;

/** The same, when the other device is with the server no more but may have begun to look for another way. */
export const RELAY_LIFE_OF_ABSENT = 20_000;

/** ICE often recovers from `disconnected` by itself; after this time of it another path is looked for as well. */
export const TROUBLE = 2_500;

/** ICE is restarted after this time of `disconnected`; the polite side is later, so that both do not do it at once. */
export const RESTART = 2_000;
export const RESTART_POLITE = 3_500;

/** Time for a restart to help before the direct path is given up. */
export const RESTART_LIMIT = 20_000;

// Calls

/** An attempt to connect ends after this time; the same for the direct path alone. */
export const CALL = 20_000;

/** Between two attempts to go on after a break. */
export const CALL_PAUSE = 3_000;

// The server

/** From opening the socket to `welcome`. */
export const GREETING = 10_000;

/** Quiet time after which the server is asked whether it is there. It pings below what scripts see. */
export const QUIET = 20_000;

/** Time for an answer to `ping`; less when the device woke up or changed network, as the socket is probably dead. */
export const PONG = 5_000;
export const PONG_AFTER_WAKING = 2_000;

/** Wait before the second attempt to reach the server, twice as long after each failure, up to the longest. */
export const RECONNECT = 500;
export const RECONNECT_LONGEST = 15_000;
