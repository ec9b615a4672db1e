/**
 * The recipient of files that are held over the page. `to`: they go there at once; `choose`: the person is asked;
 * `wait`: nobody is here to take them.
 * @typedef {{ type: 'to', peer: string } | { type: 'choose' } | { type: 'wait' }} Recipient
 */

/**
 * Finds the recipient, for the words during a drag and for the drop itself. Files over the conversation with a device
 * that has left do not go to another one that happens to be here.
 * @param {string | null} over the device under the pointer
 * @param {string | null} open the device of the open conversation
 * @param {readonly { id: string, present: boolean }[]} devices
 * @returns {Recipient}
 */
export function recipientOf(over, open, devices) {
  const present = devices.filter((device) => device.present).map(({ id }) => id);
  if (present.length === 0) return { type: 'wait' };
  const meant = over ?? open ?? (present.length === 1 ? present[0] : null);
  return meant !== null && present.includes(meant) ? { type: 'to', peer: meant } : { type: 'choose' };
}
