/** Limits of docs/protocol.md, Transfers and Text. */

/** Most files in one offer. */
export const MOST_FILES = 20_000;

/** Most bytes of manifest in one offer, as JSON. */
export const LARGEST_MANIFEST = 4 * 1024 * 1024;

/** Most bytes of a text. */
export const LONGEST_TEXT = 1_000_000;

/** Most bytes of one part of a text. */
export const LONGEST_PART = 16_000;

/** A receiver grants up to this much beyond what it has acknowledged, in bytes. */
export const WINDOW = 8 * 1024 * 1024;

/** Most transfers that a `hello` names as being received; the newest, if there are more. */
export const MOST_NAMED = 1_000;

/** Offers that may wait for this person, over all conversations. */
export const MOST_OFFERS = 8;
