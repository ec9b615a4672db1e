let pending = 0;

/**
 * Node's WebCrypto, which works in threads outside of virtual time: `settle` waits for them.
 *
 * @type {SubtleCrypto}
 */
export const trackedSubtle = new Proxy(globalThis.crypto.subtle, {
  get: (subtle, name) => async (/** @type {unknown[]} */ ...values) => {
    pending += 1;
    try {
      return await Reflect.get(subtle, name).apply(subtle, values);
    } finally {
      pending -= 1;
    }
  },
});

/** Whether something is being computed. */
export function isComputing() {
  return pending > 0;
}
