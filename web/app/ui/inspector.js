import { formatList } from '../i18n/formats.js';
import { language, t } from '../i18n/index.js';
import { copyButton } from './copy-button.js';
import { createDialog } from './dialog.js';
import { h, setText, show } from './dom.js';
import { formatSize, formatSpeed } from './format.js';
import { createSparkline } from './sparkline.js';

/** @typedef {import('../types.js').Inspection} Inspection */
/** @typedef {import('../types.js').CandidateInfo} CandidateInfo */

/** Time between two looks at the connection, in milliseconds. */
const interval = 1000;

/**
 * The connection as the browser's statistics tell it.
 * @param {object} actions
 * @param {(peer: string) => Promise<Inspection | null>} actions.inspect
 * @param {import('./copy-button.js').Copy} actions.copy
 * @param {string} actions.userAgent named among the details
 */
export function createInspector({ inspect, copy, userAgent }) {
  const dialog = createDialog({ name: 'inspector', onClose: stop });
  const rows = h('dl', { class: 'facts' });
  const line = createSparkline();
  const now = h('p', { class: 'sparkline-words' });
  const none = h('p', { text: t('inspector.none') });
  const chart = h('figure', { class: 'chart' }, h('figcaption', { text: t('inspector.throughput') }), now);
  chart.append(line.element);
  const copyDetails = copyButton({ label: t('inspector.copy'), text: () => details, copy });
  dialog.body.append(none, rows, chart, h('div', { class: 'row' }, copyDetails));
  let timer = 0;
  let details = '';
  let shown = '';

  /** @param {string} peer */
  async function look(peer) {
    const inspection = await inspect(peer);
    if (shown !== peer) return;
    draw(inspection);
    timer = window.setTimeout(look, interval, peer);
  }

  /** @param {Inspection | null} inspection */
  function draw(inspection) {
    show(none, inspection === null);
    for (const part of [rows, chart, copyDetails]) show(part, inspection !== null);
    if (!inspection) return;
    const facts = describe(inspection);
    drawFacts(facts);
    line.update(inspection.throughput);
    const current = inspection.throughput.at(-1) ?? 0;
    const peak = Math.max(0, ...inspection.throughput);
    setText(now, t('inspector.now', { speed: formatSpeed(current), peak: formatSpeed(peak) }));
    details = [...facts.map(([term, value]) => `${term}: ${value}`), `${t('inspector.throughput')}: ${now.textContent}`, userAgent].join('\n');
  }

  /** @param {readonly [string, string][]} facts */
  function drawFacts(facts) {
    if (rows.childElementCount !== facts.length) {
      rows.replaceChildren(...facts.map(() => h('div', {}, h('dt'), h('dd', { dir: 'auto' }))));
    }
    facts.forEach(([term, value], index) => {
      const [dt, dd] = rows.children[index].children;
      setText(dt, term);
      setText(dd, value);
    });
  }

  function stop() {
    shown = '';
    clearTimeout(timer);
  }

  return {
    element: dialog.element,
    close: dialog.close,
    /**
     * @param {string} peer
     * @param {string} name
     */
    open(peer, name) {
      stop();
      shown = peer;
      dialog.setTitle(t('inspector.title', { name }));
      draw(null);
      show(none, false);
      dialog.open();
      void look(peer);
    },
  };
}

/**
 * @param {Inspection} inspection
 * @returns {[string, string][]}
 */
function describe(inspection) {
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
 * @returns {[string, string][]}
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
