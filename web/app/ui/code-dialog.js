import { t } from '../i18n/index.js';
import { codeProblem } from '../core/util/code-check.js';
import { copyButton } from './copy-button.js';
import { createDialog } from './dialog.js';
import { h, setAttribute, setText, show } from './dom.js';
import { formatCountdown } from './format.js';
import { createQRImage } from './qr-image.js';
import { deviceOf } from './summary.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').CodeState} CodeState */

/**
 * Two devices on different networks meet by a code: one makes it, the other enters it.
 * @param {object} actions
 * @param {() => void} actions.create
 * @param {() => void} actions.withdraw
 * @param {(code: string) => void} actions.join
 * @param {() => void} actions.forget the last word about joining has been read
 * @param {import('./copy-button.js').Copy} actions.copy
 * @param {import('./qr-image.js').DrawQR} actions.drawQR
 */
export function createCodeDialog({ create, withdraw, join, forget, copy, drawQR }) {
  const dialog = createDialog({ name: 'code-dialog', onClose: forget });
  dialog.setTitle(t('code.title'));
  const made = createMade({ create, withdraw, copy, drawQR });
  const entered = createEntered(join);
  dialog.body.append(h('p', { class: 'lead', text: t('code.lead') }), made.element, entered.element);

  return {
    element: dialog.element,
    open: dialog.open,
    close: dialog.close,
    enter: entered.enter,
    get isOpen() {
      return dialog.isOpen;
    },
    /**
     * @param {State} state
     * @param {number} now milliseconds since 1970
     */
    update(state, now) {
      if (!dialog.isOpen) return;
      made.update(state.code, now);
      entered.update(state);
    },
  };
}

/**
 * The half that makes a code.
 * @param {object} actions
 * @param {() => void} actions.create
 * @param {() => void} actions.withdraw
 * @param {import('./copy-button.js').Copy} actions.copy
 * @param {import('./qr-image.js').DrawQR} actions.drawQR
 */
function createMade({ create, withdraw, copy, drawQR }) {
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

/**
 * The half that takes the other device's code.
 * @param {(code: string) => void} join
 */
function createEntered(join) {
  const field = h('input', {
    id: 'code-field',
    class: 'field',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    enterkeyhint: 'go',
    maxlength: '64',
    placeholder: t('code.placeholder'),
    'aria-describedby': 'code-join-message',
    dir: 'ltr',
  });
  const button = h('button', { type: 'submit', class: 'button button-primary', text: t('code.join') });
  const message = h('p', { id: 'code-join-message', class: 'code-message', role: 'status' });
  const form = h('form', { class: 'code-form', onsubmit: submit }, field, button);
  /** @type {State['join']} */
  let drawn = { status: 'none' };
  const element = h(
    'section',
    { class: 'code-half', 'aria-labelledby': 'code-enter-title' },
    h('h3', { id: 'code-enter-title', text: t('code.enterTitle') }),
    h('label', { class: 'visually-hidden', for: 'code-field', text: t('code.label') }),
    form,
    message,
  );

  field.addEventListener('focus', () => void loadWords());
  field.addEventListener('input', () => {
    if (drawn.status !== 'joining') draw('', 'plain');
  });

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    void enter(field.value);
  }

  /**
   * Joins by a code, unless the page sees that there is none like it: a wrong guess would end the other's code.
   * @param {string} code
   */
  async function enter(code) {
    field.value = code.trim();
    const problem = codeProblem(code, await loadWords());
    if (problem === null) return join(field.value);
    draw(t(`code.problem.${problem.problem}`, problem.problem === 'unknown' ? { word: problem.word } : {}), 'bad');
    field.focus();
  }

  /**
   * @param {string} words
   * @param {'plain' | 'bad'} tone
   */
  function draw(words, tone) {
    setText(message, words);
    message.dataset.tone = tone;
    show(message, words !== '');
    setAttribute(field, 'aria-invalid', tone === 'bad' ? 'true' : null);
  }

  return {
    element,
    enter,
    /** @param {State} state */
    update(state) {
      button.disabled = state.join.status === 'joining';
      if (state.join.status === 'joined') field.value = '';
      if (state.join === drawn) return;
      drawn = state.join;
      draw(joinMessage(state), state.join.status === 'failed' ? 'bad' : 'plain');
    },
  };
}

/**
 * The words of codes, null if they do not come: then the server alone decides.
 * @returns {Promise<ReadonlySet<string> | null>}
 */
async function loadWords() {
  try {
    return (await import('../core/util/code-words.js')).codeWords;
  } catch {
    return null;
  }
}

/** @param {State} state */
function joinMessage(state) {
  const { join } = state;
  if (join.status === 'joining') return t('code.joining');
  if (join.status === 'joined') return t('code.joined', { name: deviceOf(state, join.peer)?.name ?? '' });
  if (join.status === 'none') return '';
  switch (join.error) {
    case 'CODE_WRONG':
    case 'CODE_LIMIT':
    case 'SERVER_GONE':
      return t(`code.failed.${join.error}`);
    default:
      return t('code.failed.other', { code: join.error });
  }
}
