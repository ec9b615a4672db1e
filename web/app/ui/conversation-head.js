import { t } from '../i18n/index.js';
import { explainError } from './causes.js';
import { h, setText, show } from './dom.js';
import { icon, kindIcon } from './icons.js';
import { createName } from './name.js';
import { createPathWord } from './path-word.js';

/** @typedef {import('../types.js').ConversationState} ConversationState */
/** @typedef {import('./summary.js').Device} Device */

/**
 * The head of a conversation: the device it is with, and the state of the connection.
 * @param {object} actions
 * @param {() => void} actions.back
 * @param {() => void} actions.inspect
 * @param {() => void} actions.reconnect
 */
export function createConversationHead({ back, inspect, reconnect }) {
  let drawnKind = '';
  const symbol = h('span', { class: 'avatar avatar-small' });
  const name = createName('conversation-name');
  const title = h('h2', { class: 'conversation-title', tabindex: '-1' }, name.element);
  const ownTab = h('p', { class: 'conversation-tab', text: t('devices.ownTab'), hidden: true });
  const status = h('p', { class: 'conversation-status' });
  const path = createPathWord(inspect, (kind) => t(`state.${kind}`));
  const what = h('strong');
  const advice = h('span');
  const failure = h(
    'div',
    { class: 'conversation-failure', role: 'status' },
    h('span', { class: 'symbol' }, icon('warning')),
    h('p', {}, what, ' ', advice),
    h('button', { type: 'button', class: 'button', onclick: reconnect }, icon('retry'), t('common.tryAgain')),
  );
  const element = h(
    'header',
    { class: 'conversation-head' },
    h(
      'div',
      { class: 'conversation-bar' },
      h('button', { type: 'button', class: 'icon-button back-button', 'aria-label': t('common.back'), onclick: back }, icon('back')),
      symbol,
      h('div', { class: 'conversation-who' }, title, ownTab, status, path.element),
    ),
    failure,
  );

  return {
    element,
    /**
     * @param {Device} device
     * @param {ConversationState | undefined} conversation
     */
    update(device, conversation) {
      if (drawnKind !== device.kind) {
        drawnKind = device.kind;
        symbol.replaceChildren(kindIcon(device.kind));
      }
      name.update(device.name);
      show(ownTab, device.isOwnTab);
      const connected = conversation?.status === 'connected' ? conversation.path ?? 'direct' : null;
      path.update(connected);
      show(status, connected === null);
      setText(status, statusText(device, conversation));
      const error = conversation?.status === 'failed' ? conversation.error ?? 'NOT_CONNECTED' : null;
      show(failure, error !== null);
      if (!error) return;
      const explanation = explainError(error, device.name);
      setText(what, explanation.what);
      setText(advice, explanation.advice);
    },
    focus() {
      title.focus();
    },
  };
}

/**
 * @param {Device} device
 * @param {ConversationState | undefined} conversation
 */
function statusText(device, conversation) {
  if (!device.present) return t('state.left');
  if (conversation?.status === 'connecting') return t('state.connecting');
  if (conversation?.status === 'failed') return t('state.failed');
  return t(device.availability === 'busy' ? 'state.busy' : 'state.ready');
}
