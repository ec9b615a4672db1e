import { readableName } from '../core/util/readable-name.js';
import { utf8Prefix } from '../core/util/utf8.js';

const NAME = 'ferry.name';
const AVAILABILITY = 'ferry.availability';
const DIRECT_ONLY = 'ferry.directOnly';

/** Longest name of a device, in bytes. docs/protocol.md, Objects. */
const LONGEST_NAME = 64;

/** The person's choices for this device, kept by the browser. */
export class Settings {
  #local;
  #name;

  /**
   * @param {import('../environment/key-storage.js').KeyStorage} local
   * @param {import('../core/util/random.js').Random} random
   */
  constructor(local, random) {
    this.#local = local;
    this.#name = usableName(local.get(NAME) ?? '') ?? readableName(random);
    // A name that was made up is kept as well: the device should be called the same tomorrow.
    local.set(NAME, this.#name);
  }

  get name() {
    return this.#name;
  }

  /**
   * @param {string} input
   * @returns {string} the name from now on: what is usable of `input`, else the one before
   */
  rename(input) {
    this.#name = usableName(input) ?? this.#name;
    this.#local.set(NAME, this.#name);
    return this.#name;
  }

  /** @returns {import('../types').Availability} */
  get availability() {
    return this.#local.get(AVAILABILITY) === 'busy' ? 'busy' : 'open';
  }

  set availability(availability) {
    this.#local.set(AVAILABILITY, availability);
  }

  get directOnly() {
    return this.#local.get(DIRECT_ONLY) === 'yes';
  }

  set directOnly(directOnly) {
    this.#local.set(DIRECT_ONLY, directOnly ? 'yes' : 'no');
  }
}

/**
 * @param {string} input
 * @returns {string | null}
 */
function usableName(input) {
  const name = utf8Prefix(input.replace(/\s+/g, ' ').trim(), LONGEST_NAME).trim();
  return name === '' ? null : name;
}
