import { t } from '../i18n/index.js';
import { createFacts, describe } from './connection-facts.js';
import { copyButton } from './copy-button.js';
import { createDialog } from './dialog.js';
import { h, setText, show } from './dom.js';
import { formatSpeed } from './format.js';
import { createSparkline } from './sparkline.js';

/** @typedef {import('../types.js').Inspection} Inspection */

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
  const facts = createFacts();
  const line = createSparkline();
  const now = h('p', { class: 'sparkline-words' });
  const none = h('p', { text: t('inspector.none') });
  const chart = h('figure', { class: 'chart' }, h('figcaption', { text: t('inspector.throughput') }), now);
  chart.append(line.element);
  const copyDetails = copyButton({ label: t('inspector.copy'), text: () => details, copy });
  dialog.body.append(none, facts.element, chart, h('div', { class: 'row' }, copyDetails));
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
    for (const part of [facts.element, chart, copyDetails]) show(part, inspection !== null);
    if (!inspection) return;
    const all = describe(inspection);
    facts.update(all);
    line.update(inspection.throughput);
    const current = inspection.throughput.at(-1) ?? 0;
    const peak = Math.max(0, ...inspection.throughput);
    setText(now, t('inspector.now', { speed: formatSpeed(current), peak: formatSpeed(peak) }));
    details = [...all.map(([term, value]) => `${term}: ${value}`), `${t('inspector.throughput')}: ${now.textContent}`, userAgent].join('\n');
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
