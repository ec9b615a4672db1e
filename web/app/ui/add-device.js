import { t } from '../i18n/index.js';
import { copyButton } from './copy-button.js';
import { h, setText, show } from './dom.js';
import { icon, mark } from './icons.js';
import { createQRImage } from './qr-image.js';
import { secureUrl } from './secure-link.js';

/** @typedef {import('../types.js').State} State */

/**
 * How another device gets here: the address, its QR code, and what to do if it stays away.
 * @param {object} actions
 * @param {() => void} actions.openCode
 * @param {() => void} actions.back to the list, where this covers it
 * @param {import('./copy-button.js').Copy} actions.copy
 * @param {import('./qr-image.js').DrawQR} actions.drawQR
 */
export function createAddDevice({ openCode, back, copy, drawQR }) {
  /** @type {readonly string[]} */
  let urls = [];
  /** @type {string | null} */
  let drawn = null;
  const title = h('h2', { class: 'add-title', id: 'add-title', tabindex: '-1' });
  const address = h('p', { class: 'address', dir: 'ltr', translate: 'no' });
  const copyAddress = copyButton({ label: t('add.copyAddress'), text: () => urls[0] ?? '', copy, quiet: true });
  const secure = h('p', { class: 'address-beside' });
  const qr = createQRImage(drawQR);
  const others = h('ul', { role: 'list', class: 'other-addresses' });
  const trust = h('p', { class: 'add-trust' }, h('a', { href: '/trust', target: '_blank', rel: 'noopener', text: t('add.trust') }));
  const otherAddresses = h('details', { class: 'more' }, h('summary', { text: t('add.otherAddresses') }), others, trust);
  const known = h(
    'div',
    { class: 'add-address' },
    h('div', { class: 'addresses' }, h('div', { class: 'address-line' }, address, copyAddress), secure),
    h('figure', { class: 'add-figure' }, qr.element, h('figcaption', { text: t('add.scan') })),
    otherAddresses,
  );
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
    known,
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
      show(known, !nowhere);
      show(trust, state.server.ownAuthority);
      const key = state.server.urls.join(' ');
      if (key === drawn) return;
      drawn = key;
      urls = state.server.urls;
      copyAddress.disabled = urls.length === 0;
      address.replaceChildren(...addressPieces(urls[0] ?? '…'));
      qr.update(urls[0] ?? null, t('add.qrAlt', { address: urls[0] ?? '' }));
      const beside = secureBeside(state.server);
      secure.replaceChildren(...(beside === null ? [] : addressWithNote(beside, t('add.secureBeside'))));
      show(secure, beside !== null);
      const rest = urls.slice(1).filter((url) => url !== beside);
      others.replaceChildren(...rest.map((url) => otherAddress(url, state.server.secureUrls.includes(url))));
      show(otherAddresses, rest.length > 0 || beside !== null);
    },
    focus() {
      title.focus();
    },
  };
}

/** This device, the ferry, and a shore where somebody may appear. */
function crossing() {
  return h(
    'div',
    { class: 'crossing', 'aria-hidden': 'true' },
    h('span', { class: 'shore shore-here' }),
    h('span', { class: 'water' }, mark()),
    h('span', { class: 'shore shore-there' }),
  );
}

/**
 * An address with its scheme, which nobody has to read, standing back.
 * @param {string} url
 */
function addressPieces(url) {
  const [, scheme, rest] = /^(\w+:\/\/)?(.*)$/.exec(url) ?? [];
  return [h('span', { class: 'address-scheme', text: scheme ?? '' }), h('wbr'), rest ?? url];
}

/**
 * The secure address beside the one that is shown, where this page itself is open over the server's own authority: that
 * device trusts it, so another one of the same person may. Null elsewhere.
 * @param {import('../types.js').ServerState} server
 */
function secureBeside(server) {
  const [shown] = server.urls;
  if (!server.ownAuthority || location.protocol !== 'https:' || shown === undefined) return null;
  const url = secureUrl(server, new URL(shown).hostname);
  return url === shown ? null : url;
}

/**
 * @param {string} url
 * @param {boolean} secure
 */
function otherAddress(url, secure) {
  return h('li', {}, ...addressWithNote(url, secure ? t('add.secure') : null));
}

/**
 * @param {string} url
 * @param {string | null} note why a secure address is worth having
 */
function addressWithNote(url, note) {
  const text = h('span', { class: 'address-text', dir: 'ltr', text: url });
  return note === null ? [text] : [text, h('span', { class: 'address-note' }, icon('lock'), note)];
}
