import { t } from '../i18n/index.js';
import { copyButton } from './copy-button.js';
import { h, setText, show } from './dom.js';
import { formatCountdown } from './format.js';
import { createQRImage } from './qr-image.js';

/** @typedef {import('../types.js').CodeState} CodeState */

/**
 * The half that makes a code.
 * @param {object} actions
 * @param {() => void} actions.create
 * @param {() => void} actions.withdraw
 * @param {import('./copy-button.js').Copy} actions.copy
 * @param {import('./qr-image.js').DrawQR} actions.drawQR
 */
export function createCodeMaker({ create, withdraw, copy, drawQR }) {
  let link = '';
  const button = h('button', { type: 'button', class: 'button button-primary', onclick: create });
  const message = h('p', { class: 'code-message', role: 'status' });
  const code = h('p', { class: 'code', 'aria-label': t('code.yours'), dir: 'ltr', translate: 'no' });
  const remaining = h('p', { class: 'code-remaining', role: 'timer' });
  const qr = createQRImage(drawQR);
  const copyLink = copyButton({ label: t('code.copyLink'), text: () => link, copy });
  const cancel = h('button', { type: 'button', class: 'button button-quiet', text: t('code.cancel'), onclick: withdraw });
  const open = h(
    'div',
    { class: 'code-open' },
    h('div', { class: 'code-words' }, code, remaining, h('div', { class: 'row' }, copyLink, cancel)),
    qr.element,
  );
  const element = h(
    'section',
    { class: 'code-half', 'aria-labelledby': 'code-create-title' },
    h('h3', { id: 'code-create-title', text: t('code.createTitle') }),
    message,
    open,
    button,
  );

  return {
    element,
    /**
     * @param {CodeState} state
     * @param {number} now
     */
    update(state, now) {
      const isOpen = state.status === 'open';
      show(open, isOpen);
      show(button, !isOpen);
      button.disabled = state.status === 'waiting';
      setText(button, t(state.status === 'ended' ? 'code.createNew' : 'code.create'));
      setText(message, madeMessage(state));
      const bad = state.status === 'failed' || (state.status === 'ended' && state.reason === 'wrong-guess');
      message.dataset.tone = bad ? 'bad' : 'plain';
      show(message, message.textContent !== '');
      link = isOpen ? state.url : '';
      qr.update(isOpen ? link : null, t('code.qrAlt'));
      if (!isOpen) return;
      setText(code, state.code);
      setText(remaining, t('code.remaining', { time: formatCountdown((state.expiresAt - now) / 1000) }));
    },
  };
}

/** @param {CodeState} state */
function madeMessage(state) {
  if (state.status === 'waiting') return t('code.waiting');
  if (state.status === 'ended') return t(`code.ended.${state.reason}`);
  if (state.status !== 'failed') return '';
  switch (state.error) {
    case 'CODE_LIMIT':
    case 'SERVER_GONE':
      return t(`code.createFailed.${state.error}`);
    default:
      return t('code.createFailed.other', { code: state.error });
  }
}
