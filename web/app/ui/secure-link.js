import { t } from '../i18n/index.js';
import { h, setAttribute, show } from './dom.js';
import { icon } from './icons.js';

/**
 * The secure address of this page, under its own host if there is one; null if the server has told of none.
 * @param {{ readonly secureUrls: readonly string[] }} server
 * @param {string} [host] name of the one this page was opened under
 */
export function secureUrl({ secureUrls }, host = globalThis.location?.hostname) {
  return secureUrls.find((url) => new URL(url).hostname === host) ?? secureUrls[0] ?? null;
}

/** A link to the secure address, where files of any size can be taken. */
export function createSecureLink() {
  const element = h('a', { class: 'secure-link', target: '_blank', rel: 'noopener', hidden: true }, icon('lock'), t('transfer.openSecure'));
  return {
    element,
    /** @param {string | null} url null: there is nothing to lead to */
    update(url) {
      setAttribute(element, 'href', url);
      show(element, url !== null);
    },
  };
}
