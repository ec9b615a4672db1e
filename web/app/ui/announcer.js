import { t } from '../i18n/index.js';
import { explainEnd } from './causes.js';
import { h } from './dom.js';
import { formatFiles, formatPercent, formatSize, percent } from './format.js';
import { deviceOf, movement, transfers } from './summary.js';
import { transferLabel } from './transfer-words.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('./happenings.js').Happening} Happening */

/** Time between two lines about progress, in milliseconds. */
const progressInterval = 8000;
/** Lifetime of a line in the region, in milliseconds: long enough to be noticed, too short to be read again later. */
const lifetime = 10_000;
/** Most lines at once: a screen reader reads no more in that time, however fast others write. */
const mostLines = 20;
/** Length of the beginning of a message that is read, in characters. */
const textLength = 200;

/** The region in which a screen reader is told, politely, of events that others see. */
export function createAnnouncer() {
  const element = h('div', { class: 'visually-hidden', role: 'log', 'aria-live': 'polite', 'aria-atomic': 'false' });
  let progressAt = 0;
  let progressTold = '';

  /** @param {string} message */
  function say(message) {
    const line = h('p', { text: message });
    element.append(line);
    if (element.childElementCount > mostLines) element.firstElementChild?.remove();
    setTimeout(() => line.remove(), lifetime);
  }

  return {
    element,
    say,
    /** @param {readonly Happening[]} all */
    tell(all) {
      for (const happening of all) say(sentence(happening));
    },
    /**
     * @param {State} state
     * @param {string | null} peer the device whose conversation is open
     * @param {number} now in milliseconds
     */
    tellProgress(state, peer, now) {
      if (!peer || now - progressAt < progressInterval) return;
      const told = progress(state, peer);
      if (told === null) return;
      progressAt = now;
      if (told === progressTold) return;
      progressTold = told;
      say(told);
    },
  };
}

/**
 * The progress of the transfers with a device, null if there is nothing to tell: none moves, or nothing has arrived
 * yet.
 * @param {State} state
 * @param {string} peer
 */
export function progress(state, peer) {
  const moving = movement(transfers(state.conversations[peer]));
  const share = moving ? percent(moving.done, moving.total) : 0;
  return share > 0 ? t('announce.progress', { percent: formatPercent(share), name: deviceOf(state, peer)?.name ?? '' }) : null;
}

/**
 * A happening in words.
 * @param {Happening} happening
 */
export function sentence(happening) {
  const { name } = happening;
  switch (happening.type) {
    case 'arrived':
    case 'left':
      return t(`announce.${happening.type}`, { name });
    case 'text':
      return t('announce.text', { name, text: happening.text.slice(0, textLength) });
    case 'offer': {
      const { files, total } = happening.transfer;
      return t('announce.offer', { name, what: formatFiles(files), size: formatSize(total) });
    }
    case 'sent':
    case 'received':
    case 'handed':
      return t(`announce.${happening.type}`, { name, what: formatFiles(happening.transfer.files) });
    case 'failed':
    case 'declined':
    case 'cancelled':
      return `${transferLabel(happening.transfer, name)}. ${explainEnd(happening.transfer, name).what}`;
  }
}
