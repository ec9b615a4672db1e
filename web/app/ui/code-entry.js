import { t } from '../i18n/index.js';
import { codeProblem } from '../core/util/code-check.js';
import { h, setAttribute, setText, show } from './dom.js';
import { deviceOf } from './summary.js';

/** @typedef {import('../types.js').State} State */

/**
 * The half that takes the other device's code.
 * @param {(code: string) => void} join
 */
export function createCodeEntry(join) {
  const field = codeField();
  const button = h('button', { type: 'submit', class: 'button button-primary', text: t('code.join') });
  const message = h('p', { id: 'code-join-message', class: 'code-message', role: 'status' });
  const form = h('form', { class: 'code-form' }, field, button);
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

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void enter(field.value);
  });
  field.addEventListener('input', () => {
    if (drawn.status !== 'joining') draw('', 'plain');
  });

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

function codeField() {
  return h('input', {
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
    onfocus: () => void loadWords(),
  });
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
