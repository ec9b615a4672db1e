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

/** A page that was closed may be on its way back, reloaded. Its offers and transfers end after this time. */
export const RELOAD = 1_000;

/**
 * The server lists a device without a socket for 5 seconds. A device that is missing in `welcome` may be on its way
 * back itself, so it counts as lost one second after that.
 */
export const RETURN = 6_000;

// Pipes

/**
 * Time for an answer to `ping` on a pipe when the other device has lost the server; then the pipe counts as broken too.
 * A browser alone takes 5 to 20 seconds to notice. Shorter when the page was closed, since that is likely the reason.
 */
export const PIPE_ANSWER = 1_500;
export const PIPE_ANSWER_CLOSED = 800;

/** A `ping` is answered once in this time, so that a flood of them causes none in return. */
export const PING_SPACE = 500;

/** Time within which something has to arrive on an open relay once we are back with the server. */
export const RELAY_LIFE = 5_000;

/** `RELAY_LIFE` where the other device has left the server, but may have begun to look for another path. */
export const RELAY_LIFE_OF_ABSENT = 20_000;

/** Time of `disconnected` after which another path is tried as well. ICE often recovers by itself. */
export const TROUBLE = 2_500;

/**
 * Time of `disconnected` after which ICE is restarted; longer on the polite side, so that both do not restart at once.
 */
export const RESTART = 2_000;
export const RESTART_POLITE = 3_500;

/** Time for a restart to help before the direct path is given up. */
export const RESTART_LIMIT = 20_000;

// Calls

/** An attempt to connect ends after this time; the same for the direct path alone. */
export const CALL = 20_000;

/** Pause between two attempts to go on after a break. */
export const CALL_PAUSE = 3_000;

// The server

/** Time from opening the socket to `welcome`. */
export const GREETING = 10_000;

/** Silence after which we send `ping`. Scripts do not see the server's own WebSocket pings, so silence is normal. */
export const QUIET = 20_000;

/** Time for an answer to `ping`; less when the device woke up or changed network, as the socket is probably dead. */
export const PONG = 5_000;
export const PONG_AFTER_WAKING = 2_000;

/** Wait before the second attempt to reach the server, twice as long after each failure, up to the longest. */
export const RECONNECT = 500;
export const RECONNECT_LONGEST = 15_000;
