import { formatList } from '../i18n/formats.js';
import { language, t } from '../i18n/index.js';
import { h, setText } from './dom.js';
import { formatSize } from './format.js';

/** @typedef {import('../types.js').Inspection} Inspection */
/** @typedef {import('../types.js').CandidateInfo} CandidateInfo */
/** @typedef {[term: string, value: string]} Fact */

/** A list of terms and values. A selection in it outlives an update. */
export function createFacts() {
  const element = h('dl', { class: 'facts' });
  return {
    element,
    /** @param {readonly Fact[]} facts */
    update(facts) {
      if (element.childElementCount !== facts.length) {
        element.replaceChildren(...facts.map(() => h('div', {}, h('dt'), h('dd', { dir: 'auto' }))));
      }
      facts.forEach(([term, value], index) => {
        const [dt, dd] = element.children[index].children;
        setText(dt, term);
        setText(dd, value);
      });
    },
  };
}

/**
 * The facts about a connection, each with its term.
 * @param {Inspection} inspection
 * @returns {Fact[]}
 */
export function describe(inspection) {
  return [
    [t('inspector.path'), t(`path.${inspection.path}`)],
    [t('inspector.privacy'), t(`inspector.privacy.${inspection.path}`)],
    ...whyNotDirect(inspection),
    [t('inspector.state'), inspection.state],
    [t('inspector.local'), candidate(inspection.local)],
    [t('inspector.remote'), candidate(inspection.remote)],
    [t('inspector.roundTrip'), roundTrip(inspection.roundTrip)],
    [t('inspector.sent'), formatSize(inspection.bytesSent)],
    [t('inspector.received'), formatSize(inspection.bytesReceived)],
    [t('inspector.protocol'), inspection.protocol ?? t('inspector.unknown')],
  ];
}

/**
 * @param {Inspection} inspection
 * @returns {Fact[]}
 */
function whyNotDirect({ refusal }) {
  return refusal === null ? [] : [[t('inspector.refusal'), t(`inspector.refusal.${refusal}`)]];
}

/** @param {number | null} seconds */
function roundTrip(seconds) {
  if (seconds === null) return t('inspector.unknown');
  const milliseconds = seconds * 1000;
  return t('inspector.milliseconds', { count: milliseconds < 10 ? Math.round(milliseconds * 10) / 10 : Math.round(milliseconds) });
}

/** @param {CandidateInfo | null} info */
function candidate(info) {
  if (!info) return t('inspector.unknown');
  // Browsers hide a device's own addresses behind names of multicast DNS.
  const address = t('inspector.address', { address: info.address || t('inspector.hidden'), port: String(info.port) });
  const protocol = info.relayProtocol ?? info.protocol;
  const details = [t(`inspector.type.${info.type}`), protocol.toUpperCase()];
  if (info.family !== 'unknown') details.unshift(info.family);
  return t('inspector.candidate', { address, details: formatList(language(), details) });
}
