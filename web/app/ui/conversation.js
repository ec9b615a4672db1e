import { t } from '../i18n/index.js';
import { h, setText, show } from './dom.js';
import { icon } from './icons.js';
import { offline } from './server-notices.js';
import { secureUrl } from './secure-link.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').Entry} Entry */
/** @typedef {import('./summary.js').Device} Device */

/**
 * @typedef {object} ConversationParts
 * @property {ReturnType<typeof import('./conversation-head.js').createConversationHead>} head
 * @property {(empty: HTMLElement) => ReturnType<typeof import('./entry-log.js').createEntryLog>} createLog
 * @property {ReturnType<typeof import('./composer.js').createComposer>} composer
 */

/**
 * The conversation with one other device: its head, its log and the composer.
 * @param {ConversationParts} parts
 */
export function createConversation({ head, createLog, composer }) {
  const title = h('p', { class: 'empty-title' });
  const choose = h('button', { type: 'button', class: 'button button-primary', text: t('conversation.choose'), onclick: composer.choose });
  const empty = h(
    'div',
    { class: 'conversation-empty' },
    h('span', { class: 'empty-figure' }, icon('files')),
    title,
    h('p', { class: 'empty-hint empty-hint-mouse', text: t('conversation.emptyHint') }),
    h('p', { class: 'empty-hint empty-hint-touch', text: t('conversation.emptyHintTouch') }),
    choose,
  );
  const log = createLog(empty);
  // Shown where the list is not in view beside the conversation.
  const away = h('span');
  const serverAway = h('p', { class: 'conversation-offline', role: 'status', hidden: true }, icon('offline'), away);
  const hint = h('p', { class: 'conversation-hint' });
  const element = h('section', { class: 'conversation' }, head.element, serverAway, log.element, hint, composer.element);
  /** @type {readonly Entry[]} */
  const nothing = [];

  return {
    element,
    /**
     * @param {Device} device
     * @param {State['conversations'][string] | undefined} conversation
     * @param {State['server']} server
     */
    update(device, conversation, server) {
      element.setAttribute('aria-label', t('conversation.label', { name: device.name }));
      setText(title, t('conversation.emptyTitle', { name: device.name }));
      head.update(device, conversation);
      log.update(conversation?.entries ?? nothing, {
        name: device.name,
        isBroken: conversation?.status === 'failed',
        secureUrl: secureUrl(server),
      });
      show(serverAway, server.status === 'offline');
      setText(away, offline(server.obstacle).what);
      choose.disabled = !device.present;
      composer.update(device.present);
      setText(hint, hintFor(device));
      show(hint, hint.textContent !== '');
    },
    /** Shows the newest entries after the conversation came into view. */
    settle: log.settle,
    focusEntry: log.focusEntry,
    focusHead: head.focus,
    focusComposer: composer.focus,
    addToMessage: composer.add,
    dispose() {
      log.dispose();
      composer.dispose();
    },
  };
}

/** @param {Device} device */
function hintFor(device) {
  if (!device.present) return t(device.via === 'code' ? 'conversation.awayCode' : 'conversation.away', { name: device.name });
  if (device.availability === 'busy') return t('conversation.busyHint', { name: device.name });
  return '';
}
