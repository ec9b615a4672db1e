import { t } from '../i18n/index.js';
import { copyButton } from './copy-button.js';
import { h, show } from './dom.js';
import { icon } from './icons.js';
import { createQRImage } from './qr-image.js';
import { secureUrl } from './secure-link.js';

/**
 * The addresses of this page: the best one in words and as a QR code, and the others, folded away.
 * @param {object} actions
 * @param {import('./copy-button.js').Copy} actions.copy
 * @param {import('./qr-image.js').DrawQR} actions.drawQR
 */
export function createAddresses({ copy, drawQR }) {
  /** @type {readonly string[]} */
  let urls = [];
  /** @type {string | null} */
  let drawn = null;
  const address = h('p', { class: 'address', dir: 'ltr', translate: 'no' });
  const copyAddress = copyButton({ label: t('add.copyAddress'), text: () => urls[0] ?? '', copy, quiet: true });
  const secure = h('p', { class: 'address-beside' });
  const qr = createQRImage(drawQR);
  const others = h('ul', { role: 'list', class: 'other-addresses' });
  const trust = h('p', { class: 'add-trust' }, h('a', { href: '/trust', target: '_blank', rel: 'noopener', text: t('add.trust') }));
  const otherAddresses = h('details', { class: 'more' }, h('summary', { text: t('add.otherAddresses') }), others, trust);
  const element = h(
    'div',
    { class: 'add-address' },
    h('div', { class: 'addresses' }, h('div', { class: 'address-line' }, address, copyAddress), secure),
    h('figure', { class: 'add-figure' }, qr.element, h('figcaption', { text: t('add.scan') })),
    otherAddresses,
  );

  return {
    element,
    /** @param {import('../types.js').ServerState} server */
    update(server) {
      show(trust, server.ownAuthority);
      const key = server.urls.join(' ');
      if (key === drawn) return;
      drawn = key;
      urls = server.urls;
      copyAddress.disabled = urls.length === 0;
      address.replaceChildren(...addressPieces(urls[0] ?? '…'));
      qr.update(urls[0] ?? null, t('add.qrAlt', { address: urls[0] ?? '' }));
      const beside = secureBeside(server);
      secure.replaceChildren(...(beside === null ? [] : addressWithNote(beside, t('add.secureBeside'))));
      show(secure, beside !== null);
      const rest = urls.slice(1).filter((url) => url !== beside);
      others.replaceChildren(...rest.map((url) => otherAddress(url, server.secureUrls.includes(url))));
      show(otherAddresses, rest.length > 0 || beside !== null);
    },
  };
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
