import { t } from '../i18n/index.js';
import { createAddresses } from './addresses.js';
import { h, setText, show } from './dom.js';
import { icon, mark } from './icons.js';

/** @typedef {import('../types.js').State} State */

/**
 * The pane that brings another device here: the address, its QR code, and advice for one that stays away.
 * @param {object} actions
 * @param {() => void} actions.openCode
 * @param {() => void} actions.back to the list, where this covers it
 * @param {import('./copy-button.js').Copy} actions.copy
 * @param {import('./qr-image.js').DrawQR} actions.drawQR
 */
export function createAddDevice({ openCode, back, copy, drawQR }) {
  const title = h('h2', { class: 'add-title', id: 'add-title', tabindex: '-1' });
  const addresses = createAddresses({ copy, drawQR });
  const unknown = h('p', { class: 'add-unknown', text: `${t('add.noAddress')} ${t('add.noAddressHint')}` });
  const lead = h('p', { class: 'lead' });
  const useCode = h('button', { type: 'button', class: 'button', onclick: openCode }, icon('code'), t('add.useCode'));
  const missing = h(
    'aside',
    { class: 'missing', 'aria-labelledby': 'missing-title' },
    h('h3', { id: 'missing-title', text: t('add.missingTitle') }),
    h('p', { text: t('add.missing1') }),
    h('p', { text: t('add.missing2') }),
    useCode,
  );
  const element = h(
    'section',
    { class: 'add-device', 'aria-labelledby': 'add-title' },
    h('button', { type: 'button', class: 'icon-button back-button', 'aria-label': t('common.back'), onclick: back }, icon('back')),
    crossing(),
    title,
    lead,
    addresses.element,
    unknown,
    missing,
  );

  return {
    element,
    /** @param {State} state */
    update(state) {
      const { status, room } = state.server;
      // Until the server has said where it is, the place of the address stays free.
      const nowhere = status === 'online' && state.server.urls.length === 0;
      setText(title, t(state.devices.length === 0 && !nowhere ? 'add.emptyTitle' : 'add.title'));
      const codeOnly = room?.kind === 'none';
      setText(lead, t(codeOnly ? 'add.leadCode' : 'add.lead'));
      useCode.classList.toggle('button-primary', codeOnly);
      element.classList.toggle('is-code-only', codeOnly);
      show(unknown, nowhere);
      show(addresses.element, !nowhere);
      addresses.update(state.server);
    },
    focus() {
      title.focus();
    },
  };
}

/** A picture of this device, the ferry, and a shore where somebody may appear. */
function crossing() {
  return h(
    'div',
    { class: 'crossing', 'aria-hidden': 'true' },
    h('span', { class: 'shore shore-here' }),
    h('span', { class: 'water' }, mark()),
    h('span', { class: 'shore shore-there' }),
  );
}
